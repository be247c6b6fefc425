"""An evaluation is told when it is over, to those whom it asked about."""

import pytest

from assessment.facts.consistent_read import here
from assessment.facts.subjects import Gathering, subjects_of
from assessment.mine.selectors import own_periods
from assessment.models import Period
from assessment.rules import PeriodKey, provisional
from evaluation.cast_ballots import cast_ballots
from evaluation.models import Campaign, Subject
from evaluation.run_campaigns import issue_codes, open_campaign
from tests.cast import House


@pytest.fixture
def answered(bureau: House, campaign: Campaign) -> Period:
    office = bureau.user("zhou")
    code = issue_codes(actor=office, group=campaign.groups.get(code="public"), count=1)[0]
    open_campaign(actor=office, campaign=campaign)
    relief = Subject.objects.get(campaign=campaign, department=bureau.departments["relief"])
    cast_ballots(code=code, answers={relief.pk: {"duties": "satisfied"}})
    return campaign.period


def test_only_those_are_assessed_whom_it_asks_about(bureau: House, answered: Period) -> None:
    assert list(subjects_of(answered)) == []
    gathered = Gathering(answered, here())
    assert [each.department_id for each, _subject in gathered.departments()] == [
        department.pk for department in bureau.departments.values()
    ]


def test_without_a_campaign_everyone_is_asked_about(bureau: House, year: Period) -> None:
    assert {person.staff_id for person, _subject in subjects_of(year)} == {
        person.pk for person in bureau.people.values()
    }


@pytest.mark.usefixtures("bureau")
def test_nothing_of_the_answers_is_told_before_the_end(answered: Period) -> None:
    gathered = Gathering(answered, here())
    for _department, subject in gathered.departments():
        outcome = provisional(answered.rules, PeriodKey.parse("2026"), None, subject)
        assert (outcome.score, outcome.items, outcome.shares) == (None, {}, None)


@pytest.mark.usefixtures("answered")
def test_a_running_evaluation_is_no_period_of_ones_own(bureau: House) -> None:
    assert own_periods(bureau.people["li"]) == []
