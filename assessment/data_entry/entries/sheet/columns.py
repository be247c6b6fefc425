"""The columns of the import sheet."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessment.rules import Part, Text
from foundation.excel.columns import Column

NUMBER = Column(
    "number", _("Staff number"), width=12, required=True, help=_("As on the roster, for example 0117.")
)
NAME = Column(
    "name", _("Name"), width=12, help=_("May stay empty; if filled in, it must belong to the number.")
)
CLAUSE = Column(
    "clause",
    _("Clause"),
    width=14,
    required=True,
    help=_("The number of the clause; see the list of clauses."),
)
DATE = Column("date", _("Date"), kind="date", width=14, required=True, help=_("The day it happened."))
COUNT = Column("count", _("Count"), kind="number", width=10, help=_("Empty: once."), decimals=1)
POINTS = Column(
    "points",
    _("Points"),
    kind="number",
    width=10,
    help=_("Only for clauses that ask for points; with a minus sign for a deduction."),
)
NOTE = Column("note", _("Note"), width=50, help=_("What happened, briefly."), wrap=True)

DEPARTMENT = Column(
    "department",
    _("Department"),
    width=16,
    help=_("Code or name, for an entry on the department itself; then the staff number stays empty."),
)
LEVEL = Column(
    "level", _("Level"), width=14, help=_("For clauses with levels, as the list of clauses names it.")
)
REF = Column("ref", _("No. in the list"), width=10, help=_("For clauses that refer to a list of matters."))
MATTER = Column("matter", _("Matter"), width=14, help=_("Entries of the same matter count once."))
ATTRIBUTE = "a:"  # begins the key of a column for an attribute of a clause

# What every sheet has; those of clauses with particulars and of departments have more, see columns_of.
COLUMNS = (NUMBER, NAME, CLAUSE, DATE, COUNT, POINTS, NOTE)
_SAME = ("clause", "count", "points", "note", "department", "level", "ref", "matter")
_OTHER = {"staff": "number", "occurred_on": "date", "kind": "level"}


def columns_of(parts: Iterable[Part]) -> tuple[Column, ...]:
    """The columns for entries against the clauses of these parts (those of departments among them)."""
    known = list(parts)
    clauses = [clause for part in known for clause in part.recordable.values()]
    number = replace(NUMBER, required=not any(part.of_departments for part in known))
    place = () if number.required else (DEPARTMENT,)
    keys = frozenset[str]().union(*(clause.keys for clause in clauses))
    rare = [column for column in (LEVEL, REF) if column.key in keys]
    attributes = {
        attribute.name: attribute for clause in clauses for attribute in getattr(clause, "attributes", ())
    }
    rare += [
        Column(f"{ATTRIBUTE}{name}", in_both(attribute.title), width=12, help=_help(attribute))
        for name, attribute in attributes.items()
    ]
    rare += [MATTER] if "matter" in keys else []
    return (number, NAME, *place, *COLUMNS[2:-1], *rare, NOTE)


def _help(attribute: Any) -> Any:
    return _("A whole number from 1.") if attribute.effect == "divides" else _("Yes or no; empty: no.")


def in_both(text: Text) -> Any:
    """A text of a pack as a lazy one, so that a heading is known in either language."""
    return lazy(lambda: text.get(get_language() or "zh-hans"), str)()


def column_of(field: str, columns: Iterable[Column]) -> str:
    """The column in which a fault of a field stands; empty for none."""
    key = field if field in _SAME else _OTHER.get(field, f"{ATTRIBUTE}{field}")
    return key if any(column.key == key for column in columns) else ""
