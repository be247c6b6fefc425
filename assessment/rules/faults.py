"""What can be wrong with a pack, a case or a period: a code and its parameters, told in a language at the edge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .sentences import fault_sentences, words


@dataclass(frozen=True, slots=True)
class Message:
    """What is wrong: the code of a sentence and the names and figures that stand in it.

    A parameter that is a tuple is a list of names, or of further messages.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def text(self, language: str) -> str:
        """The sentence in ``zh-hans`` (any Chinese) or ``en`` (anything else)."""
        told = {name: _told(value, language) for name, value in self.params.items()}
        return fault_sentences(language)[self.code].format(**told)

    def __str__(self) -> str:
        return self.text("en")


def message(code: str, /, **params: Any) -> Message:
    """A message of this code; ``params`` fill its sentence."""
    return Message(code, params)


def _told(value: Any, language: str) -> Any:
    if isinstance(value, Message):
        return value.text(language)
    if isinstance(value, tuple):
        listed = words(language)["and"].join(str(_told(each, language)) for each in value)
        return listed or fault_sentences(language)["nothing"]
    return value


@dataclass(frozen=True, slots=True)
class PackFault:
    """One fault of a pack file; line and column count from 1."""

    file: str
    line: int
    column: int
    path: str
    message: Message

    def text(self, language: str) -> str:
        """Place and sentence in one line."""
        return f"{self.file}:{self.line}:{self.column}: {self.path}: {self.message.text(language)}"

    def __str__(self) -> str:
        return self.text("en")


class PackError(Exception):
    """A pack that cannot be used; ``faults`` holds all that is wrong with it."""

    def __init__(self, faults: Sequence[PackFault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a case: the path of the place (``staff[1].facts.late``) and what is wrong there."""

    path: str
    message: Message

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class CaseError(Exception):
    """A case that cannot be scored; ``faults`` holds all of them in order of the file."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Missing:
    """Something a scheme requires of a subject that nobody gave.

    ``what`` is ``rating`` (item: the duty or rating item), ``fact`` (item: its name),
    ``history`` (item: the cadence of the periods) or ``duty`` (item: the scored item
    of which at least one duty is required).
    """

    id: str
    what: str
    item: str

    def __str__(self) -> str:
        return f"{self.id}: {self.what} {self.item} is missing"


class Incomplete(Exception):
    """A period that cannot be scored yet; ``missing`` lists what is missing."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        self.missing = list(missing)
        super().__init__("; ".join(str(each) for each in self.missing))
