"""A case file as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ..faults import CaseError, Missing
from ..figures import plain
from ..machine import Machine
from ..periods import PeriodKey
from ..scheme import Scheme
from ..subjects import Subject
from .entries import read_entry
from .json_text import repeated_keys
from .people import read_person
from .ratings import Ratings
from .values import Json, Notes, Place

_LISTS = ("departments", "journals", "groups", "ballots")
_KEYS = frozenset({"case", "scheme", "period", "settings", "staff", "entries", "ratings", *_LISTS})


@dataclass(slots=True)
class Case:
    """A case that is valid: what to score, by which scheme, in which period."""

    name: str
    scheme: Scheme
    period: PeriodKey
    settings: dict[str, Decimal]
    subjects: Sequence[Subject] = field(default_factory=list)


def read_case(data: Any, schemes: Mapping[str, Scheme]) -> Case:
    """Read the JSON of a case. Raises CaseError with every fault, each at its exact place."""
    notes = Notes()
    if not isinstance(data, dict):
        notes.add("", "a case is a JSON object")
        raise CaseError(notes.faults)
    place = Place(notes, data, "")
    scheme, period = _head(place, schemes)
    for path in repeated_keys(data):
        notes.add(path, "the key stands here a second time")
    reader = _Reader(place, scheme, period)
    subjects = reader.subjects()
    if notes.faults:
        raise CaseError(notes.faults)
    return Case(data["case"], scheme, period, reader.settings, subjects)


def _head(place: Place, schemes: Mapping[str, Scheme]) -> tuple[Scheme, PeriodKey]:
    """Scheme and period; without them nothing else can be judged, so only that is reported."""
    name = place.data.get("scheme")
    if not isinstance(name, str) or name not in schemes:
        place.fault("scheme", f"there is no scheme {name!r}")
        raise CaseError(place.notes.faults)
    scheme, key = schemes[name], place.data.get("period")
    try:
        period = PeriodKey.parse(key if isinstance(key, str) else "")
    except ValueError:
        place.fault("period", f"{key!r} is not a period; write 2026-04, 2026-Q1 or 2026")
        raise CaseError(place.notes.faults) from None
    if period.cadence not in scheme.parts:
        place.fault("period", f"the scheme has no {period.cadence}: {', '.join(scheme.parts)}")
        raise CaseError(place.notes.faults)
    return scheme, period


class _Reader:
    """The body of a case, once its scheme and period are known."""

    def __init__(self, place: Place, scheme: Scheme, period: PeriodKey) -> None:
        self.place, self.scheme, self.period = place, scheme, period
        self.part = scheme.part(period.cadence)
        self.people: dict[str, Subject] = {}
        self.places: dict[str, Place] = {}
        self.settings = dict(self._settings())

    def subjects(self) -> list[Subject]:
        place = self.place
        place.only(_KEYS)
        place.text("case")
        if "staff" not in place.data:
            place.fault("staff", "the people of the case are required")
        unused = _LISTS if self.part.rating_items else (*_LISTS, "ratings")
        for key in unused:
            if place.data.get(key, []) not in ([], {}):
                place.fault(key, "this scheme does not use it in this period")
        self._people()
        entries = self._entries()
        ratings = Ratings(self.part, self.people)
        if self.part.rating_items:
            for number, rating in place.objects("ratings"):
                ratings.add(rating, number)
        for name, person in self.people.items():
            person.entries = entries.get(name, [])
            person.ratings = ratings.read.get(name, [])
        self._missing(ratings)
        return list(self.people.values())

    def _settings(self) -> list[tuple[str, Decimal]]:
        settings = self.place.object("settings")
        read = []
        for name in settings.data:
            if name not in self.scheme.settings:
                known = ", ".join(self.scheme.settings) or "none"
                settings.fault(name, f"there is no setting {name!r}: {known}")
                continue
            figure = settings.figure(name)
            top = Decimal(100) if self.scheme.settings[name].type == "percent" else None
            if figure is not None and figure < 0:
                settings.fault(name, f"{plain(figure)} is below 0")
            elif figure is not None and top is not None and figure > top:
                settings.fault(name, f"{plain(figure)} is over 100")
            elif figure is not None:
                read.append((name, figure))
        return read

    def _people(self) -> None:
        for _, place in self.place.objects("staff"):
            person = read_person(place, self.scheme, self.part, self.period)
            if not person.id:
                continue
            if person.id in self.people:
                place.fault("id", f"{person.id!r} stands here a second time")
                continue
            self.people[person.id] = person
            self.places[person.id] = place

    def _entries(self) -> dict[str, list[Any]]:
        read: dict[str, list[Any]] = {}
        for number, place in self.place.objects("entries"):
            found = read_entry(place, self.part, self.period, self.people, ref=number)
            if found is not None:
                read.setdefault(found[0], []).append(found[1])
        return read

    def _missing(self, ratings: Ratings) -> None:
        machine = Machine(self.scheme, self.period, self.settings)
        for name, person in self.people.items():
            view = machine.view(person)
            if not machine.in_scope(view):
                continue
            place = self.places[name]
            missing = machine.missing(view, ratings.given.get(name, set()), _keys(place, "facts"))
            history = place.data.get("history")
            if isinstance(history, list) and any(_has_score(row) for row in history):
                missing = [each for each in missing if each.what != "history"]
            self._report(place, missing)

    def _report(self, place: Place, missing: list[Missing]) -> None:
        others = [each for each in missing if each.what != "duty"]
        for each in missing:
            if each.what == "duty":
                place.fault("duties", f"at least one duty of {each.item!r} is required")
        if others:
            listed = ", ".join(f"{each.what} {each.item}" for each in others)
            place.notes.add(place.path, f"missing: {listed}")


def _keys(place: Place, key: str) -> Json:
    value = place.data.get(key)
    return value if isinstance(value, dict) else {}


def _has_score(row: Any) -> bool:
    """A faulty score counts as given."""
    return isinstance(row, dict) and row.get("score") is not None
