"""Which of the room's pages mean anything to somebody: asked by the navigation on every page, so it stays cheap."""

from assessment.models import Period, RatingTask
from assessment.models.periods import TAKING_FACTS
from assessment.policy import Action
from organization.policy import Access


def has_scores_to_give(access: Access) -> bool:
    """Whether the asker has anybody, or a department, to score in a period that takes facts."""
    if access.staff is None:
        return False
    asked = {"rater": access.staff, "period__unit": access.unit, "period__state__in": TAKING_FACTS}
    return RatingTask.objects.filter(**asked).exists()


def assigns_duties(access: Access) -> bool:
    """Whether the asker assigns duties, and a scheme of the unit has people scored."""
    return access.can(Action.ASSIGN_DUTIES) and _asked_for(access, "rating_items")


def keeps_figures(access: Access) -> bool:
    """Whether the asker keeps figures, and a scheme of the unit asks for any."""
    may = access.can(Action.ASSIGN_DUTIES) or access.can(Action.RECORD_ENTRIES)
    return may and _asked_for(access, "facts", "months")


def _asked_for(access: Access, *what: str) -> bool:
    """Whether any open period's part, or what it says of departments, has such a thing; without an open period the latest one is asked."""
    periods = Period.objects.filter(unit=access.unit).select_related("version__scheme").defer("version__text")
    asked = list(periods.taking_facts()) or list(periods[:1])
    parts = [period.part for period in asked]
    parts += [part.departments for part in parts if part.departments is not None]
    return any(getattr(part, name) for part in parts for name in what)
