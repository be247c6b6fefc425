"""What blocks a close, by name."""

from datetime import date
from decimal import Decimal
from typing import Any

from assessment.models import Period, RatingTask
from assessment.office.periods.blockers import blockers, hard_blockers
from assessment.periods.hand_in import hand_in
from assessment.periods.parts import unfinished_parts
from organization.models import Assignment, StaffState
from tests.cast import House
from tests.periods.houses import closed, opened, submitted


def _codes(period: Period) -> Any:
    return [each.code for each in blockers(period)]


def test_departments_that_did_not_hand_in_are_named(bureau: House) -> None:
    period = opened(bureau, "2026-10")
    hand_in(actor=bureau.user("lin"), period=period, department=bureau.departments["relief"])
    (found,) = blockers(period)
    assert (found.code, found.names) == ("hand_in", ["办公室"])


def test_a_submitted_month_is_blocked_by_nothing(bureau: House) -> None:
    assert blockers(submitted(bureau, "2026-10")) == []


def test_a_running_period_is_a_warning_only(bureau: House) -> None:
    period = submitted(bureau, "2026-11")
    assert _codes(period) == ["running"]
    assert hard_blockers(period) == []


def test_raters_who_owe_scores_are_named_with_how_many(street: House) -> None:
    period = submitted(street, "2026-Q3")
    for key in ("ma", "chen"):
        RatingTask.objects.create(
            period=period, staff=street.people[key], item="routine.section", rater=street.people["gao"]
        )
    found = {each.code: each for each in blockers(period)}
    assert len(found["score"].names) == 1
    assert "高明" in found["score"].names[0]
    assert "2" in found["score"].names[0]


def test_people_without_a_required_duty_or_rater_are_named(street: House) -> None:
    period = submitted(street, "2026-Q3")
    found = {each.code: each for each in blockers(period)}
    assert "马强" in found["duty"].names
    assert "马强" in found["rating"].names


def test_a_required_figure_is_named_with_its_person(street: House) -> None:
    StaffState.objects.create(staff=street.people["wu"], kind="joined", valid_from=date(2026, 9, 1))
    period = submitted(street, "2026-Q3")
    (fact,) = [each for each in blockers(period) if each.code == "fact"]
    assert fact.names == ["吴桐"]


def test_a_category_that_the_scheme_does_not_know_is_named(bureau: House) -> None:
    Assignment.objects.filter(staff=bureau.people["he"]).update(category="leader")
    (found,) = blockers(submitted(bureau, "2026-10"))
    assert (found.code, found.names) == ("category", ["何静"])


def test_a_year_waits_for_its_periods_to_be_final(street: House) -> None:
    quarter = opened(street, "2026-Q2")
    third = closed(street, "2026-Q3", {}, _nothing())
    year = submitted(street, "2026")
    (found,) = [each for each in blockers(year) if each.code == "period"]
    assert (
        len(found.names) == 3
    )  # second: open; third: closed; fourth: never opened; the first is before the records
    Period.objects.filter(pk__in=[quarter.pk, third.pk]).update(state="final")
    assert [key for key, _ in unfinished_parts(year, _scheme(year))] == ["2026-Q4"]


def test_people_without_any_scored_period_are_named_in_the_year(bureau: House) -> None:
    year = submitted(bureau, "2026")
    (found,) = [each for each in blockers(year) if each.code == "history"]
    assert len(found.names) == 8


def _scheme(period: Period) -> Any:

    return period.rules


def _nothing() -> Any:
    from assessment.rules import Rating

    return {
        "duties": ["routine.section"],
        "ratings": [Rating(1, "routine.section", "1", Decimal(40)), Rating(2, "leaders", "2", Decimal(80))],
    }
