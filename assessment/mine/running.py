"""The running period, item by item, as far as it is known."""

from assessment.ledger.selectors import standing_entries
from assessment.mine.telling import ToldItem, maximum_of
from assessment.models import Period, RatingTask
from assessment.rules import Outcome
from assessment.schemes.compiled import scheme_of
from organization.models import StaffMember


def running_items(period: Period, staff: StaffMember, outcome: Outcome, language: str) -> list[ToldItem]:
    """Every item of the scheme with its value so far (None while it waits for given scores) and its entries."""
    part = scheme_of(period).part(period.cadence)  # type: ignore[arg-type]
    tasks = RatingTask.objects.filter(period=period, staff=staff).values_list("item", flat=True)
    duties = [duty for duty in part.duties if duty in set(tasks)]
    told = {
        item.id: ToldItem(
            id=item.id,
            title=item.title.get(language),
            value=outcome.items.get(item.id),
            maximum=maximum_of(item, part, duties),
            is_sum=item.kind == "sum",
        )
        for item in part.items.values()
        if item.kind != "given" or item.required or item.duties_of(duties)
    }
    entries = (
        standing_entries(period).filter(staff=staff).select_related("entered_by").prefetch_related("evidence")
    )
    for entry in entries.order_by("occurred_on", "pk"):
        clause = part.clauses[entry.clause]
        told[clause.item].lines.append(
            {
                "clause": clause.id,
                "text": clause.title.get(language),
                "value": str(entry.effect),
                "entry": entry,
            }
        )
    return list(told.values())
