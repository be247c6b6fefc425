"""Work in progress of the civil-affairs bureau: a draft of next year's scheme, an appeal that waits for its answer."""

from datetime import date, timedelta

from assessment.appeals.file_appeal import appeal_result
from assessment.models import Period, Result
from assessment.schemes.install_schemes import version_in_force
from assessment.workshop.make_drafts import start_draft
from assessment.workshop.save_draft import save_draft
from demo.build_unit import DemoUnit
from demo.clock import at
from demo.logins import person_of
from demo.take_steps import working_day

APPEAL_WITHIN = 25  # days after the publication; the scheme gives some more


def leave_work(house: DemoUnit, *, today: date) -> None:
    """What somebody who looks around finds half done."""
    _draft(house, today)
    _appeal(house, today)


def _draft(house: DemoUnit, today: date) -> None:
    """The office thinks of doubling a deduction."""
    office = house.logins["office"]
    version = version_in_force(house.scheme, today, house.unit)
    with at(working_day(today - timedelta(days=4)), 15):
        draft = start_draft(actor=office, unit=house.unit, version=version)
        save_draft(
            actor=office,
            draft=draft,
            text=draft.text.replace("points: -0.5", "points: -1", 1),
            revision=draft.revision,
        )


def _appeal(house: DemoUnit, today: date) -> None:
    """A staff member does not agree with the last published month, as long as the time for it runs."""
    shown = Period.objects.filter(unit=house.unit, scheme=house.scheme, published_on__isnull=False)
    period = (
        shown.filter(published_on__gte=today - timedelta(days=APPEAL_WITHIN)).order_by("-starts_on").first()
    )
    if period is None:
        return
    result = Result.objects.get(close=period.current_close_id, staff=person_of(house, "staff"))
    with at(max(today - timedelta(days=1), period.published_on or today), 16):
        appeal_result(
            actor=house.logins["staff"],
            result=result,
            grounds="当月值班记录显示本人在岗，请核对考勤登记。",
        )
