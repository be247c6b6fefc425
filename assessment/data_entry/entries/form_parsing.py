"""From what was typed on the Enter page to lines for the ledger."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from assessment.data_entry.entries.forms import EnterForm
from assessment.data_entry.entries.subject_choices import About
from assessment.ledger.entry_checks import line_faults, rule_entry
from assessment.ledger.new_entry import NewEntry
from assessment.ledger.open_periods import open_period_on, recordable_in
from assessment.ledger.particulars import read_typed
from assessment.models import Period
from assessment.rules import Entry as RuleEntry
from organization.models import Unit

PREFIX = "more_"  # begins the names of the fields for particulars


def new_lines(
    form: EnterForm, about: Sequence[About], typed: Mapping[str, str], evidence: Sequence[Any]
) -> list[NewEntry]:
    """A line for each subject."""
    said, first = form.cleaned_data, about[0]
    unit = first.staff.unit if first.staff is not None else first.department.unit  # type: ignore[union-attr]
    attributes = _particulars(unit, said["occurred_on"], first.kind, said["clause"], typed)
    return [
        NewEntry(
            staff=each.staff,
            department=each.department,
            clause=said["clause"],
            occurred_on=said["occurred_on"],
            count=said["count"],
            points=said["points"],
            attributes=attributes,
            note=said["note"],
            evidence=evidence,
            idempotency_key=f"{said['key']}:{each.key}",
        )
        for each in about
    ]


def new_entry(typed: Mapping[str, str], period: Period, about: About, day: date) -> RuleEntry | None:
    """The entry as typed so far, for the preview; None while it is not complete."""
    name = typed.get("clause", "")
    clause = recordable_in(period, about.kind).get(name)
    line = NewEntry(
        staff=about.staff,
        department=about.department,
        clause=name,
        occurred_on=day,
        count=_figure(typed.get("count", "")),
        points=_figure(typed.get("points", "")),
        attributes=read_typed(clause, _stated(typed)) if clause is not None else {},
        idempotency_key="",
    )
    return None if line_faults(line, period) else rule_entry(line, 0)


def _particulars(unit: Unit, day: date, kind: str, name: str, typed: Mapping[str, str]) -> dict[str, Any]:
    stated = _stated(typed)
    period = open_period_on(unit, day, kind, name) if stated else None
    clause = recordable_in(period, kind).get(name) if period is not None else None
    return read_typed(clause, stated) if clause is not None else {}


def _stated(typed: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(PREFIX): typed[name] for name in typed if name.startswith(PREFIX)}


def _figure(text: str) -> Decimal | None:
    """A figure as typed, or None: the preview waits, recording says what is wrong."""
    try:
        figure: Decimal | None = EnterForm.base_fields["count"].clean(text)
    except ValidationError:
        return None
    return figure
