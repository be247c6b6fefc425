"""The face of the assessment room: what the rooms of facts (worklog, evaluation, attendance …) may import of it.

The one module of the room that they import; an import contract in pyproject.toml refuses every other. A room's table
names a period as ``"assessment.Period"``. Nothing inside the assessment room imports this module.

====================  ==================================================================================================
Periods               ``Period``, ``periods_of``, ``open_period_on``, ``why_no_period``, ``lock_for_facts``, ``members``
Ledger                ``Entry``, ``record``, ``reverse``: in the name of somebody who may record there
Proposed entries      ``ProposedEntry``, ``propose_entry``, ``withdraw_proposal``, ``proposal_of``: once for each reference
                      of the room; the assessment office confirms, and then the ledger has the entry
Facts for the close   ``register_figures`` and the other ``register_…``: providers, registered when the system starts
The scheme            ``clauses_from``, ``figures_from``: what a scheme takes from a fact of a room
Types of the core     ``Answers``, ``Journal``, ``Questionnaire``, ``WeeklyItem``
Words and figures     ``language``, ``period_title``, ``read_score``
====================  ==================================================================================================
"""

from django.db.models import QuerySet

from assessment.facts.providers import (
    register_answers,
    register_asked,
    register_figures,
    register_journals,
    register_months,
)
from assessment.ledger.open_periods import open_period_on
from assessment.ledger.open_periods import why_none as why_no_period
from assessment.ledger.propose_entries import proposal_of, propose_entry, withdraw_proposal
from assessment.ledger.record_entries import record
from assessment.ledger.reverse_entry import reverse
from assessment.ledger.taken_from_rooms import ClauseOffer, FigureOffer, clauses_from, figures_from
from assessment.models import Entry, Period, ProposedEntry
from assessment.models.periods import period_title
from assessment.periods.lock_periods import lock_for_facts
from assessment.periods.membership import members
from assessment.ratings.give_scores import read_score
from assessment.ratings.rated_items import language
from assessment.rules import Answers, Journal, WeeklyItem
from assessment.rules.vocabulary.results import IndexScore as Questionnaire
from organization.models import Unit

__all__ = [
    "Answers",
    "ClauseOffer",
    "Entry",
    "FigureOffer",
    "Journal",
    "Period",
    "ProposedEntry",
    "Questionnaire",
    "WeeklyItem",
    "clauses_from",
    "figures_from",
    "language",
    "lock_for_facts",
    "members",
    "open_period_on",
    "period_title",
    "periods_of",
    "proposal_of",
    "propose_entry",
    "read_score",
    "record",
    "register_answers",
    "register_asked",
    "register_figures",
    "register_journals",
    "register_months",
    "reverse",
    "why_no_period",
    "withdraw_proposal",
]


def periods_of(unit: Unit) -> QuerySet[Period]:
    """The unit's periods with what their schemes say, newest first; not scoped to an asker: a room has its own policy."""
    rows = Period.objects.filter(unit=unit).select_related("unit", "version__scheme").defer("version__text")
    return rows.order_by("-starts_on", "-pk")
