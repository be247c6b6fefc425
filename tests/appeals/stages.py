"""Periods that were really computed from facts in the database, and published."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from assessment.closing.start_close import start_close
from assessment.ledger.record_entries import record
from assessment.models import Entry, Period, RatingTask
from assessment.office.periods.publish_period import publish_period
from assessment.periods.hand_in import submit_period
from assessment.periods.open_period import open_period
from organization.models import Role
from tests.cast import House, grant
from tests.mine.conftest import leave_the_rest
from tests.periods.houses import office

SCORES = {"ma": ("89", "96"), "chen": ("90", "96"), "xu": ("70", "83")}
TIED = {"ma": ("90", "96"), "chen": ("90", "96"), "xu": ("70", "83")}

ANSWER = "经核实，扣分事项不成立，予以更正。"


def quiet(_count: int) -> None:
    """No progress is shown in a test."""


def closed_quarter(
    street: House, scores: Mapping[str, tuple[str, str]] = SCORES, whose: str = "chen"
) -> Period:
    """The third quarter of the street, closed from its facts; 高明 of the supervision team entered a demerit (陈立新)."""
    period = open_period(actor=office(street), unit=street.unit, scheme=street.scheme, key="2026-Q3")
    for key, person in street.people.items():
        routine, leaders = scores.get(key, ("60", "70"))
        for item, rater, score in (
            ("routine.section", "gao" if key != "gao" else "tang", routine),
            ("leaders", "luo" if key != "luo" else "tang", leaders),
        ):
            task = RatingTask(period=period, staff=person, item=item, rater=street.people[rater])
            task.score = Decimal(score)
            task.save()
    grant(street, "gao", Role.SUPERVISOR)
    record(
        actor=street.user("gao"),
        unit=street.unit,
        staff=street.people[whose],
        clause="merit",
        points=Decimal(-3),
        occurred_on=date(2026, 8, 11),
        note="会议缺席",
        idempotency_key="quarter-demerit",
        period=period,
    )
    submit_period(actor=office(street), period=period, reason="季末集中报送")
    start_close(actor=office(street), period=period)
    return Period.objects.get(pk=period.pk)


def published(house: House, period: Period) -> Period:
    """A closed period published today; every seat that the rules leave free stays empty, as 罗成 of the group signs."""
    period = Period.objects.get(pk=period.pk)
    if house.unit.code == "yunshan":
        grant(house, "luo", Role.LEADING_GROUP)
        leave_the_rest(house, period, by="luo")
    return publish_period(actor=office(house), period=period)


def quarter_entry(period: Period) -> Entry:
    """The demerit."""
    return Entry.objects.get(period=period, clause="merit", reverses__isnull=True)
