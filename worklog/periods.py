"""Which period a week's journals belong to, and what its scheme says of them."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessment.facade import Period, WeeklyItem, lock_for_facts, periods_of
from organization.models import Unit
from worklog.weeks import thursday_of


class WeekOf(NamedTuple):
    """A week's period and the item of its scheme that journals feed."""

    period: Period
    item: WeeklyItem


def periods_with_journals(unit: Unit) -> list[WeekOf]:
    """The unit's periods whose scheme reads weekly journals, newest first."""
    found = []
    for period in periods_of(unit):
        items = period.part.weekly_items
        found += [WeekOf(period, item) for item in items.values()]
    return found


def open_week(unit: Unit, week: str) -> WeekOf:
    """The period that takes journals of a week, locked for facts until the transaction ends.

    ValidationError when there is no such week, no scheme asks for its journal, or the period is closed.
    """
    try:
        day = thursday_of(week)
    except ValueError as error:
        raise ValidationError({"week": _("There is no week %(week)s.") % {"week": week}}) from error
    for found in periods_with_journals(unit):
        if found.period.starts_on <= day <= found.period.ends_on:
            return found._replace(period=lock_for_facts(found.period.pk))
    raise ValidationError({"week": _("No period takes journals of week %(week)s.") % {"week": week}})
