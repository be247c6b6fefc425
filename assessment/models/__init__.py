"""Tables of the assessment room."""

from assessment.models.appeals import Appeal, AppealFile, AppealStep
from assessment.models.ledger import Entry, Evidence
from assessment.models.periods import HandIn, Period, PeriodStep
from assessment.models.proposals import ProposedEntry
from assessment.models.ratings import Figure, RatingSheet, RatingTask
from assessment.models.results import (
    Acknowledgement,
    Close,
    DecidedGrade,
    Decision,
    Result,
)
from assessment.models.schemes import Scheme, SchemeVersion, UnitScheme
from assessment.models.workshop import Draft, TryOut

__all__ = [
    "Acknowledgement",
    "Appeal",
    "AppealFile",
    "AppealStep",
    "Close",
    "DecidedGrade",
    "Decision",
    "Draft",
    "Entry",
    "Evidence",
    "Figure",
    "HandIn",
    "Period",
    "PeriodStep",
    "ProposedEntry",
    "RatingSheet",
    "RatingTask",
    "Result",
    "Scheme",
    "SchemeVersion",
    "TryOut",
    "UnitScheme",
]
