"""The scoring core: plain Python, no Django, no database, no clock.

A scheme is loaded from its pack, a case or a stored result gives the facts, and the same
code that scores a period explains every figure of it afterwards.
"""

from .casefile import Case, entry_faults, entry_points, read_case
from .command_line import score
from .explanation import explain
from .faults import CaseError, Fault, Incomplete, Message, Missing, PackError, PackFault
from .loader import load_scheme
from .pack_folder import PackFolder
from .periods import Cadence, PeriodKey
from .quotas import QuotaLine, quota_table
from .rendering import render
from .scheme import Part, Scheme
from .scoring import Scoring, bonus_of, provisional
from .serialization import facts_of, subject_from_facts
from .subjects import OUT_OF_SCOPE, Answers, Entry, Journal, Outcome, Past, Rating, State, Subject
from .vocabulary.base import Text
from .vocabulary.clauses import AnyClause, Recordable
from .vocabulary.items import RatingItem, WeeklyItem
from .vocabulary.pack import FactName

__all__ = [
    "OUT_OF_SCOPE",
    "Answers",
    "AnyClause",
    "Cadence",
    "Case",
    "CaseError",
    "Entry",
    "FactName",
    "Fault",
    "Incomplete",
    "Journal",
    "Message",
    "Missing",
    "Outcome",
    "PackError",
    "PackFault",
    "PackFolder",
    "Part",
    "Past",
    "PeriodKey",
    "QuotaLine",
    "Rating",
    "RatingItem",
    "Recordable",
    "Scheme",
    "Scoring",
    "State",
    "Subject",
    "Text",
    "WeeklyItem",
    "bonus_of",
    "entry_faults",
    "entry_points",
    "explain",
    "facts_of",
    "load_scheme",
    "provisional",
    "quota_table",
    "read_case",
    "render",
    "score",
    "subject_from_facts",
]
