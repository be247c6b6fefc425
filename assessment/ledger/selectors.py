"""Reading the ledger, always within what the asker may see."""

from datetime import datetime, time

from django.db.models import Q, QuerySet
from django.utils import timezone

from assessment.models import Entry, Evidence
from assessment.models.ledger import EntryQuerySet
from assessment.policy import Action
from organization.models import User
from organization.policy import Access


def entries_seen_by(access: Access) -> EntryQuerySet:
    """The entries of the unit that the asker may see: of the departments he looks after, and his own."""
    entries = Entry.objects.filter(unit=access.unit)
    scope = access.departments(Action.VIEW_ENTRIES)
    if scope is None:
        return entries
    seen = Q(department_id__in=scope)
    if access.staff is not None and access.can(Action.OWN_RESULTS):
        seen |= Q(staff=access.staff)
    return entries.filter(seen)


def evidence_seen_by(access: Access) -> QuerySet[Evidence]:
    """Evidence of the entries that the asker may see."""
    return Evidence.objects.filter(entry__in=entries_seen_by(access)).select_related("entry")


def entered_today(access: Access, user: User) -> EntryQuerySet:
    """What a login has recorded in the unit since midnight, the newest first; reversals stand with what they reverse."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time()))
    entries = entries_seen_by(access).filter(
        entered_by=user, recorded_at__gte=midnight, reverses__isnull=True
    )
    return entries.select_related(
        "staff", "department", "period__version", "reversal__entered_by"
    ).prefetch_related("evidence")


def may_reverse(access: Access, entry: Entry) -> bool:
    """Whether the asker may take this entry back while its period takes entries."""
    return (
        entry.reverses_id is None
        and not hasattr(entry, "reversal")
        and access.covers(Action.RECORD_ENTRIES, entry.department_id)
        and entry.period.takes_entries
    )
