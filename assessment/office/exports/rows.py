"""The rows that sheets are made of: results in the order of departments, categories and numbers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessment.models import Result
from assessment.office.exports.base import ExportSubject
from assessment.results.selectors import results_of
from assessment.rules import OUT_OF_SCOPE, quota_table
from organization.models import Department


@dataclass(frozen=True)
class GradeTally:
    """How many people of a category have a grade, and how many seats its cap allows (None: no cap)."""

    category: str | None
    grade: str
    people: int
    base: int
    percent: Decimal | None
    seats: int | None


def ordered_results(subject: ExportSubject, *, with_facts: bool) -> list[Any]:
    """Results with ``final_grade`` and ``final_bonus``, by department, category (the scheme's order), number.

    Two statements. ``with_facts``: whether the sheet needs the stored facts (they are most of what a result weighs).
    """
    place = department_places(subject.period.unit_id)
    categories = list(subject.scheme.categories)

    def key(result: Result) -> tuple[int, str, int, str]:
        rank = categories.index(result.category) if result.category in categories else len(categories)
        return (place.get(result.department_id_then or 0, 10**6), result.department_name, rank, result.number)

    results = results_of(subject.close).defer("standing", *([] if with_facts else ["facts"]))
    return sorted(results, key=key)


def department_places(unit_id: int) -> dict[int, int]:
    """The place of each department of a unit in the order of its tree: a department stands before those below it."""
    below: dict[int | None, list[int]] = defaultdict(list)
    rows = Department.objects.filter(unit=unit_id).order_by("position", "code")
    for pk, parent in rows.values_list("pk", "parent_id"):
        below[parent].append(pk)
    order: list[int] = []
    todo = below[None][::-1]
    while todo:
        pk = todo.pop()
        order.append(pk)
        todo += below[pk][::-1]
    return {pk: number for number, pk in enumerate(order)}


def history_of(result: Result) -> dict[str, tuple[Decimal | None, str | None]]:
    """Score and grade of the earlier periods that an annual result was computed from, by period key."""
    return {
        key: (None if score is None else Decimal(score), grade)
        for key, score, grade in result.facts.get("history", ())
    }


def earlier_periods(results: Iterable[Result]) -> list[str]:
    """Keys of all the earlier periods in the results, in order."""
    return sorted({key for result in results for key in history_of(result)})


def tallies(subject: ExportSubject, results: list[Any]) -> Iterator[GradeTally]:
    """Distribution of the final grades: per category and grade, then over the whole unit where a cap is the unit's."""
    facts = [(str(result.staff_id), result.category, result.status, result.ceiling) for result in results]
    settings = {name: Decimal(str(value)) for name, value in subject.close.settings.items()}
    lines = quota_table(subject.scheme, subject.period.parsed_key, settings, facts)
    caps = {(line.category, line.grade): line for line in lines}
    counts: dict[tuple[str | None, str], int] = defaultdict(int)
    bases: dict[str | None, int] = defaultdict(int)
    for result in results:
        for category in (result.category, None):
            bases[category] += result.status != OUT_OF_SCOPE
            counts[category, result.final_grade or ""] += 1
    present = [code for code in subject.scheme.categories if bases[code] or any(k[0] == code for k in counts)]
    for category in [*present, None]:
        for grade in [*subject.part.grades, ""]:
            line = caps.get((category, grade))
            people = counts[category, grade]
            if people or line or grade:
                yield GradeTally(
                    category,
                    grade,
                    people,
                    line.base if line else bases[category],
                    line.percent if line else None,
                    line.seats if line else None,
                )
