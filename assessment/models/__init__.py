"""Tables of the assessment room."""

from assessment.models.ledger import Entry, Evidence
from assessment.models.periods import HandIn, Period, PeriodStep
from assessment.models.ratings import Figure, RatingSheet, RatingTask
from assessment.models.results import Acknowledgement, Close, DecidedGrade, Decision, Result
from assessment.models.schemes import Scheme, SchemeVersion, UnitScheme

__all__ = [
    "Acknowledgement",
    "Close",
    "DecidedGrade",
    "Decision",
    "Entry",
    "Evidence",
    "Figure",
    "HandIn",
    "Period",
    "PeriodStep",
    "RatingSheet",
    "RatingTask",
    "Result",
    "Scheme",
    "SchemeVersion",
    "UnitScheme",
]
