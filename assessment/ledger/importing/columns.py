"""The columns of the import sheet."""

from django.utils.translation import gettext_lazy as _

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

COLUMNS = (NUMBER, NAME, CLAUSE, DATE, COUNT, POINTS, NOTE)

# Faults of a row, by the ledger's names, and the columns they stand in.
COLUMN_OF = {
    "staff": "number",
    "clause": "clause",
    "occurred_on": "date",
    "count": "count",
    "points": "points",
    "note": "note",
}
