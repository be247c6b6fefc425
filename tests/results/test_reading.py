"""Reading results: what counts, and who sees what."""

from decimal import Decimal
from typing import Any

import pytest

from assessment.models import Close, DecidedGrade, Decision, Period, Result
from assessment.results.selectors import current_results, results_of, results_seen_by
from organization.models import Role
from organization.policy import access_to
from tests.cast import House, grant
from tests.closing.conftest import Closing, Enter
from tests.narrowing import present

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(bureau: House, october: Period, enter: Enter, close: Closing) -> Period:
    """October, closed."""
    enter("li", "6.1a", "2")
    close(october, bureau.user("zhou"))
    return october


def decide(result: Result, grade: str, by: Any, *, active: bool = True) -> None:
    decision = Decision.objects.create(
        close=result.close, kind="pending", subject=f"{result.pk} {active}", reason="minutes 7", decided_by=by
    )
    DecidedGrade.objects.create(
        decision=decision, result=result, grade=grade, bonus=Decimal(1800), is_active=active
    )


def test_a_decided_grade_stands_over_the_computed_one_which_stays_as_it_was(
    bureau: House, closed: Period
) -> None:
    result = Result.objects.get(number="0117")
    decide(result, "excellent", bureau.user("qian"))
    decide(Result.objects.get(number="0132"), "excellent", bureau.user("qian"), active=False)
    final = {each.number: each for each in results_of(present(closed.current_close))}
    assert (final["0117"].final_grade, final["0117"].final_bonus) == ("excellent", Decimal(1800))
    assert (final["0117"].grade, final["0117"].bonus) == (None, None)
    assert (final["0132"].final_grade, final["0132"].final_bonus) == (None, None)
    assert len(final) == 8


def test_results_come_by_staff_number(closed: Period) -> None:
    numbers = [result.number for result in current_results(closed)]
    assert numbers == sorted(numbers)


def test_only_the_current_close_counts(bureau: House, closed: Period, close: Any) -> None:
    Period.objects.filter(pk=closed.pk).update(state=Period.State.SUBMITTED)
    close(closed, bureau.user("zhou"))
    assert Close.objects.filter(state=Close.State.DONE).count() == 2
    assert Result.objects.count() == 16
    assert {result.close.revision for result in current_results(closed)} == {2}


def test_a_period_without_a_close_has_no_results(october: Any) -> None:
    assert list(current_results(october)) == []


def seen(house: Any, who: str) -> set[str]:
    access = access_to(house.user(who), house.unit)
    return {result.name for result in results_seen_by(access)}


@pytest.mark.usefixtures("clock")
def test_who_sees_which_results(bureau: House, closed: Period) -> None:
    everyone = {person.name for person in bureau.people.values()}
    for office in ("zhou", "sun", "qian"):
        assert seen(bureau, office) == everyone
    assert seen(bureau, "wang") == seen(bureau, "li") == set()
    grant(bureau, "he", Role.HEAD, "relief")
    assert seen(bureau, "he") == {"李晓敏", "林秀梅", "赵玉兰", "何静"}
    Period.objects.filter(pk=closed.pk).update(state=Period.State.PUBLISHED)
    assert seen(bureau, "li") == {"李晓敏"}


@pytest.mark.usefixtures("closed", "clock")
def test_another_units_office_sees_nothing(bureau: House, street: House) -> None:
    assert seen(street, "xu") == set()
    assert not results_seen_by(access_to(street.user("xu"), bureau.unit)).exists()
