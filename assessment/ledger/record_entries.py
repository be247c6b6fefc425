"""Recording entries: with ``reverse`` the only way into the ledger.

A key makes a repetition harmless: same key and same content gives the entry that is there. Points come from the scheme
version of the entry's period and are frozen into the entry. All rows of a call are recorded, or none.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.ledger.assignments import Places
from assessment.ledger.entry_checks import counted, date_fault, effect_of, line_faults
from assessment.ledger.new_entry import Faults, NewEntry, RowsRefused, add_fault
from assessment.ledger.open_periods import NoPeriod, PeriodFinder, recordable_in
from assessment.ledger.store_evidence import Proofs
from assessment.models import Entry, Evidence, Period
from assessment.periods.hand_in import RecordingRight
from assessment.policy import Action
from organization.models import Department, StaffMember, Unit, User
from organization.policy import Access, require
from organization.write_audit import log_act

BATCH = 2000


def record(  # noqa: PLR0913  # each particular of an entry is a keyword of its own
    *,
    actor: User,
    unit: Unit,
    clause: str,
    occurred_on: date,
    idempotency_key: str,
    staff: StaffMember | None = None,
    department: Department | None = None,
    period: Period | None = None,
    count: Decimal | None = None,
    points: Decimal | None = None,
    attributes: Mapping[str, Any] | None = None,
    note: str = "",
    evidence: Iterable[Any] = (),
    source: str = Entry.Source.MANUAL,
    source_ref: str = "",
) -> Entry:
    """Record one entry about a person or a department; with a key used for the same content, the entry that is there.

    Raises PermissionDenied for one who records nowhere in the unit, ValidationError (by field) for everything else.
    """
    line = NewEntry(
        staff=staff,
        department=department,
        clause=clause,
        occurred_on=occurred_on,
        idempotency_key=idempotency_key,
        count=count,
        points=points,
        attributes=attributes or {},
        note=note,
        source_ref=source_ref,
        evidence=evidence,
    )
    try:
        return record_many(actor=actor, unit=unit, rows=[line], source=source, period=period)[0]
    except RowsRefused as refusal:
        raise refusal.of_row(0) from None


def record_many(
    *,
    actor: User,
    unit: Unit,
    rows: Iterable[NewEntry | Mapping[str, Any]],
    source: str = Entry.Source.MANUAL,
    period: Period | None = None,
) -> list[Entry]:
    """Record all rows or none; the entries in the order of the rows. The number of statements does not grow with them.

    Raises RowsRefused with every fault of every row, PermissionDenied for one who records nowhere in the unit.
    """
    lines = [row if isinstance(row, NewEntry) else NewEntry(**row) for row in rows]
    if not lines:
        return []
    access = require(actor, unit, Action.RECORD_ENTRIES)
    batch = _Batch(access=access, lines=lines, source=source, wanted=period)
    try:
        return batch.record()
    except IntegrityError:
        # Somebody recorded one of the keys in this very moment: now it is there to be compared with.
        return batch.record()


def check_many(
    *, actor: User, unit: Unit, rows: Sequence[NewEntry], source: str = Entry.Source.MANUAL
) -> tuple[dict[int, Faults], dict[int, Entry], dict[int, Entry]]:
    """What ``record_many`` would say: faults, entries that are there, entries it would write; each by place of the row."""
    access = require(actor, unit, Action.RECORD_ENTRIES)
    if not rows:
        return {}, {}, {}
    batch = _Batch(access=access, lines=rows, source=source, wanted=None)
    batch.look()
    return batch.faults, batch.known, batch.fresh


def unchecked(entry: Entry) -> list[str]:
    """Fields that need no cleaning: references that were read from the database, figures that may be empty."""
    empty = [name for name in ("count", "points") if getattr(entry, name) is None]
    return ["unit", "period", "staff", "department", "entered_by", "reverses", *empty]


class _Batch:
    """Rows on their way into the ledger, together."""

    def __init__(
        self, *, access: Access, lines: Sequence[NewEntry], source: str, wanted: Period | None
    ) -> None:
        self.access, self.unit, self.lines = access, access.unit, lines
        self.source, self.wanted = source, wanted
        self.today = timezone.localdate()
        self.proofs = Proofs()
        self.faults: dict[int, Faults] = {}
        self.known: dict[int, Entry] = {}
        self.fresh: dict[int, Entry] = {}

    def record(self) -> list[Entry]:
        """One transaction: look, refuse or write."""
        try:
            with transaction.atomic():
                self.look(lock=True)
                if self.faults:
                    raise RowsRefused(self.faults)
                self._write()
        except Exception:
            self.proofs.throw_away()
            raise
        return [self.known.get(place) or self.fresh[place] for place in range(len(self.lines))]

    def look(self, *, lock: bool = False) -> None:
        """Sort the rows into faulty, known and fresh ones."""
        self.faults, self.known, self.fresh = {}, {}, {}
        self.right = RecordingRight(self.access)
        self._check_files()
        self._find_known()
        left = [place for place in range(len(self.lines)) if place not in self.known]
        if not left:
            return
        finder = PeriodFinder(self.unit, {self.lines[place].occurred_on for place in left}, lock=lock)
        people = {line.staff.pk for line in map(self.lines.__getitem__, left) if line.staff is not None}
        places = Places(self.access, people)
        for place in left:
            self._check(place, finder, places)

    def _check_files(self) -> None:
        for place, line in enumerate(self.lines):
            for text in self.proofs.check(tuple(line.evidence)):
                self._fault(place, "evidence", text)

    def _find_known(self) -> None:
        """Rows whose key is in the ledger already: the same content is no fault, another is one."""
        seen: set[str] = set()
        for place, line in enumerate(self.lines):
            if not line.idempotency_key or len(line.idempotency_key) > 80 or line.idempotency_key in seen:
                self._fault(
                    place, "idempotency_key", _("A key of its own (at most 80 characters) is needed.")
                )
            seen.add(line.idempotency_key)
        found = Entry.objects.filter(unit=self.unit, idempotency_key__in=seen).prefetch_related("evidence")
        by_key = {entry.idempotency_key: entry for entry in found}
        for place, line in enumerate(self.lines):
            entry = by_key.get(line.idempotency_key)
            if entry is None or place in self.faults:
                continue
            self.known[place] = entry
            if not self._same(entry, line):
                self._fault(place, "idempotency_key", _("This key was used for another entry."))

    def _same(self, entry: Entry, line: NewEntry) -> bool:
        default = Decimal(1) if line.points is None else None
        return (
            entry.reverses_id is None
            and entry.entered_by_id == self.access.user.pk
            and entry.source == self.source
            and (entry.clause, entry.occurred_on) == (line.clause, line.occurred_on)
            and line.about == (entry.staff_id, None if entry.staff_id else entry.department_id)
            and entry.count in ((default, None) if line.count is None else (line.count,))
            and (entry.points, entry.attributes) == (line.points, line.attributes)
            and (entry.note, entry.source_ref) == (line.note, line.source_ref)
            and {proof.sha256 for proof in entry.evidence.all()} == self.proofs.hashes(line.evidence)
        )

    def _check(self, place: int, finder: PeriodFinder, places: Places) -> None:
        line = self.lines[place]
        department, unplaced = _placed(line, places)
        about = line.kind
        if unplaced:
            self._fault(place, about, unplaced)
        if late := date_fault(line.occurred_on, self.today):
            self._fault(place, "occurred_on", late)
            return
        try:
            period = finder.find(line.occurred_on, line.clause, wanted=self.wanted, kind=line.kind)
        except NoPeriod as reason:
            self._fault(place, "occurred_on", str(reason))
            return
        if department is not None and (why := self.right.why_not(period, department)):
            self._fault(place, about, why)
        for name, texts in line_faults(line, period).items():
            for text in texts:
                self._fault(place, name, text)
        if place not in self.faults and department is not None:
            self.fresh[place] = self._entry(line, period, department)

    def _entry(self, line: NewEntry, period: Period, department: int) -> Entry:
        clause = recordable_in(period, line.kind)[line.clause]
        return Entry(
            unit=self.unit,
            period=period,
            staff=line.staff,
            department_id=department,
            clause=line.clause,
            occurred_on=line.occurred_on,
            count=counted(clause, line.count),
            points=line.points,
            attributes=line.attributes,
            effect=effect_of(line, period),
            note=line.note,
            source=self.source,
            source_ref=line.source_ref[:80],
            entered_by=self.access.user,
            idempotency_key=line.idempotency_key,
        )

    def _write(self) -> None:
        entries = list(self.fresh.values())
        if not entries:
            return
        for entry in entries:
            entry.clean_fields(exclude=unchecked(entry))
        Entry.objects.bulk_create(entries, batch_size=BATCH)
        proofs = [
            row
            for place, entry in self.fresh.items()
            for row in self.proofs.rows(entry, self.lines[place].evidence, self.access.user)
        ]
        Evidence.objects.bulk_create(proofs, batch_size=BATCH)
        log_act(
            actor=self.access.user,
            unit=self.unit,
            action="entry.record",
            target=f"{entries[0].pk}" if len(entries) == 1 else f"{entries[0].pk}…{entries[-1].pk}",
            after={"entries": len(entries), "source": self.source, "evidence": len(proofs)},
        )

    def _fault(self, place: int, name: str, text: str) -> None:
        add_fault(self.faults.setdefault(place, {}), name, text)


def _placed(line: NewEntry, places: Places) -> tuple[int | None, str]:
    """The department that an entry belongs to, and why the actor cannot record it there."""
    if line.staff is not None:
        return places.on(line.staff, line.occurred_on)
    assert line.department is not None  # a line is about one of the two
    return places.of_department(line.department)
