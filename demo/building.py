"""Building the demo."""

from datetime import date

from django.conf import settings
from django.utils import timezone

from assessment.rules import PeriodKey
from demo import bureau, street
from demo.houses import OUTSIDERS, PASSWORD, build_house, build_outsiders
from demo.plans import BUREAU, PLANS, STREET
from organization.audit import log_act
from organization.calendar import loaded_years
from organization.models import AuditEvent, Unit

DONE = "demo.built"


def is_built() -> bool:
    """Whether the demo was built to its end."""
    return AuditEvent.objects.filter(action=DONE).exists()


def is_empty() -> bool:
    """Whether no unit has been entered yet."""
    return not Unit.objects.exists()


def demo_day() -> date:
    """Today, or the last sensible day of the loaded calendar: the demo needs working days around it."""
    return min(timezone.localdate(), date(max(loaded_years()), 12, 10))


def build_demo() -> None:
    """Both units with their year. Long work runs at once, whatever the settings say."""
    settings.JOBS_RUN_IN = "inline"
    today = demo_day()
    month = PeriodKey.of("month", today)
    for _step in range(13):
        month = month.previous()
    quarter = PeriodKey.of("quarter", today)
    for _step in range(5):
        quarter = quarter.previous()
    first = build_house(BUREAU, since=month.first_day)
    second = build_house(STREET, since=quarter.first_day)
    build_outsiders([first.unit, second.unit], since=quarter.first_day)
    bureau.live_through(first, first=month, today=today)
    street.live_through(second, first=quarter, today=today)
    log_act(actor=None, unit=None, action=DONE, target=today.isoformat())


def logins() -> list[tuple[str, str]]:
    """Every login of the demo with its role, as printed by ``manage.py demo --logins``."""
    rows = [
        (f"{plan.code}-{key}", f"{role.label} · {plan.name}")
        for plan in PLANS
        for key, (role, _department, _scope) in plan.roles.items()
    ]
    return rows + [(username, str(role.label)) for username, role in OUTSIDERS.items()]


__all__ = ["PASSWORD", "build_demo", "demo_day", "is_built", "is_empty", "logins"]
