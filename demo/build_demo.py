"""Building the demo."""

from datetime import date

from django.conf import settings
from django.utils import timezone

from assessment.rules import PeriodKey
from assessment.schemes.install_schemes import install_version
from demo import bureau, government, hall, justice, review, street, unfinished
from demo.build_unit import OUTSIDERS, PACKS, PASSWORD, build_house, build_outsiders
from demo.plans import BUREAU, GOVERNMENT, HALL, JUSTICE, PLANS, STREET
from organization.calendar import loaded_years
from organization.models import AuditEvent, Unit
from organization.write_audit import log_act

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
    """All units with their past. Long work runs at once, whatever the settings say."""
    settings.JOBS_RUN_IN = "inline"
    today = demo_day()
    month = PeriodKey.of("month", today)
    for _step in range(13):
        month = month.previous()
    quarter = PeriodKey.of("quarter", today)
    for _step in range(5):
        quarter = quarter.previous()
    begin = date(today.year - 1, 1, 1)
    for pack in sorted(PACKS.glob("*.yaml")):
        install_version(actor=None, text=pack.read_text("utf-8"), file=pack.name)
    houses = {
        plan.code: build_house(plan, since=since)
        for plan, since in [
            (BUREAU, month.first_day),
            (STREET, quarter.first_day),
            (GOVERNMENT, begin),
            (JUSTICE, begin),
            (HALL, begin),
        ]
    }
    build_outsiders([house.unit for house in houses.values()], since=begin)
    bureau.live_through(houses[BUREAU.code], first=month, today=today)
    street.live_through(houses[STREET.code], first=quarter, today=today)
    government.live_through(
        houses[GOVERNMENT.code], first=PeriodKey.of("quarter", date(today.year - 1, 7, 1)), today=today
    )
    justice.live_through(houses[JUSTICE.code], today=today)
    hall.live_through(houses[HALL.code], today=today)
    unfinished.leave_work(houses[BUREAU.code], today=today)
    review.live_through(houses[HALL.code], since=begin, today=today)
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
