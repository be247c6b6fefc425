"""What can be wrong with a pack, a case or a period, said in one place each."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PackFault:
    """One fault of a pack file; line and column count from 1."""

    file: str
    line: int
    column: int
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.path}: {self.message}"


class PackError(Exception):
    """A pack that cannot be used; ``faults`` holds all that is wrong with it."""

    def __init__(self, faults: Sequence[PackFault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a case: the path of the place (``staff[1].facts.late``) and a sentence."""

    path: str
    message: str

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
