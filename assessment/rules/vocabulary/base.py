"""Building blocks of the vocabulary: strict models, exact figures, texts in two languages."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictStr, StringConstraints
from pydantic_core import PydanticCustomError

from assessment.rules.periods import read_date


class Strict(BaseModel):
    """A part of a pack: unknown keys are refused and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Text(Strict):
    """A text of the pack in both languages of the pages."""

    zh: Annotated[StrictStr, StringConstraints(min_length=1)]
    en: Annotated[StrictStr, StringConstraints(min_length=1)]

    def get(self, language: str) -> str:
        """The text in ``zh-hans`` or ``en``; any other language reads English."""
        return self.zh if language.startswith("zh") else self.en


def wrong(code: str) -> PydanticCustomError:
    """What a validator raises: the fault's code, whose sentences stand in ``rules.sentences``."""
    return PydanticCustomError(code, code)


def _exact(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise wrong("figure_expected")
    return Decimal(value)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong("whole_number_expected")
    return value


def _day(value: Any) -> date:
    day = read_date(value)
    if day is None:
        raise wrong("date_expected")
    return day


Exact = Annotated[Decimal, BeforeValidator(_exact)]
Amount = Annotated[Exact, Field(ge=0)]
Percent = Annotated[Exact, Field(ge=0, le=100)]
Whole = Annotated[int, BeforeValidator(_whole)]
Day = Annotated[date, BeforeValidator(_day)]
Flag = StrictBool

Id = Annotated[StrictStr, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=64)]
"""An identifier; one that looks like a number (``1.1``) must stand in quotes."""

RoomFact = Annotated[StrictStr, StringConstraints(pattern=r"^[a-z][a-z_]*\.[a-z][a-z0-9_]*$", max_length=60)]
"""A fact of a room, ``attendance.late``. Rooms read it; the scoring core does not."""

CadenceName = Literal["month", "quarter", "year"]

StateKind = Literal[
    "not_in_post",
    "retired",
    "transferred_out",
    "pre_retirement_leave",
    "joined",
    "probation",
    "admonition",
    "investigation",
    "discipline",
    "accountability",
    "veto",
    "vote_notice",
]
ENDLESS_STATES = frozenset({"joined", "retired", "transferred_out"})
"""Kinds that name a day, not a span: such a state has no last day."""


class Titled(Strict):
    """Something with an identifier and a title."""

    id: Id
    title: Text
