"""The public's and the delegates' evaluation of the hall's windows: one that ended, one that is open."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from assessment.models import Period
from assessment.schemes.install_schemes import adopt_scheme, install_version
from demo.build_unit import PACKS, DemoUnit
from demo.clock import at
from demo.take_steps import hand_in_and_close, open_at, publish_and_file, working_day
from evaluation.cast_ballots import cast_ballots, questions_of
from evaluation.models import Campaign
from evaluation.run_campaigns import NewGroup, end_campaign, issue_codes, open_campaign, prepare_campaign

PACK = "democratic-review"
GROUPS = [
    (NewGroup("public", "社会公众", Decimal(40)), 14),
    (NewGroup("delegates", "代表委员", Decimal(30)), 6),
    (NewGroup("supervisors", "监督部门", Decimal(10)), 3),
    (NewGroup("service_users", "服务对象", Decimal(20)), 12),
]


def live_through(hall: DemoUnit, *, since: date, today: date) -> None:
    """Last year's evaluation from questionnaire to publication; this year's, half of the codes spent."""
    pack = PACKS / f"{PACK}.yaml"
    version = install_version(actor=None, text=pack.read_text("utf-8"), file=pack.name)
    adopt_scheme(actor=None, unit=hall.unit, scheme=version.scheme, valid_from=since)
    house = replace(hall, scheme=version.scheme)
    ended = open_at(house, str(today.year - 1), working_day(date(today.year - 1, 11, 12)))
    with at(working_day(date(today.year, 1, 8)), 10):
        campaign = _campaign(house, ended, share=100)
        end_campaign(actor=house.logins["office"], campaign=campaign)
    hand_in_and_close(house, ended, day=working_day(date(today.year, 1, 12)))
    publish_and_file(house, ended, day=working_day(date(today.year, 1, 15)), today=today)
    running = open_at(house, str(today.year), working_day(date(today.year, 11, 2)))
    with at(working_day(date(today.year, 11, 9)), 10):
        _campaign(house, running, share=50)


def _campaign(house: DemoUnit, period: Period, *, share: int) -> Campaign:
    office = house.logins["office"]
    campaign = prepare_campaign(
        actor=office,
        period=period,
        title=f"{period.key} 年窗口服务评议",
        groups=[group for group, _size in GROUPS],
        departments=[each for each in house.departments.values() if each.name.endswith("窗口")],
    )
    codes = [
        code
        for (group, size) in GROUPS
        for code in issue_codes(actor=office, group=campaign.groups.get(code=group.code), count=size)
    ]
    campaign = open_campaign(actor=office, campaign=campaign)
    dice = Random(f"{house.unit.code} {period.key}")  # noqa: S311 - invented answers
    headings, answers = questions_of(period)
    subjects = [subject.pk for subject in campaign.subjects.all()]
    for code in codes[: len(codes) * share // 100]:
        given = {
            subject: {
                heading: dice.choice([answers[0], answers[0], answers[0], answers[1], answers[2]])
                for heading in headings
                if dice.random() < 0.9
            }
            for subject in subjects
        }
        cast_ballots(code=code, answers=given)
    return campaign
