"""How the grades of a period are spread: by category against the caps, by department."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Close
from assessment.office.exports.rows import department_places
from assessment.office.insight.scope import Scope, hidden
from assessment.office.insight.statistics import Spread, share
from assessment.results.subject_rows import Words
from assessment.rules import OUT_OF_SCOPE, quota_table

NONE = "-"  # assessed, and no grade (yet)
Row = tuple[str, int | None, str, str, Decimal | None, str | None, str | None]


@dataclass(frozen=True)
class GradeLine:
    """One grade of a group; ``people`` None where it must not be told, ``seats`` None where there is no cap."""

    title: str
    people: int | None
    share: Decimal | None
    percent: Decimal | None = None
    seats: int | None = None

    @property
    def free(self) -> int | None:
        """Seats that nobody has."""
        return None if self.seats is None or self.people is None else max(self.seats - self.people, 0)


@dataclass(frozen=True)
class GradeGroup:
    """A category, a department or everyone: grades, and the scores in sum. ``assessed`` leaves out who is not in scope."""

    title: str
    people: int
    assessed: int
    grades: list[GradeLine]
    scores: Spread

    @property
    def has_caps(self) -> bool:
        """Whether any grade of the group has a cap."""
        return any(line.seats is not None for line in self.grades)

    @property
    def chart(self) -> list[tuple[Any, ...]]:
        """Rows of the drawing: grade, people, seats."""
        return [(line.title, line.people, line.seats) for line in self.grades if line.people is not None]


@dataclass(frozen=True)
class Distribution:
    """Everything of one close that the asker may see of it."""

    categories: list[GradeGroup]
    departments: list[GradeGroup]
    has_grades: bool


def distribution_of(close: Close, scope: Scope, words: Words) -> Distribution:
    """The distribution of the final grades (decided, else computed); a constant number of statements."""
    rows = list(
        scope.results([close])
        .with_final()
        .values_list(
            "category", "department_id_then", "department_name", "status", "score", "final_grade", "ceiling"
        )
    )
    return Distribution(
        categories=_categories(close, scope, words, rows) if scope.is_open else [],
        departments=_departments(close, scope, words, rows),
        has_grades=bool(words.part.grades),
    )


def _categories(close: Close, scope: Scope, words: Words, rows: list[Row]) -> list[GradeGroup]:
    """By category in the scheme's order, then everyone; caps only where everyone of the unit is counted."""
    caps = _caps(close, words, rows) if scope.is_whole else {}
    met: dict[str, list[Row]] = {code: [] for code in words.scheme.categories}
    for row in rows:
        met.setdefault(row[0], []).append(row)
    groups = [
        _group(
            words, words.category(code), members, scope, {g: cap for (c, g), cap in caps.items() if c == code}
        )
        for code, members in met.items()
        if members
    ]
    title = _("Whole unit") if scope.is_whole else _("All departments shown")
    everyone = _group(words, title, rows, scope, {g: cap for (c, g), cap in caps.items() if c is None})
    return [*groups, everyone] if len(groups) > 1 or everyone.has_caps or not groups else groups


def _caps(close: Close, words: Words, rows: list[Row]) -> dict[tuple[str | None, str], tuple[Decimal, int]]:
    settings = {name: Decimal(str(value)) for name, value in close.settings.items()}
    facts = [("", row[0], row[3], row[6]) for row in rows]
    lines = quota_table(words.scheme, close.period.parsed_key, settings, facts)
    return {(line.category, line.grade): (line.percent, line.seats) for line in lines}


def _departments(close: Close, scope: Scope, words: Words, rows: list[Row]) -> list[GradeGroup]:
    places = department_places(close.period.unit_id)
    met: dict[tuple[int | None, str], list[Row]] = {}
    for row in rows:
        met.setdefault((row[1], row[2]), []).append(row)
    keys = sorted(met, key=lambda key: (places.get(key[0] or 0, 10**6), key[1]))
    return [_group(words, key[1], met[key], scope, {}) for key in keys]


def _group(
    words: Words, title: str, rows: list[Row], scope: Scope, caps: Mapping[str, tuple[Decimal, int]]
) -> GradeGroup:
    assessed = [row for row in rows if row[3] != OUT_OF_SCOPE]
    counts = Counter(_place(row) for row in rows)
    untold = set() if scope.is_open else hidden(counts)
    grades = [
        _line(words, code, counts[code], len(assessed), caps.get(code), is_told=code not in untold)
        for code in [*words.part.grades, NONE, OUT_OF_SCOPE]
        if counts[code] or code in words.part.grades or code in caps
    ]
    scores = [row[4] for row in rows if row[4] is not None]
    spread = Spread.of(scores)
    if not scope.is_open:
        spread = Spread(spread.people, spread.mean, None, None, None) if len(scores) > 2 else Spread.of([])
    return GradeGroup(title, len(rows), len(assessed), grades, spread)


def _line(
    words: Words, code: str, people: int, base: int, cap: tuple[Decimal, int] | None, *, is_told: bool
) -> GradeLine:
    titles = {NONE: _("no grade"), OUT_OF_SCOPE: _("not assessed")}
    title = titles[code] if code in titles else words.grade(code)
    if not is_told:
        return GradeLine(title, None, None)
    part = share(people, base) if code != OUT_OF_SCOPE else None
    percent, seats = cap or (None, None)
    return GradeLine(title, people, part, percent, seats)


def _place(row: Row) -> str:
    return OUT_OF_SCOPE if row[3] == OUT_OF_SCOPE else row[5] or NONE
