"""The annual grade sheet: who is where, the quarters, the caps, how it was computed."""

from decimal import Decimal

import pytest
from openpyxl import Workbook
from pytest_django import DjangoAssertNumQueries

from assessment.models import Period
from assessment.results.selectors import results_of
from organization.models import Department, StaffMember, User
from tests.cast import House
from tests.exports.conftest import Make, exact, opened_book, table
from tests.narrowing import present
from tests.periods.houses import closed, past, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(street: House, year: Period, make: Make) -> Workbook:
    return opened_book(make(street.user("fang"), year, "annual"))


def test_it_has_the_people_the_distribution_and_the_method(book: Workbook) -> None:
    assert book.sheetnames == ["年度等次", "分布", "计算说明"]


@pytest.mark.usefixtures("street")
def test_every_figure_and_grade_is_the_results(year: Period, book: Workbook) -> None:
    rows = {row["工号"]: row for row in table(book.worksheets[0])}
    results = {each.number: each for each in results_of(present(year.current_close))}
    assert set(rows) == set(results)
    titles = {"excellent": "优秀", "qualified": "称职", "basically_qualified": "基本称职", "good": "良好"}
    for number, each in results.items():
        row = rows[number]
        assert exact(row["得分"]) == each.score
        assert row["等次"] == titles.get(each.final_grade, row["等次"])
        for key, score, grade in each.facts["history"]:
            assert exact(row[f"{key} 得分"]) == Decimal(score)
            assert row[f"{key} 等次"] == titles.get(grade, row[f"{key} 等次"])
    assert exact(rows["2006"]["得分"]) == Decimal("90.65")
    assert rows["2009"]["2026-Q2 得分"] is None
    assert rows["2009"]["2026-Q1 等次"] == "不称职"


def test_figures_are_numbers_with_two_decimals(book: Workbook) -> None:
    sheet = book.worksheets[0]
    figures = [
        cell for row in sheet.iter_rows(min_row=4) for cell in row if isinstance(cell.value, float | int)
    ]
    assert figures
    assert {cell.number_format for cell in figures} == {"0.00"}


@pytest.mark.usefixtures("street")
def test_people_stand_by_department_category_and_number(book: Workbook) -> None:
    rows = table(book.worksheets[0])
    departments = list(dict.fromkeys(row["科室"] for row in rows))
    assert departments == ["党政办", "综治办", "城管中队"]
    inside = [(row["类别"], row["工号"]) for row in rows if row["科室"] == "党政办"]
    order = ["科级干部", "中层干部（含工作点副点长）", "一般工作人员"]
    assert inside == sorted(inside, key=lambda each: (order.index(each[0]), each[1]))


def test_a_department_stands_before_those_below_it(street: House, make: Make) -> None:
    city = street.departments["city"]
    Department.objects.filter(pk=city.pk).update(parent=street.departments["party"], position=9)
    period = closed(street, "2026", {}, past(Q1="80.00 qualified"))
    rows = table(opened_book(make(street.user("fang"), period, "annual")).worksheets[0])
    assert list(dict.fromkeys(row["科室"] for row in rows)) == ["党政办", "城管中队", "综治办"]


@pytest.mark.usefixtures("street")
def test_flags_and_ceilings_stand_in_words(book: Workbook) -> None:
    rows = {row["工号"]: row for row in table(book.worksheets[0])}
    assert rows["2009"]["等次"] == rows["2009"]["等次上限"] == "基本称职"
    texts = " ".join(str(row["说明"]) for row in rows.values())
    assert "_" not in texts
    assert "ceiling" not in texts


def test_who_is_not_in_scope_is_listed_without_figures(street: House, make: Make) -> None:
    from datetime import date

    facts = {"ma": {"states": [state("retired", date(2026, 7, 10))]}}
    from tests.periods.houses import rated

    period = closed(street, "2026-Q3", facts, rated("60", "70"))
    rows = {
        r["工号"]: r for r in table(opened_book(make(street.user("fang"), period, "period")).worksheets[0])
    }
    assert rows["2006"]["得分"] is None
    assert not rows["2006"]["等次"]
    assert rows["2006"]["考核状态"] == "不参加考核"
    assert "退休" in rows["2006"]["说明"]


def test_it_prints_on_a4_landscape_with_heading_page_numbers_and_frozen_panes(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows
        assert sheet.freeze_panes
        assert "&P" in present(present(sheet.oddFooter).center.text)
    assert book.worksheets[0].freeze_panes == "E4"


@pytest.mark.usefixtures("street")
def test_the_distribution_counts_each_grade_against_its_cap(year: Period, book: Workbook) -> None:
    rows = table(book.worksheets[1])
    results = list(results_of(present(year.current_close)))
    whole = {row["等次"]: row for row in rows if row["类别"] == "全单位"}
    assert whole["优秀"]["人员"] == 1
    assert (whole["优秀"]["名额"], whole["优秀"]["剩余名额"]) == (2, 1)  # 20 % of ten people
    assert exact(whole["优秀"]["限额（%）"]) == Decimal("20.00")
    general = [row for row in rows if row["类别"] == "一般工作人员"]
    assert sum(row["人员"] for row in general) == sum(1 for each in results if each.category == "general")


def test_the_method_names_scheme_version_hash_readings_dates_and_people(
    street: House, year: Period, make: Make
) -> None:
    User.objects.filter(pk=street.user("fang").pk).update(language="en")
    book = opened_book(make(street.user("fang"), year, "annual"))
    said = {row["What"]: row["Value"] for row in table(book.worksheets[2])}
    close = present(year.current_close)
    assert said["Scheme hash"] == close.scheme_hash
    assert (said["Version"], said["Revision"]) == ("1", "1")
    assert "20 %" in said["Reading R6"]
    assert (said["Sheet made by"], said["Sheet made at"]) == ("方圆", "2026-11-20 10:30")
    assert said["Closed by"] == "徐海燕"
    assert "meiling-quarterly" in said["Scheme"]
    assert said["Source document"]


def test_a_name_that_looks_like_a_formula_stays_text(street: House, make: Make) -> None:
    StaffMember.objects.filter(pk=street.people["ma"].pk).update(name="=1+1")
    period = closed(street, "2026", {}, past(Q1="80.00 qualified"))
    sheet = opened_book(make(street.user("fang"), period, "annual")).worksheets[0]
    names = [cell for row in sheet.iter_rows(min_row=4) for cell in row if cell.column == 4]
    assert all(cell.data_type != "f" for cell in names)
    assert "'=1+1" in {cell.value for cell in names}


def test_a_reopened_period_says_that_its_figures_do_not_count(
    street: House, year: Period, make: Make
) -> None:
    Period.objects.filter(pk=year.pk).update(state=Period.State.OPEN)
    year.refresh_from_db()
    sheet = opened_book(make(street.user("fang"), year, "annual")).worksheets[0]
    assert "重新" in str(sheet["A3"].value)


@pytest.mark.usefixtures("bureau", "october")
def test_statements_do_not_grow_with_the_people(
    street: House, year: Period, make: Make, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(22):
        make(street.user("fang"), year, "annual")
