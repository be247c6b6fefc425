"""What the people of the board come to together: mean, entries, most used clauses, and what still lacks.

It looks at everyone's facts, so the page loads it by itself after the lines.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from assessment.data_entry.ratings.missing import named_gaps
from assessment.facts.subjects import Snapshot
from assessment.ledger.clauses import ClauseLine, clauses_of
from assessment.models import Entry, Period, RatingTask
from assessment.office.board.lines import mean_from, mean_of
from assessment.office.board.running_lines import handed_in_raters, outcome_of, subjects_shown
from assessment.office.board.scope import Departments, results_in, shows_results
from assessment.periods.membership import members
from assessment.ratings.rated_items import language
from assessment.rules import OUT_OF_SCOPE, Scoring

MOST_USED = 5


@dataclass(frozen=True)
class Used:
    """A clause with how many entries that count it has."""

    clause: ClauseLine
    entries: int


@dataclass
class Lacking:
    """One thing that people of a department still lack, in words, and who they are."""

    department_id: int
    what: str
    names: list[str] = field(default_factory=list)


@dataclass
class Overview:
    """People, the mean of the scores known, entries, most used clauses; who lacks something while the period runs."""

    people: int = 0
    scored: int = 0
    mean: Decimal | None = None
    entries: int = 0
    used: list[Used] = field(default_factory=list)
    lacking: list[Lacking] = field(default_factory=list)
    incomplete: set[int] = field(default_factory=set)


def can_lack(period: Period) -> bool:
    """Whether the scheme waits for anything besides entries: scores, duties or figures."""
    part = period.part
    return bool(part.rating_items) or any(fact.required_when is not None for fact in part.facts.values())


def overview_of(period: Period, departments: Departments) -> Overview:
    """The overview of these departments (None: the whole unit); a fixed number of statements."""
    found = Overview()
    staff = None if departments is None else _staff_in(period, departments)
    _entries(found, period, staff)
    if shows_results(period):
        rows = results_in(period, departments).exclude(status=OUT_OF_SCOPE)
        totals = rows.aggregate(people=Count("pk"), scored=Count("score"), total=Sum("score"))
        found.people, found.scored = totals["people"], totals["scored"]
        found.mean = mean_from(totals["total"], totals["scored"])
    else:
        _look_through(found, period, staff)
    return found


def incomplete(period: Period, departments: Departments) -> set[int]:
    """The people of these departments who lack a score, a duty, a rater or a required figure."""
    found = Overview()
    if can_lack(period):
        staff = None if departments is None else _staff_in(period, departments)
        _look_through(found, period, staff)
    return found.incomplete


def _staff_in(period: Period, departments: Collection[int]) -> list[int]:
    if shows_results(period):
        return list(results_in(period, departments).values_list("staff_id", flat=True))
    return list(members(period, departments).order_by().values_list("staff_id", flat=True))


def _entries(found: Overview, period: Period, staff: list[int] | None) -> None:
    rows: QuerySet[Entry, Any] = Entry.objects.counting().filter(period=period).filter(staff__isnull=False)
    if staff is not None:
        rows = rows.filter(staff_id__in=staff)
    counts = list(rows.order_by().values_list("clause").annotate(n=Count("pk")).order_by("-n", "clause"))
    found.entries = sum(n for _clause, n in counts)
    lines = clauses_of(period, language())
    found.used = [Used(lines[clause], n) for clause, n in counts[:MOST_USED] if clause in lines]


def _look_through(found: Overview, period: Period, staff: list[int] | None) -> None:
    """Everyone once: scores known so far, and what lacks."""
    waits = can_lack(period)
    done = handed_in_raters(period) if waits else set()
    scoring = Scoring(period.rules, period.parsed_key, None)
    scores: list[Decimal] = []
    people: dict[int, Snapshot] = {}
    for person, subject in subjects_shown(period, staff, done):
        outcome = outcome_of(period, subject)
        if outcome.status == OUT_OF_SCOPE:
            continue
        found.people += 1
        if outcome.score is not None:
            scores.append(outcome.score)
        if waits:
            people[person.staff_id] = person
            scoring.add(subject)
    found.scored, found.mean = len(scores), mean_of(scores)
    if waits:
        lacks = [*_owed(period, people), *_gaps(period, scoring)]
        found.incomplete = {staff_id for staff_id, _what in lacks}
        found.lacking = _together(lacks, people)


def _owed(period: Period, people: Collection[int]) -> list[tuple[int, str]]:
    """Who waits for a rater: a score is not given, or the sheet with it not handed in."""
    sheets = period.rating_sheets.filter(handed_in_at__isnull=False).values("rater")
    tasks = RatingTask.objects.filter(period=period).exclude(score__isnull=False, rater__in=sheets)
    rows = tasks.order_by("rater__number", "staff_id").values_list("staff_id", "rater__name", "score")
    texts: dict[tuple[str, bool], str] = {}
    found = []
    for staff_id, name, score in rows:
        if staff_id not in people:
            continue
        key = name, score is None
        if key not in texts:
            text = _("score of %(name)s") if score is None else _("score sheet of %(name)s to be handed in")
            texts[key] = text % {"name": name}
        found.append((staff_id, texts[key]))
    return found


def _gaps(period: Period, scoring: Scoring) -> list[tuple[int, str]]:
    """Who lacks a duty, a rater or a required figure."""
    texts = {
        "duty": _("no duty under “%(title)s”"),
        "rater": _("nobody scores “%(title)s”"),
        "fact": _("figure “%(title)s”"),
    }
    return [
        (gap.subject.id, texts[gap.what] % {"title": gap.title})
        for gap in named_gaps(period, scoring.missing)
    ]


def _together(lacks: Iterable[tuple[int, str]], people: Mapping[int, Snapshot]) -> list[Lacking]:
    """The same thing lacking in a department is said once, with the names."""
    found: dict[tuple[int, str], Lacking] = {}
    for staff_id, what in lacks:
        person = people[staff_id]
        row = found.setdefault((person.department_id, what), Lacking(person.department_id, what))
        if person.name not in row.names:
            row.names.append(person.name)
    return list(found.values())
