"""Columns of a sheet, and how a cell becomes a value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Literal

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise
else:
    StrOrPromise = object

Kind = Literal["text", "number", "integer", "date", "choice"]
Cell = str | Decimal | bool | date | datetime | time | None
Value = str | int | Decimal | date | None

_DATE = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$|^(\d{4})(\d{2})(\d{2})$")
EXACT_DIGITS = 15  # Excel keeps no more; a longer number has lost its end


class CellError(ValueError):
    """A cell that cannot be taken as its column asks; the message is for the user."""


@dataclass(frozen=True)
class Column:
    """One column: ``width`` in characters (0: from the title), ``decimals`` for numbers.

    ``choices`` maps a stored value to its label; a filled-in sheet may hold either.
    """

    key: str
    title: StrOrPromise
    width: int = 0
    kind: Kind = "text"
    required: bool = False
    choices: Mapping[str, StrOrPromise] = field(default_factory=dict)
    help: StrOrPromise = ""
    decimals: int = 2
    wrap: bool = False

    @property
    def heading(self) -> str:
        """The title as printed in a sheet to fill in: required columns end with an asterisk."""
        return f"{self.title}*" if self.required else str(self.title)

    def titles(self) -> set[str]:
        """The title in every language: a template may be filled in under another language than it was made."""
        return {normal(text) for text in in_every_language(self.title)}


def in_every_language(text: StrOrPromise) -> set[str]:
    """A lazy text in each of the site's languages."""
    found = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.add(str(text))
    return found


def normal(heading: str) -> str:
    """A heading without the marks that people add or lose: blanks, line breaks, the asterisk."""
    return re.sub(r"\s+", "", heading).rstrip("*＊").casefold()


def convert(column: Column, cell: Cell) -> Value:
    """The value of a cell, or CellError. An empty optional cell is None."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        if column.required:
            raise CellError(_("Must be filled in."))
        return None
    if column.kind == "date":
        return _date(cell)
    if column.kind in ("number", "integer"):
        return _number(cell, whole=column.kind == "integer")
    text = as_text(cell)
    return _choice(column, text) if column.kind == "choice" else text


def as_text(cell: Cell) -> str:
    """A cell as the text a person meant: 7 and not 7.0, dates as 2026-11-22."""
    if isinstance(cell, Decimal) and cell.is_finite():
        if abs(cell) >= 10**EXACT_DIGITS:
            raise CellError(_("A number this long loses its last digits in Excel. Format the cell as text."))
        return format(cell, "f")
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return "" if cell is None else str(cell).strip()


def _date(cell: Cell) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    match = _DATE.match(as_text(cell)) if isinstance(cell, str | Decimal) else None
    if match:
        year, month, day = (int(part) for part in match.groups() if part)
        try:
            return date(year, month, day)
        except ValueError:
            pass
    raise CellError(_("Not a date. Write it like 2026-11-05."))


def _number(cell: Cell, *, whole: bool) -> Decimal | int:
    number = cell if isinstance(cell, Decimal) else None
    if isinstance(cell, str):
        try:
            number = Decimal(cell.strip().replace(",", "").replace("，", ""))
        except InvalidOperation:
            number = None
    if number is None or not number.is_finite():
        raise CellError(_("Not a number."))
    if not whole:
        return number
    if number != number.to_integral_value() or abs(number) >= 10**EXACT_DIGITS:
        raise CellError(_("Not a whole number."))
    return int(number)


def _choice(column: Column, text: str) -> str:
    wanted = normal(text)
    for value, label in column.choices.items():
        if wanted == normal(value) or wanted in {normal(found) for found in in_every_language(label)}:
            return value
    labels = "、".join(str(label) for label in column.choices.values())
    raise CellError(_("Not one of the choices: %(choices)s.") % {"choices": labels})
