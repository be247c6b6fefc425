"""From rows of the interface into the ledger. A key of the sender makes every repetition harmless.

A key belongs to the login that sent it. The entries of a batch carry the key with the place of the row, so the same
key with other rows, more or fewer, is found out and refused.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.api.errors import KEY_HEADER, Refused
from assessment.ledger.new_entry import Faults, NewEntry, RowsRefused
from assessment.ledger.record_entries import record_many
from assessment.ledger.reverse_entry import reverse
from assessment.models import Entry
from organization.models import Department, StaffMember, Unit, User

LONGEST_KEY = 50
_KEY = re.compile(rf"[A-Za-z0-9_.-]{{1,{LONGEST_KEY}}}")
Row = Mapping[str, Any]
# Fields of an entry; what the ledger names otherwise is one of its particulars.
_OWN = frozenset(
    ["", "staff", "department", "clause", "occurred_on", "count", "points", "attributes", "note", "evidence"]
    + ["source_ref", "idempotency_key"]
)


def key_of(actor: User, header: str | None) -> str:
    """The key as the ledger keeps it; Refused when there is none or it is not one."""
    if not header or not _KEY.fullmatch(header):
        text = _("A key is needed: 1 to %(most)s letters, digits, dots, hyphens, underscores.")
        raise _refusal(KEY_HEADER, text % {"most": LONGEST_KEY})
    return f"api:{actor.pk}:{header}"


def record_one(*, actor: User, unit: Unit, key: str, row: Row) -> tuple[Entry, bool]:
    """The entry, and whether it is new."""
    known = Entry.objects.filter(unit=unit, idempotency_key=key).exists()
    entries = _record(actor, unit, [key], [row], by_row=False)
    return entries[0], not known


@transaction.atomic
def record_batch(*, actor: User, unit: Unit, key: str, rows: Sequence[Row]) -> tuple[list[Entry], bool]:
    """All rows or none; the entries in the order of the rows, and whether they are new."""
    # Two batches of a unit at once wait for each other: only so is «the same key with other rows» found for certain.
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    keys = [f"{key}:{place}" for place in range(len(rows))]
    known = set(
        Entry.objects.filter(unit=unit, idempotency_key__startswith=f"{key}:").values_list(
            "idempotency_key", flat=True
        )
    )
    if known and known != set(keys):
        raise _refusal(KEY_HEADER, _("This key was used for other rows."), status=409)
    return _record(actor, unit, keys, rows, by_row=True), not known


def reverse_one(*, actor: User, entry: Entry, key: str, reason: str) -> tuple[Entry, bool]:
    """The reversal, and whether it is new."""
    known = Entry.objects.filter(unit=entry.unit_id, idempotency_key=key).exists()
    return reverse(actor=actor, entry=entry, reason=reason, idempotency_key=key), not known


def _record(
    actor: User, unit: Unit, keys: Sequence[str], rows: Sequence[Row], *, by_row: bool
) -> list[Entry]:
    people = _known(
        StaffMember.objects.filter(unit=unit), "number", {row.get("staff_number") for row in rows}
    )
    places = _known(
        Department.objects.filter(unit=unit), "code", {row.get("department_code") for row in rows}
    )
    # The very words the ledger has for those whom the actor does not record for.
    nobody = {"staff": [_("There is no such person among those you record for.")]}
    nowhere = {"department": [_("There is no such department among those you record for.")]}
    strangers = {
        place: nobody if "staff_number" in row else nowhere
        for place, row in enumerate(rows)
        if row.get("staff_number") not in people and row.get("department_code") not in places
    }
    if strangers:
        raise Refused(strangers, by_row=by_row)
    lines = [
        _line(people.get(row.get("staff_number")), places.get(row.get("department_code")), key, row)
        for key, row in zip(keys, rows, strict=True)
    ]
    try:
        return record_many(actor=actor, unit=unit, rows=lines, source=Entry.Source.API)
    except RowsRefused as refusal:
        faults = {place: _by_path(found) for place, found in refusal.faults.items()}
        raise Refused(faults, by_row=by_row) from refusal


def _known(rows: Any, name: str, wanted: set[Any]) -> dict[Any, Any]:
    """Rows by their number or code."""
    return {getattr(each, name): each for each in rows.filter(**{f"{name}__in": wanted - {None}})}


def _by_path(faults: Faults) -> Faults:
    """Faults of particulars at their places in the body."""
    return {name if name in _OWN else f"attributes.{name}": texts for name, texts in faults.items()}


def _line(staff: StaffMember | None, department: Department | None, key: str, row: Row) -> NewEntry:
    return NewEntry(
        staff=staff,
        department=department,
        clause=row["clause"],
        occurred_on=row["occurred_on"],
        idempotency_key=key,
        count=row.get("count"),
        points=row.get("points"),
        attributes=dict(row.get("attributes") or {}),
        note=row.get("note", ""),
        source_ref=row.get("source_ref", ""),
    )


def _refusal(path: str, text: str, *, status: int = 400) -> Refused:
    refusal = Refused({0: {path: [text]}}, by_row=False)
    refusal.status_code = status
    return refusal
