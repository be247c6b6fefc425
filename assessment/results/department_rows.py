"""Results of departments as rows for a page: figures by item, flags in words, shares of answers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language

from assessment.closing.provisional import departments_so_far
from assessment.models import Close, DepartmentResult, Period, Result
from assessment.policy import Action
from assessment.results.selectors import PUBLIC_STATES
from assessment.rules import Part, Scheme, provisional
from organization.policy import Access


@dataclass(frozen=True)
class Column:
    """An item of the departments' part, or a group of raters."""

    key: str
    title: str
    signed: bool = False


@dataclass(frozen=True)
class Share:
    """How many percent of a group's valid answers were this one."""

    title: str
    percent: Decimal


@dataclass(frozen=True)
class GroupShares:
    """The shares of one group of raters, and how many valid answers they rest on."""

    group: str
    valid: int
    shares: list[Share]


@dataclass(frozen=True)
class DepartmentRow:
    """One department; ``pk`` is that of its stored result, None while the period runs."""

    department_id: int
    name: str
    code: str
    score: Decimal | None
    figures: list[tuple[Column, Decimal | None]]
    remarks: list[str]
    pk: int | None = None


@dataclass
class DepartmentTable:
    """The departments of a period: ``title`` as the scheme calls them; best score first."""

    title: str
    columns: list[Column]
    rows: list[DepartmentRow] = field(default_factory=list)

    @property
    def has_remarks(self) -> bool:
        """Whether any department has a flag."""
        return any(row.remarks for row in self.rows)


def part_of_departments(scheme: Scheme, period: Period) -> Part | None:
    """What the scheme says of departments in the period's cadence; None when it does not assess them."""
    return scheme.part(period.parsed_key.cadence).departments


def stored_table(close: Close, departments: Collection[int] | None = None) -> DepartmentTable | None:
    """The departments of a close (of some, or None: all); None where the scheme assesses none. One statement."""
    scheme = close.version.rules
    part = part_of_departments(scheme, close.period)
    if part is None:
        return None
    results = DepartmentResult.objects.filter(close=close).defer("facts", "standing")
    if departments is not None:
        results = results.filter(department__in=departments)
    found = list(results.order_by(F("score").desc(nulls_last=True), "code"))
    return _table(scheme, part, ((row.items, row.flags, row.score, _named(row)) for row in found))


def running_table(period: Period, departments: Collection[int] | None = None) -> DepartmentTable | None:
    """The same for a period whose facts still flow, provisional; a fixed number of statements."""
    scheme = period.rules
    part = part_of_departments(scheme, period)
    if part is None:
        return None
    key, settings, rows = period.parsed_key, period.settings_exact, []
    for place, subject, carried in departments_so_far(period, departments):
        outcome = provisional(scheme, key, settings, subject, carried=carried)
        named = {"department_id": place.department_id, "name": place.name, "code": place.number}
        rows.append((outcome.items, outcome.flags, outcome.score, named))
    rows.sort(key=lambda row: (row[2] is None, -(row[2] or 0), row[3]["code"]))
    return _table(scheme, part, rows)


def _named(row: DepartmentResult) -> dict[str, Any]:
    return {"department_id": row.department_id, "name": row.name, "code": row.code, "pk": row.pk}


def _table(scheme: Scheme, part: Part, rows: Iterable[tuple[Any, ...]]) -> DepartmentTable:
    language, known = get_language() or "zh-hans", list(rows)
    columns = columns_of(part, [items for items, *_rest in known], language)
    return DepartmentTable(
        title=part.title.get(language) if part.of_departments else "",
        columns=columns,
        rows=[
            DepartmentRow(
                figures=[(column, _figure(items.get(column.key))) for column in columns],
                remarks=flags_in_words(scheme, flags, language),
                score=score,
                **named,
            )
            for items, flags, score, named in known
        ],
    )


def columns_of(part: Part, items: Sequence[Mapping[str, Any]], language: str) -> list[Column]:
    """The items of the part; where it asks questions the groups that answered."""
    if part.asks is not None:
        return [Column(group, group) for group in dict.fromkeys(name for each in items for name in each)]
    return [
        Column(item.id, item.title.get(language), signed=item.kind in ("entries", "carried_over"))
        for item in part.items.values()
    ]


def flags_in_words(scheme: Scheme, flags: Iterable[str], language: str) -> list[str]:
    """Flags by their titles."""
    return [scheme.flags[flag].get(language) for flag in flags if flag in scheme.flags]


def _figure(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def shares_of(result: Any, part: Part) -> list[GroupShares]:
    """The shares of the answers in a result of a person or department, group by group."""
    asks, language = part.asks, get_language() or "zh-hans"
    if asks is None:
        return []
    titles = {answer.code: answer.title.get(language) for answer in asks.answers}
    return [
        GroupShares(
            group,
            shares["valid"],
            [Share(title, Decimal(shares[code])) for code, title in titles.items() if code in shares],
        )
        for group, shares in (result.shares or {}).items()
    ]


def department_results_seen_by(access: Access) -> QuerySet[DepartmentResult]:
    """Results of departments of current closes: for those who review results, else (once published) one's own."""
    own = Q(pk__in=[])
    if access.staff is not None:
        places = access.staff.assignments.values("department_id")
        own = Q(department__in=places, close__period__state__in=PUBLIC_STATES)
    departments = access.departments(Action.VIEW_RESULTS)
    if departments is None:
        own = Q()
    elif departments:
        own |= Q(department__in=departments)
    current = Period.objects.filter(unit=access.unit, current_close__isnull=False).values("current_close")
    found = DepartmentResult.objects.filter(own, close__in=current)
    return found.select_related("close", "close__period", "close__version", "department")


def department_of(result: Result) -> DepartmentRow | None:
    """The result of the department that a person belonged to in the period; None where none is assessed."""
    if part_of_departments(result.close.version.rules, result.close.period) is None:
        return None
    table = stored_table(result.close, [result.department_id_then or 0])
    return table.rows[0] if table is not None and table.rows else None
