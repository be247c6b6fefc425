"""Typed access to the JSON of a case that notes every fault with its path."""

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from assessment.rules.faults import Fault, Message, message
from assessment.rules.numbers import ONE, plain, read_figure
from assessment.rules.periods import read_date
from assessment.rules.vocabulary.pack import FactName

Json = dict[str, Any]


class Notes:
    """The faults found so far, in order, one for each place."""

    def __init__(self) -> None:
        self._faults: dict[str, Fault] = {}

    def fault(self, path: str, code: str, /, **params: Any) -> None:
        self.note(path, message(code, **params))

    def note(self, path: str, said: Message) -> None:
        self._faults.setdefault(path, Fault(path, said))

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

    def fault(self, key: str, code: str, /, **params: Any) -> None:
        self.notes.fault(self.at(key), code, **params)

    def only(self, known: Collection[str]) -> None:
        """Every key that is not known is a fault of that key."""
        for key in self.data:
            if key not in known:
                self.fault(key, "unknown_key")

    def text(self, key: str, *, required: bool = True) -> str | None:
        """A text that is not empty."""
        value = self.data.get(key)
        if key not in self.data and not required:
            return None
        if isinstance(value, str) and value:
            return value
        self.fault(key, "text_required" if key not in self.data else "text_not_empty")
        return None

    def day(self, key: str) -> date | None:
        """A date that exists."""
        value = self.data.get(key)
        day = read_date(value)
        if day is None and value:
            self.fault(key, "not_a_date", value=value)
        elif day is None:
            self.fault(key, "date_required")
        return day

    def figure(self, key: str) -> Decimal | None:
        """A figure that must be there."""
        if key not in self.data:
            self.fault(key, "figure_required")
            return None
        figure = read_figure(self.data[key])
        if figure is None:
            self.fault(key, "not_a_figure", value=self.data[key])
        return figure

    def named_figure(self, key: str, fact: FactName) -> Decimal | None:
        """A fact: a figure that is not negative, within its maximum and its step."""
        figure = self.figure(key)
        if figure is None:
            return None
        if figure < 0:
            self.fault(key, "below", figure=plain(figure), bound="0")
        elif fact.maximum is not None and figure > fact.maximum:
            self.fault(key, "over_maximum", figure=plain(figure), bound=plain(fact.maximum))
        elif fact.step is not None and not is_multiple(figure, fact.step):
            self.fault(key, "not_a_multiple", figure=plain(figure), step=plain(fact.step))
        else:
            return figure
        return None

    def whole(self, key: str, *, lowest: int, highest: int | None = None) -> int | None:
        """A whole number that must be there, within its bounds."""
        figure = self.figure(key)
        if figure is None:
            return None
        if not is_multiple(figure, ONE) or figure < lowest or (highest is not None and figure > highest):
            if highest is None:
                self.fault(key, "not_whole", figure=plain(figure), lowest=lowest)
            else:
                self.fault(key, "not_whole_between", figure=plain(figure), lowest=lowest, highest=highest)
            return None
        return int(figure)

    def code(self, key: str, codes: Collection[str]) -> str | None:
        """One of the codes; one that is a number may stand without quotes."""
        value = self.data.get(key)
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if isinstance(text, str) and text in codes:
            return text
        if key in self.data:
            self.fault(key, "code_unknown", value=value, known=tuple(codes))
        else:
            self.fault(key, "code_required", known=tuple(codes))
        return None

    def flag(self, key: str) -> bool | None:
        """True or false; false when the key is left out."""
        value = self.data.get(key, False)
        if isinstance(value, bool):
            return value
        self.fault(key, "boolean_expected")
        return None

    def objects(self, key: str) -> Iterator[tuple[int, "JsonLocation"]]:
        """The objects of a list; what is no list or no object is a fault."""
        for number, value in self.listed(key):
            path = f"{self.at(key)}[{number}]"
            if isinstance(value, dict):
                yield number, JsonLocation(self.notes, value, path)
            else:
                self.notes.fault(path, "object_expected")

    def listed(self, key: str) -> Iterator[tuple[int, Any]]:
        value = self.data.get(key, [])
        if isinstance(value, list):
            yield from enumerate(value)
        else:
            self.fault(key, "json_list_expected")

    def object(self, key: str) -> "JsonLocation":
        """The object at a key, empty when it is left out or is none."""
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            self.fault(key, "object_expected")
            value = {}
        return JsonLocation(self.notes, value, self.at(key))


def is_multiple(figure: Decimal, step: Decimal) -> bool:
    """Whether the figure is a whole number of steps, exactly."""
    numerator, denominator = figure.as_integer_ratio()
    top, bottom = step.as_integer_ratio()
    return numerator * bottom % (denominator * top) == 0
