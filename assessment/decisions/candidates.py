"""The people (or departments) of a matter side by side: figures, the year so far, ceilings, what fired, what may be given."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from assessment.decisions.pending import GradesInForce, Kind, Matter
from assessment.decisions.titles import matter_title
from assessment.models import DecidedGrade, Period, Result
from assessment.results.subject_rows import ItemColumn, SubjectRow, Words, rows_for
from organization.subjects import SubjectRef


@dataclass(frozen=True)
class Candidate:
    """One person or department of a matter. ``choices`` are the grades that may be given, ``given`` the one that was."""

    row: SubjectRow
    year: list[tuple[str, str, str]]
    ceiling: str
    choices: list[tuple[str, str]]
    chosen: str
    given: str


@dataclass
class MatterCard:
    """A matter ready to be shown."""

    matter: Matter
    title: str
    columns: list[ItemColumn]
    people: list[Candidate]
    proposal: str = ""
    proposals: list[tuple[str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    reason: str = ""

    @property
    def graded(self) -> list[tuple[str, list[Candidate]]]:
        """Those whom the decision gave a grade, by grade in the order of the scheme."""
        found: dict[str, list[Candidate]] = {title: [] for _code, title in self.proposals}
        for person in self.people:
            if person.given:
                found[person.given].append(person)
        return [(title, people) for title, people in found.items() if people]

    @property
    def is_pending(self) -> bool:
        """Whether grades are chosen person by person (else people for seats)."""
        return self.matter.kind == Kind.PENDING


def cards(
    current: GradesInForce, words: Words, matters: Iterable[Matter], *, asked: Mapping[str, Any]
) -> list[MatterCard]:
    """Every matter of a close with its people; ``words`` are those of its kind. ``asked`` holds what the asker chose so far: proposal and chosen grades."""
    matters = list(matters)
    everyone = [result for matter in matters for result in matter.people]
    past = year_so_far(current, words, everyone)
    _load_facts(words, everyone)
    given = dict(
        DecidedGrade.objects.filter(
            decision__in=[m.decision for m in matters if m.decision], is_active=True
        ).values_list("result_id", "grade")
    )
    return [_card(current, words, matter, past, given, asked) for matter in matters]


def _load_facts(words: Words, results: list[Result]) -> None:
    """The facts of those concerned, where the columns come from them; one query instead of one for each."""
    if words.part.history and results:
        facts = dict(Result.objects.filter(pk__in=[r.pk for r in results]).values_list("pk", "facts"))
        for result in results:
            result.facts = facts[result.pk]


def _card(
    current: GradesInForce,
    words: Words,
    matter: Matter,
    past: Mapping[SubjectRef, list[tuple[str, str, str]]],
    given: Mapping[int, str],
    asked: Mapping[str, Any],
) -> MatterCard:
    columns = words.columns(current.close.period.key, matter.people)
    proposal = asked.get("proposal", "") if matter.kind == Kind.PENDING else ""
    chosen = asked.get("grades", {}) if asked.get("subject") == matter.subject else None
    people = []
    for result in matter.people:
        result.final_grade = current.grade(result)  # type: ignore[attr-defined]  # as the selectors annotate it
    for row in rows_for(matter.people, words, columns):
        choices = _choices(current, words, matter, row.result)
        people.append(
            Candidate(
                row=row,
                year=past.get(row.result.subject, []),
                ceiling=words.grade(row.result.ceiling),
                choices=choices,
                chosen=chosen.get(row.result.pk, "")
                if chosen is not None
                else _proposed(choices, proposal, words),
                given=words.grade(given.get(row.result.pk)),
            )
        )
    return MatterCard(
        matter=matter,
        title=matter_title(matter, words),
        columns=columns,
        people=people,
        proposal=proposal,
        proposals=[(code, words.grade(code)) for code in words.part.grades],
        errors=list(asked.get("errors", [])) if asked.get("subject") == matter.subject else [],
        reason=asked.get("reason", "") if asked.get("subject") == matter.subject else "",
    )


def _choices(current: GradesInForce, words: Words, matter: Matter, result: Result) -> list[tuple[str, str]]:
    grades = [matter.grade] if matter.grade else list(current.part.grades)
    return [(grade, words.grade(grade)) for grade in grades if grade and current.allows(result, grade)]


def _proposed(choices: list[tuple[str, str]], proposal: str, words: Words) -> str:
    """The proposal for a person: the proposed grade, or the best one that the ceiling leaves below it."""
    codes = [code for code, _title in choices]
    if not proposal or proposal in codes or proposal not in words.scheme.grades:
        return proposal if proposal in codes else ""
    place = words.scheme.rank_of(proposal)
    return next((code for code in codes if words.scheme.rank_of(code) >= place), "")


def year_so_far(
    current: GradesInForce, words: Words, results: Iterable[Result]
) -> dict[SubjectRef, list[tuple[str, str, str]]]:
    """Subject → (period, grade, tone) of the year's earlier periods of the same kind; one query."""
    period = current.close.period
    earlier = Period.objects.filter(
        unit_id=period.unit_id,
        scheme_id=period.scheme_id,
        cadence=period.cadence,
        ends_on__lt=period.starts_on,
        ends_on__year=period.ends_on.year,
        current_close__isnull=False,
    )
    ids = [result.subject.id for result in results]
    rows = (
        Result.objects.of_kind(current.kind)
        .filter(close__in=earlier.values("current_close"), **{f"{current.kind}__in": ids})
        .with_final()
        .select_related("close__period")
    )
    found: dict[SubjectRef, list[tuple[str, str, str]]] = {}
    for row in rows.defer("facts", "standing").order_by("close__period__starts_on"):
        grade = row.final_grade
        found.setdefault(row.subject, []).append(
            (row.close.period.title, words.grade(grade), words.tone(grade))
        )
    return found
