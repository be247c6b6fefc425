"""Whether an entry says what its clause asks for, and what it is worth. Costs no statement."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.facts.core_entries import matter_of
from assessment.ledger.new_entry import Faults, NewEntry, add_fault
from assessment.ledger.open_periods import recordable_in
from assessment.ledger.particulars import check_particulars
from assessment.models import Period
from assessment.rules import Entry as RuleEntry
from assessment.rules import entry_faults, entry_points
from foundation.numbers import signed, trimmed

LARGEST = Decimal("999999.99")
CENT = Decimal("0.01")
_FIELDS = {"date": "occurred_on", "clause": "clause", "count": "count", "points": "points"}


def counted(clause: Any, count: Decimal | None) -> Decimal | None:
    """The count to store: 1 unless given, None where the clause takes points."""
    if "count" not in clause.entry_keys:
        return count
    return Decimal(1) if count is None else count


def line_faults(line: NewEntry, period: Period) -> Faults:
    """What is wrong with clause, count, points and particulars of an entry in this period."""
    faults: Faults = {}
    clause = recordable_in(period, line.kind).get(line.clause)
    if clause is None:
        add_fault(faults, "clause", _no_clause(line, period))
        return faults
    _check_count(faults, clause, line.count)
    _check_points(faults, clause, line.points)
    check_particulars(faults, clause, line.attributes, get_language() or "zh-hans")
    if not faults:
        _check_by_rules(faults, line, period)
    if not faults and abs(effect_of(line, period)) > LARGEST:
        add_fault(faults, "count", _("The number is too large."))
    if len(line.note) > 300:
        add_fault(faults, "note", _("At most 300 characters."))
    return faults


def effect_of(line: NewEntry, period: Period) -> Decimal:
    """Signed points of the entry taken alone, by the version its period was opened with."""
    entry = rule_entry(line, 0)
    exact = entry_points(period.rules, period.cadence, entry, kind=line.kind)  # type: ignore[arg-type]
    if line.attributes:  # a share or a factor may have more decimals than a line can show
        return exact.quantize(CENT, ROUND_HALF_UP)
    written = exact.quantize(CENT)  # «2.00» times is as good as «2»: noughts at the end are no third decimal
    return written if written == exact else exact


def rule_entry(line: NewEntry, ref: int) -> RuleEntry:
    """The entry as the scoring core takes it."""
    return matter_of(ref, line.clause, line.occurred_on, line.count, line.points, line.attributes)


def date_fault(day: date, today: date) -> str:
    """Why a day cannot be the day something happened; empty when it can."""
    return _("The date lies in the future.") if day > today else ""


def _no_clause(line: NewEntry, period: Period) -> str:
    if not line.clause:
        return _("Choose a clause.")
    part = period.part
    parts = [each for each in (part, part.departments) if each is not None]
    if any(line.clause in each.clauses and line.clause not in each.recordable for each in parts):
        return _("Nothing is recorded against clause “%(clause)s”: it follows from other facts.") % {
            "clause": line.clause
        }
    if any(line.clause in each.recordable for each in parts):
        if line.kind == "staff":
            return _("Clause “%(clause)s” is about departments, not about people.") % {"clause": line.clause}
        return _("Clause “%(clause)s” is about people, not about departments.") % {"clause": line.clause}
    return _("The scheme has no clause “%(clause)s”.") % {"clause": line.clause}


def _check_count(faults: Faults, clause: Any, count: Decimal | None) -> None:
    if count is None:
        return
    step = clause.count_step
    if "count" not in clause.entry_keys:
        text = _("This clause takes points, not a count.")
        add_fault(faults, "count", text if "points" in clause.keys else _("This clause takes no count."))
    elif count <= 0:
        add_fault(faults, "count", _("Must be above 0."))
    elif count > LARGEST:
        add_fault(faults, "count", _("The number is too large."))
    elif step and count % step:
        text = _("A whole number is expected.") if step == 1 else _("In steps of %(step)s.")
        add_fault(faults, "count", text % {"step": trimmed(step)})


def _check_points(faults: Faults, clause: Any, points: Decimal | None) -> None:
    if "points" not in clause.entry_keys:
        if points is not None:
            text = _("This clause has fixed points. Enter a count.")
            add_fault(
                faults, "points", text if "count" in clause.keys else _("This clause has fixed points.")
            )
        return
    if points is None:
        add_fault(faults, "points", _("Enter the points, with a minus sign for a deduction."))
    elif points != points.quantize(Decimal("0.01")) or abs(points) > LARGEST:
        add_fault(faults, "points", _("At most two decimals."))
    elif _outside(points, clause.lowest, clause.highest):
        bounds = {"low": _bound(clause.lowest), "high": _bound(clause.highest)}
        add_fault(faults, "points", _("Points from %(low)s to %(high)s are expected.") % bounds)


def _outside(points: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    return (low is not None and points < low) or (high is not None and points > high)


def _bound(value: Decimal | None) -> str:
    return "…" if value is None else signed(value)


def _check_by_rules(faults: Faults, line: NewEntry, period: Period) -> None:
    """The core has the last word; what it finds beyond the checks above it says in its own words."""
    stated = dict(line.attributes) | {"clause": line.clause, "date": line.occurred_on.isoformat()}
    if line.count is not None:
        stated["count"] = format(line.count, "f")
    if line.points is not None:
        stated["points"] = format(line.points, "f")
    language = get_language() or "zh-hans"
    for fault in entry_faults(period.rules, period.parsed_key, stated, kind=line.kind):
        add_fault(faults, _FIELDS.get(fault.path, "attributes"), fault.message.text(language))
