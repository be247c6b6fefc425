"""The report of a try-out: what is stored of it. Sums, and for those who come out otherwise only what is new.

Names, departments and what was computed then stay with the results; facts are never copied.
"""

import heapq
from collections import Counter
from collections.abc import Iterator
from typing import Any

from assessment.facts.consistent_read import Reader
from assessment.rules import Part, Scheme
from assessment.workshop.simulation.comparison import ComparedDepartment, ComparedPerson, Comparison, Tick
from assessment.workshop.simulation.reasons import reasons_of
from assessment.workshop.simulation.tables import Tables

KEPT = 500
"""So many people are kept with the report, those whose grade changes first; the workbook lists everyone."""

Report = dict[str, Any]


def report_of(comparison: Comparison, reader: Reader, tick: Tick) -> Report:
    """Compare and sum up; ``comparison.score`` has run with the same reader."""
    tables, changed, left_out = Tables(comparison), _Largest(KEPT), _Largest(KEPT)
    counts = {"grade": 0, "score": 0, "bonus": 0, "people": 0}
    for line in comparison.lines(reader, tick):
        tables.take(line)
        if line.new is None:
            left_out.add(line, [line.result_id, line.cannot])
        elif line.is_changed:
            _count(counts, line)
            changed.add(line, _row(line, comparison))
    return {
        **tables.as_dict(),
        **_fit(comparison, tables.people - tables.left_out),
        "changes": {**counts, "rows": list(changed.rows())},
        "absent": list(left_out.rows()),
        "departments": _departments(comparison, reader),
    }


def _departments(comparison: Comparison, reader: Reader) -> dict[str, Any]:
    """The departments that come out otherwise, and what of their facts did not fit."""
    lines = list(comparison.departments(reader))
    reasons = Counter(reason for line in lines for reason in line.cannot)
    fit = comparison.department_fit
    changed = [line for line in lines if line.is_changed]
    return {
        "number": len(lines),
        "changed": len(changed),
        "left_out": [[*reason, count] for reason, count in reasons.most_common()],
        "unused": [[*name, records, fit.people[name]] for name, records in sorted(fit.records.items())],
        "rows": [_department_row(line) for line in changed[:KEPT]],
        "is_dropped": comparison.old_part.departments is not None and not comparison.has_departments,
        "is_new": comparison.new_part.departments is not None and not comparison.has_departments,
    }


def _department_row(line: ComparedDepartment) -> dict[str, Any]:
    assert line.new is not None
    return {
        "result": line.result_id,
        "score": None if line.new.score is None else str(line.new.score),
        "items": [[name, *(None if v is None else str(v) for v in pair)] for name, *pair in line.items],
    }


class _Largest:
    """Keeps the lines that matter most: another grade first, then the larger change of score, then the staff number."""

    def __init__(self, size: int) -> None:
        self._size, self._heap = size, list[tuple[Any, ...]]()

    def add(self, line: ComparedPerson, row: Any) -> None:
        place = (line.changes_grade, abs(line.moved or 0), _Backwards(line.number), line.result_id, row)
        if len(self._heap) < self._size:
            heapq.heappush(self._heap, place)
        else:
            heapq.heappushpop(self._heap, place)

    def rows(self) -> Iterator[Any]:
        for *_place, row in sorted(self._heap, key=lambda each: each[:4], reverse=True):
            yield row


class _Backwards(str):
    """A text that sorts from the end of the alphabet."""

    def __lt__(self, other: str) -> bool:
        return str.__gt__(self, other)


def _count(counts: dict[str, int], line: ComparedPerson) -> None:
    assert line.new is not None
    counts["people"] += 1
    counts["grade"] += line.changes_grade
    counts["score"] += line.new.score != line.old.score
    counts["bonus"] += line.new.bonus != line.old.bonus


def _row(line: ComparedPerson, comparison: Comparison) -> dict[str, Any]:
    """What the draft makes of a person; ``standing`` is the group's part, without which it could not be explained."""
    new = line.new
    assert new is not None
    return {
        "result": line.result_id,
        "status": new.status,
        "score": None if new.score is None else str(new.score),
        "grade": new.grade,
        "bonus": None if new.bonus is None else str(new.bonus),
        "reasons": reasons_of(line, comparison),
        "standing": new.standing,
    }


def _fit(comparison: Comparison, computed: int) -> dict[str, Any]:
    """What the draft did not count, what it took for granted, what was given on another scale."""
    fit, part = comparison.fit, comparison.new_part
    return {
        "unused": [[*name, records, fit.people[name]] for name, records in sorted(fit.records.items())],
        "assumed": [
            [name, str(part.facts[name].default), fit.unstated[name]]
            for name in comparison.new_facts
            if computed and fit.unstated[name]
        ],
        "settings": sorted(set(comparison.settings) - set(comparison.draft.settings)),
        "scales": _scales(comparison),
    }


def _scales(comparison: Comparison) -> list[list[str]]:
    """Items whose scores were given under another maximum: they are taken as they were given."""
    rated = {name for name, item in comparison.old_part.items.items() if item.rating_items}
    found = []
    for name, item in comparison.new_part.items.items():
        if name not in rated or not item.rating_items:
            continue
        before = getattr(comparison.old_part.items[name], "maximum", None)
        after = getattr(item, "maximum", None)
        if before is not None and after is not None and before != after:
            found.append([name, str(before), str(after)])
    return found


def is_comparable(draft: Scheme, version: Scheme, cadence: Any) -> bool:
    """Whether the facts of such a period could mean anything to the draft: it asks for some of the same."""
    if cadence not in draft.parts or cadence not in version.parts:
        return False
    new, old = draft.part(cadence), version.part(cadence)
    if new.history and new.history == old.history:
        return bool(set(draft.grades) & set(version.grades)) or not draft.part(new.history).grades
    return bool(_asked(new) & _asked(old))


def _asked(part: Part) -> set[tuple[str, str]]:
    """Everything by name that a part asks for of people and departments."""
    found = {("clause", name) for name in part.clauses}
    found |= {("rating", name) for name in part.rating_items}
    found |= {("fact", name) for name in part.facts} | {("month", name) for name in part.months}
    found |= {("level", level.code) for item in part.weekly_items.values() for level in item.levels}
    if part.asks is not None:
        found |= {("heading", each.code) for each in part.asks.headings}
    if part.departments is not None and part.departments is not part:
        found |= {(f"department {what}", name) for what, name in _asked(part.departments)}
    return found
