"""What the tables of insight say: distribution, points by clause, trends."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from assessment.models import Period, Result
from assessment.office.insight.clause_costs import by_department, costs_of, tallies_of
from assessment.office.insight.distribution import distribution_of
from assessment.office.insight.statistics import mean, median
from assessment.office.insight.trends import trend_of
from organization.models import User
from tests.cast import House
from tests.insight.conftest import Looking, told
from tests.narrowing import present
from tests.periods.houses import closed, rated


def by_title(groups: Any) -> Any:
    return {group.title: {line.title: line for line in group.grades} for group in groups}


def test_the_distribution_counts_everyone_once_and_holds_the_caps_against_it(
    people: House, quarter: Period, looking: Looking
) -> None:
    seen = looking(people.user("xu"), quarter)
    spread = distribution_of(seen.close, seen.scope, seen.words)
    results = list(Result.objects.filter(close=seen.close))
    assert sum(group.people for group in spread.departments) == len(results) == 14
    assert spread.categories[-1].people == 14
    general = by_title(spread.categories)["一般工作人员"]
    stored = Counter(result.grade for result in results if result.category == "general")
    assert general["优秀"].people == stored["excellent"]
    assert (general["优秀"].seats, general["优秀"].percent) == (2, 25)
    assert general["优秀"].free == 2 - stored["excellent"]


def test_means_by_department_are_those_of_its_people(
    people: House, quarter: Period, looking: Looking
) -> None:
    seen = looking(people.user("xu"), quarter)
    for group in distribution_of(seen.close, seen.scope, seen.words).departments:
        there = Result.objects.filter(close=seen.close, department_name=group.title)
        scores = [present(score) for score in there.values_list("score", flat=True)]
        assert (group.scores.mean, group.scores.median) == (mean(scores), median(scores))


def test_points_by_figure_are_the_sum_of_what_each_person_lost(
    people: House, quarter: Period, looking: Looking
) -> None:
    seen = looking(people.user("xu"), quarter)
    costs = costs_of(tallies_of(seen.close, seen.scope, seen.words), seen.scope, seen.words)
    [late] = costs.taken
    assert (late.title, late.item, late.records, late.people) == ("迟到", "考勤", 6, 6)
    assert (late.points, late.share) == (Decimal("-7.00"), Decimal("100.00"))
    assert costs.total_taken == Decimal("-7.00")


def test_one_figure_by_department_on_demand(people: House, quarter: Period, looking: Looking) -> None:
    seen = looking(people.user("xu"), quarter)
    tallies = tallies_of(seen.close, seen.scope, seen.words)
    assert by_department(tallies["attendance/late"], seen.scope) == [
        ("综治办", 4, 4, Decimal("-4.00")),
        ("城管中队", 2, 2, Decimal("-3.00")),
    ]


def test_an_entry_costs_what_its_clause_makes_of_it(bureau: House, october: Period, looking: Looking) -> None:
    seen = looking(bureau.user("zhou"), october)
    costs = costs_of(tallies_of(seen.close, seen.scope, seen.words), seen.scope, seen.words)
    lines = {line.code: line for line in costs.taken}
    result = Result.objects.get(close=october.current_close, staff=bureau.people["li"])
    assert lines["1.1"].records == 2  # entered twice, counts once a period
    assert (lines["6.1a"].records, lines["6.1a"].people) == (1, 1)
    assert sum(line.points for line in costs.taken) == costs.total_taken == present(result.score) - 50
    assert sum(present(line.share) for line in costs.taken) == 100


def test_the_trend_has_a_point_for_every_period_of_the_scheme_oldest_first(
    people: House, quarter: Period, looking: Looking
) -> None:
    earlier = told(closed(people, "2026-Q2", {}, rated("80", "80")))
    seen = looking(people.user("xu"), quarter)
    points = trend_of(quarter, seen.scope, seen.words)
    assert [point.period for point in points] == [earlier, quarter]
    for point in points:
        found = Result.objects.filter(close=point.period.current_close)
        scores = [present(result.score) for result in found]
        assert (point.people, point.mean, point.median) == (14, mean(scores), median(scores))
        assert sum(present(count) for count, _share in point.grades) == 14


def test_a_reopened_period_is_no_point(people: House, quarter: Period, looking: Looking) -> None:
    earlier = told(closed(people, "2026-Q2", {}, rated("80", "80")))
    Period.objects.filter(pk=earlier.pk).update(state=Period.State.OPEN)
    seen = looking(people.user("xu"), quarter)
    assert [point.period for point in trend_of(quarter, seen.scope, seen.words)] == [quarter]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("page", ["", "clauses/", "trends/", "raters/"])
@pytest.mark.usefixtures("quarter")
def test_the_pages_open_in_both_languages(
    people: House, login: Callable[[User], Client], language: str, page: str
) -> None:
    client = login(people.user("xu"))
    client.cookies["django_language"] = language
    body = client.get(f"/u/yunshan/insight/{page}").content.decode()
    assert "<table" in body
    assert "<svg" in body
