"""Typed access to the JSON of a case that notes every fault with its path."""

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from ..faults import Fault
from ..numbers import ONE, plain, read_figure
from ..periods import read_date
from ..vocabulary.pack import FactName

Json = dict[str, Any]


class Notes:
    """The faults found so far, in order, one for each place."""

    def __init__(self) -> None:
        self._faults: dict[str, Fault] = {}

    def add(self, path: str, message: str) -> None:
        self._faults.setdefault(path, Fault(path, message))

    @property
    def faults(self) -> list[Fault]:
        return list(self._faults.values())

    def any_at(self, path: str) -> bool:
        """Whether something is wrong at this place or inside it."""
        return any(known == path or known.startswith((f"{path}.", f"{path}[")) for known in self._faults)

    def __len__(self) -> int:
        return len(self._faults)


class JsonLocation:
    """One object of the case, at its path."""

    def __init__(self, notes: Notes, data: Json, path: str) -> None:
        self.notes, self.data, self.path = notes, data, path

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def fault(self, key: str, message: str) -> None:
        self.notes.add(self.at(key), message)

    def only(self, known: Collection[str]) -> None:
        """Every key that is not known is a fault of that key."""
        for key in self.data:
            if key not in known:
                self.fault(key, "unknown key")

    def text(self, key: str, *, required: bool = True) -> str | None:
        """A text that is not empty."""
        value = self.data.get(key)
        if key not in self.data and not required:
            return None
        if isinstance(value, str) and value:
            return value
        self.fault(key, "a text is required" if key not in self.data else "must be a text that is not empty")
        return None

    def day(self, key: str) -> date | None:
        """A date that exists."""
        value = self.data.get(key)
        day = read_date(value)
        if day is None:
            self.fault(
                key, f"{value!r} is not a date that exists (YYYY-MM-DD)" if value else "a date is required"
            )
        return day

    def figure(self, key: str) -> Decimal | None:
        """A figure that must be there."""
        if key not in self.data:
            self.fault(key, "a figure is required")
            return None
        figure = read_figure(self.data[key])
        if figure is None:
            self.fault(
                key, f'{self.data[key]!r} is not a figure: an integer or a text like "12.5" is expected'
            )
        return figure

    def named_figure(self, key: str, fact: FactName) -> Decimal | None:
        """A fact: a figure that is not negative, within its maximum and its step."""
        figure = self.figure(key)
        if figure is None:
            return None
        if figure < 0:
            self.fault(key, f"{plain(figure)} is below 0")
        elif fact.maximum is not None and figure > fact.maximum:
            self.fault(key, f"{plain(figure)} is over the maximum {plain(fact.maximum)}")
        elif fact.step is not None and not is_multiple(figure, fact.step):
            self.fault(key, f"{plain(figure)} is not a multiple of {plain(fact.step)}")
        else:
            return figure
        return None

    def whole(self, key: str, *, lowest: int, highest: int | None = None) -> int | None:
        """A whole number that must be there, within its bounds."""
        figure = self.figure(key)
        if figure is None:
            return None
        if not is_multiple(figure, ONE) or figure < lowest or (highest is not None and figure > highest):
            bounds = f"from {lowest}" if highest is None else f"from {lowest} to {highest}"
            self.fault(key, f"{plain(figure)} is not a whole number {bounds}")
            return None
        return int(figure)

    def code(self, key: str, codes: Collection[str]) -> str | None:
        """One of the codes; one that is a number may stand without quotes."""
        value = self.data.get(key)
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if isinstance(text, str) and text in codes:
            return text
        listed = ", ".join(codes) or "none"
        self.fault(
            key, f"{value!r} is none of: {listed}" if key in self.data else f"one is required: {listed}"
        )
        return None

    def flag(self, key: str) -> bool | None:
        """True or false; false when the key is left out."""
        value = self.data.get(key, False)
        if isinstance(value, bool):
            return value
        self.fault(key, "true or false is expected")
        return None

    def objects(self, key: str) -> Iterator[tuple[int, "JsonLocation"]]:
        """The objects of a list; what is no list or no object is a fault."""
        for number, value in self.listed(key):
            path = f"{self.at(key)}[{number}]"
            if isinstance(value, dict):
                yield number, JsonLocation(self.notes, value, path)
            else:
                self.notes.add(path, "must be an object")

    def listed(self, key: str) -> Iterator[tuple[int, Any]]:
        value = self.data.get(key, [])
        if isinstance(value, list):
            yield from enumerate(value)
        else:
            self.fault(key, "must be a list")

    def object(self, key: str) -> "JsonLocation":
        """The object at a key, empty when it is left out or is none."""
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            self.fault(key, "must be an object")
            value = {}
        return JsonLocation(self.notes, value, self.at(key))


def is_multiple(figure: Decimal, step: Decimal) -> bool:
    """Whether the figure is a whole number of steps, exactly."""
    numerator, denominator = figure.as_integer_ratio()
    top, bottom = step.as_integer_ratio()
    return numerator * bottom % (denominator * top) == 0
