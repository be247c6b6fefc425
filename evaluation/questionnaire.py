"""The questionnaire in words: what a campaign asks, about whom; and reading a filled-in one."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from assessment.facade import Period, Questionnaire
from evaluation.models import Campaign, Subject
from foundation.ids import row_id


@dataclass(frozen=True)
class AnswerChoice:
    """A heading or an answer in the reader's language."""

    code: str
    title: str


@dataclass(frozen=True)
class AskedSubject:
    """One subject of the questionnaire, with what was chosen so far for each heading."""

    subject: Subject
    headings: list[tuple[AnswerChoice, str]]


def asks_of(period: Period) -> Questionnaire | None:
    """The questionnaire of a period's scheme; None where it has none."""
    return period.part.asks


def answers_to_choose(period: Period) -> list[AnswerChoice]:
    """The answers to every question, best first as the scheme lists them."""
    asks, lang = asks_of(period), get_language() or "zh-hans"
    return [AnswerChoice(each.code, each.title.get(lang)) for each in asks.answers] if asks else []


def questionnaire(
    campaign: Campaign, given: Mapping[int, Mapping[str, str]] | None = None
) -> list[AskedSubject]:
    """Every subject with every heading, in a fixed order; ``given`` fills in what was chosen."""
    asks, lang = asks_of(campaign.period), get_language() or "zh-hans"
    headings = [AnswerChoice(each.code, each.title.get(lang)) for each in asks.headings] if asks else []
    subjects = campaign.subjects.select_related("staff", "department")
    order = subjects.order_by("department__position", "department__code", "staff__number", "pk")
    chosen = given or {}
    return [
        AskedSubject(each, [(head, chosen.get(each.pk, {}).get(head.code, "")) for head in headings])
        for each in order
    ]


def read_answers(posted: Mapping[str, str]) -> dict[int, dict[str, str]]:
    """What a form says (``a-SUBJECT-HEADING``: answer); blanks are left out."""
    answers: dict[int, dict[str, str]] = {}
    for name, answer in posted.items():
        kind, _dash, rest = name.partition("-")
        subject, _dash, heading = rest.partition("-")
        pk = row_id(subject)
        if kind == "a" and pk is not None and heading and answer:
            answers.setdefault(pk, {})[heading] = answer
    return answers
