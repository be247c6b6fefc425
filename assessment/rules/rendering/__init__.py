"""An explanation in Chinese or English sentences, for pages and sheets."""

from assessment.rules.scheme import Scheme
from assessment.rules.subjects import Json

from . import gates, grades, items, pay, scores
from .entries import recorded_lines
from .items import told_so_far
from .teller import Section, Teller


def render(explanation: Json, scheme: Scheme, language: str) -> list[Section]:
    """The explanation as sections in reading order.

    Each section is ``{kind, id, title, value, sentences, lines}``; kind is ``item``, ``score``,
    ``gate``, ``grade``, ``quota``, ``award`` or ``bonus``. A line is ``{text, value, ref, …}``: one
    entry, rating, fact, month, week, term or earlier period, with the reference it was stored under
    where it has one.
    """
    teller = Teller(explanation, scheme, language)
    sections = [gates.gate(teller, each) for each in explanation["gates"]]
    sections += [items.item(teller, each) for each in explanation["items"]]
    if explanation["score"] is not None:
        sections.append(scores.score(teller, explanation["score"]))
    if explanation["grade"] is not None:
        sections.append(grades.grade(teller, explanation["grade"]))
    sections += [grades.quota(teller, each) for each in explanation["quotas"]]
    if explanation.get("award") is not None:
        sections.append(grades.award(teller, explanation["award"]))
    if explanation["bonus"] is not None:
        sections.append(pay.bonus(teller, explanation["bonus"]))
    return sections


__all__ = ["Section", "recorded_lines", "render", "told_so_far"]
