"""The steps that both units take at the end of a period, each on the day it would be taken."""

from collections.abc import Iterable
from datetime import date, timedelta

from assessment.closing.start_close import start_close
from assessment.decisions.decide import decide
from assessment.decisions.finish_review import finish_review
from assessment.decisions.pending import matters_to_decide
from assessment.models import Acknowledgement, Close, Period, Result
from assessment.office.periods.publish_period import finalise_period, publish_period
from assessment.periods.hand_in import departments_missing, hand_in, submit_period
from assessment.periods.open_period import open_period
from demo.build_unit import DemoUnit
from demo.clock import at
from organization.calendar import add_working_days, is_working_day
from organization.jobs import run_job
from organization.models import Job

# Days after the end of a period by which everybody has signed.
SIGNED_BY = {"month": 75, "quarter": 170, "year": 60}


class DemoFailed(Exception):
    """A step of the demo did not do what it should; the message says which."""


def working_day(day: date) -> date:
    """The day itself when it is worked, otherwise the next one that is."""
    return day if is_working_day(day) else add_working_days(day, 1)


def open_at(house: DemoUnit, key: str, day: date) -> Period:
    """The office opens a period."""
    with at(day, 8, 40):
        return open_period(actor=house.logins["office"], unit=house.unit, scheme=house.scheme, key=key)


def hand_in_and_close(house: DemoUnit, period: Period, *, day: date) -> Close:
    """Every department hands in on a day, the office closes the next working day."""
    with at(working_day(day), 16):
        for department in departments_missing(period):
            hand_in(
                actor=house.logins["office"],
                period=period,
                department=department,
                note="科室负责人电话确认，由效能办代为报送。",
            )
    period.refresh_from_db()
    if period.state == Period.State.OPEN:
        with at(working_day(day), 17):
            submit_period(actor=house.logins["office"], period=period, reason="")
    with at(add_working_days(working_day(day), 1), 9):
        job = start_close(actor=house.logins["office"], period=period)
        run_job(job.pk)  # it has run already unless a surrounding transaction holds it back
    job.refresh_from_db()
    if job.state != Job.State.DONE:
        raise DemoFailed(f"{period} was not closed: {job.error}")
    period.refresh_from_db()
    assert period.current_close is not None
    return period.current_close


def decide_everything(house: DemoUnit, close: Close, *, day: date) -> None:
    """The leading group settles every matter: the best of the candidates take the free seats, the rest stay.

    One decision may bring the next matter up (a seat freed further down), so the list is read anew each time.
    """
    while matters := [matter for matter in matters_to_decide(close) if matter.is_open]:
        matter = matters[0]
        with at(day, 15):
            decide(
                actor=house.logins["group"],
                close=close,
                subject=matter.subject,
                grades=_verdict(matter.people, matter.grade, matter.seats),
                reason="领导小组会议集体研究，依据年度得分、日常表现和服务对象评价确定。",
            )


def _verdict(people: Iterable[Result], grade: str | None, seats: int | None) -> dict[int, str]:
    """Seats go from the top; without a cap the upper seventh is excellent where the ceiling allows, the rest qualified."""
    people = list(people)
    if grade is not None and seats is not None:
        return {result.pk: grade for result in people[: min(seats, 3)]}
    best = {result.pk for result in people[: len(people) // 7] if result.ceiling is None}
    return {
        result.pk: "excellent" if result.pk in best else result.ceiling or "qualified" for result in people
    }


def publish_and_file(house: DemoUnit, period: Period, *, day: date, today: date) -> None:
    """Review, publish on a day, file when the publication is over (if that is not in the future)."""
    with at(working_day(day), 10):
        period.refresh_from_db()
        if period.state == Period.State.CLOSED:
            finish_review(actor=house.logins["group"], period=period)
        period.refresh_from_db()
        publish_period(actor=house.logins["office"], period=period)
    period.refresh_from_db()
    assert period.publication_ends_on is not None
    with at(min(working_day(day) + timedelta(days=1), today), 9, 20):
        _acknowledge(period, today)
    filed_on = add_working_days(period.publication_ends_on, 1)
    if filed_on <= today:
        with at(filed_on, 9):
            finalise_period(actor=house.logins["office"], period=period)


def _acknowledge(period: Period, today: date) -> None:
    """Everybody signs sooner or later; for the last two periods some have not yet."""
    is_recent = period.ends_on > today - timedelta(days=SIGNED_BY[period.cadence])
    results = Result.objects.people().filter(close=period.current_close_id, staff__user__isnull=False)
    Acknowledgement.objects.bulk_create(
        [
            Acknowledgement(result=result, by=result.staff.user)
            for result in results.select_related("staff__user")
            if result.staff is not None and (not is_recent or (result.staff.pk * 7 + period.pk) % 4)
        ]
    )
