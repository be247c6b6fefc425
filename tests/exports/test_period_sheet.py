"""The result sheet of a month or quarter: people × items, and every figure is the result's."""

from decimal import Decimal

from pytest_django import DjangoAssertNumQueries

from assessment.models import Period
from assessment.results.selectors import results_of
from tests.cast import House
from tests.exports.conftest import Make, exact, opened_book, table
from tests.narrowing import present


def test_every_item_score_grade_and_bonus_of_a_quarter_is_the_results(
    street: House, quarter: Period, make: Make
) -> None:
    book = opened_book(make(street.user("fang"), quarter, "period"))
    rows = {row["工号"]: row for row in table(book.worksheets[0])}
    items = {
        "routine": "常规工作",
        "attendance": "考勤",
        "merit": "奖惩附加分",
        "base": "工作得分合计",
        "leaders": "党政领导测评",
    }
    results = list(results_of(present(quarter.current_close)))
    assert len(rows) == len(results) == 10
    for each in results:
        row = rows[each.number]
        assert {key: exact(row[title]) for key, title in items.items()} == {
            key: Decimal(each.items[key]) for key in items
        }
        assert exact(row["得分"]) == each.score
        assert exact(row["奖金（元）"]) == each.final_bonus
        assert row["重点项目"] is None  # nobody has one
    assert (rows["2006"]["等次"], rows["2007"]["等次"], rows["2008"]["等次"]) == ("优秀", "良好", "称职")
    assert "名额" in rows["2007"]["说明"]


def test_a_month_without_grades_has_no_grade_column_and_no_distribution(
    bureau: House, october: Period, make: Make
) -> None:
    book = opened_book(make(bureau.user("sun"), october, "period"))
    assert book.sheetnames == ["考核结果", "计算说明"]
    rows = {row["工号"]: row for row in table(book.worksheets[0])}
    assert "等次" not in rows["0117"]
    assert "奖金（元）" not in rows["0117"]
    assert exact(rows["0117"]["得分"]) == Decimal("48.00")
    assert exact(rows["0117"]["制度建设"]) == exact(rows["0117"]["依法行政"]) == Decimal("-1.00")


def test_the_sheet_of_a_quarter_counts_the_seats_by_category(
    street: House, quarter: Period, make: Make
) -> None:
    sheet = opened_book(make(street.user("fang"), quarter, "period")).worksheets[1]
    general = {row["等次"]: row for row in table(sheet) if row["类别"] == "一般工作人员"}
    assert (general["优秀"]["人员"], general["优秀"]["名额"], general["优秀"]["剩余名额"]) == (1, 1, 0)
    assert (general["良好"]["人员"], general["良好"]["名额"]) == (1, 1)
    assert exact(general["优秀"]["占比（%）"]) == Decimal("20.00")


def test_an_unpublished_period_says_its_state_above_the_figures(
    street: House, quarter: Period, make: Make
) -> None:
    sheet = opened_book(make(street.user("fang"), quarter, "period")).worksheets[0]
    assert "青溪县云山街道" in sheet["A1"].value
    assert "暂定" in sheet["A2"].value or "provisional" in sheet["A2"].value


def test_statements_do_not_grow_with_the_people(
    street: House, quarter: Period, make: Make, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(22):
        make(street.user("fang"), quarter, "period")
