"""Entries: recorded matters against clauses."""

from collections.abc import Container
from decimal import Decimal, localcontext
from fractions import Fraction

from assessment.rules.faults import Fault, Message, message
from assessment.rules.numbers import EXACT, round2
from assessment.rules.periods import Cadence, PeriodKey
from assessment.rules.scheme import Part, Scheme
from assessment.rules.subjects import Entry
from assessment.rules.vocabulary.clauses import Recordable

from .entry_values import VALUE_KEYS, attribute_names, read_stated
from .roster import SUBJECT_KEYS, Named, Roll, parts_of
from .values import Json, JsonLocation, Notes


def entry_faults(
    scheme: Scheme,
    period: PeriodKey,
    entry: Json,
    *,
    subjects: Container[str] | None = None,
    kind: str = "staff",
) -> list[Fault]:
    """Everything wrong with one entry in the form of a case file, paths relative to the entry.

    Without ``subjects`` the subject's key is not looked at (the caller knows whom it is about, and
    says of which ``kind``); with them ``staff`` must name one of them.
    """
    notes = Notes()
    part = scheme.part(period.cadence)
    roll = None if subjects is None else Roll(subjects)
    parts = [part.of_kind(kind)] if roll is None else [part]
    EntryReader(parts, period, roll).read(JsonLocation(notes, entry, ""), ref=0)
    return notes.faults


def entry_points(scheme: Scheme, cadence: Cadence, entry: Entry, *, kind: str = "staff") -> Decimal:
    """Signed points of one entry taken alone (a clause that counts once counts once); a shared one is rounded."""
    with localcontext(EXACT):
        effect = scheme.part(cadence).of_kind(kind).recordable[entry.clause].effect(entry)
        return round2(effect) if isinstance(effect, Fraction) else effect


class EntryReader:
    """Reads entries for the parts they may be about; without a roll nobody's key is looked at."""

    def __init__(self, parts: list[Part], period: PeriodKey, roll: Roll | None) -> None:
        self.parts, self.period, self.roll = parts, period, roll
        self._names = attribute_names(parts)

    def read(self, place: JsonLocation, *, ref: int) -> tuple[Named, Entry] | None:
        """Whom the entry is about and the entry, or None with the faults noted."""
        before = len(place.notes)
        named = self.roll.named(place) if self.roll is not None else ("staff", "")
        clause = self._clause(place)
        self._keys(place, clause)
        day = place.day("date")
        if day is not None and not self.period.contains(day):
            place.fault("date", "outside_period", day=day, period=self.period)
        stated = read_stated(place, clause) if clause is not None else {}
        if named is None or clause is None or day is None or len(place.notes) > before:
            return None
        return named, Entry(ref, clause.id, day, **stated)

    def _clause(self, place: JsonLocation) -> Recordable | None:
        name = place.text("clause")
        if name is None:
            return None
        parts = parts_of(place, self.parts[0]) if self.roll is not None else self.parts
        found = next((part.recordable[name] for part in parts if name in part.recordable), None)
        if found is None:
            place.notes.note(place.at("clause"), self._why_not(name, parts))
        return found

    def _why_not(self, name: str, parts: list[Part]) -> Message:
        if any(name in part.computed for part in parts):
            return message("clause_computed", name=name)
        if any(name in part.recordable for part in self.parts):
            return message("clause_of_other_kind", name=name)
        return message("no_clause", name=name)

    def _keys(self, place: JsonLocation, clause: Recordable | None) -> None:
        """Keys the clause does not use are faults; with an unknown clause only keys nobody uses."""
        known = VALUE_KEYS | self._names
        used = known if clause is None else clause.keys
        for key in place.data:
            if key in ("clause", "date") or key in used or key in SUBJECT_KEYS:
                continue
            place.fault(key, "key_not_of_clause" if key in known else "unknown_key")
