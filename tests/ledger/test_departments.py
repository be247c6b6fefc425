"""Entries on departments, and what an entry says of its matter: recorded by services, on the page, from Excel."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import count
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from assessment.data_entry.entries.preview import changes, month_of
from assessment.data_entry.entries.sheet.check import check_sheet
from assessment.data_entry.entries.sheet.template import template_of
from assessment.data_entry.entries.subject_choices import About
from assessment.ledger.record_entries import record
from assessment.ledger.reverse_entry import reverse
from assessment.models import Entry, Period
from assessment.periods.open_period import open_period
from organization.models import Department, User
from organization.policy import access_to
from tests.cast import House
from tests.narrowing import first_sheet

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 20)


@pytest.fixture
def november(clock: time_machine.Traveller, hall: House) -> Period:  # noqa: ARG001  # for its effect
    """November 2026 of the hall, open."""
    return open_period(actor=None, unit=hall.unit, scheme=hall.scheme, key="2026-11")


@pytest.fixture
def enter(hall: House, november: Period) -> Callable[..., Entry]:  # noqa: ARG001  # for its effect
    """Record «nobody at the window» of the tax window; anything may be said differently."""
    numbers = count(1)

    def add(**said: Any) -> Entry:
        values: dict[str, Any] = {
            "actor": hall.user("su"),
            "unit": hall.unit,
            "department": hall.departments["tax"],
            "clause": "w1",
            "occurred_on": FRIDAY,
            "idempotency_key": f"key-{next(numbers)}",
        }
        return record(**(values | said))

    return add


def refused(enter: Callable[..., Entry], **said: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        enter(**said)
    return refusal.value.message_dict


def test_an_entry_on_a_department_is_about_nobody_in_it(enter: Callable[..., Entry], hall: House) -> None:
    entry = enter(count=Decimal(2))
    assert (entry.staff, entry.department, entry.effect) == (None, hall.departments["tax"], Decimal(-10))
    assert entry.about == "税务窗口"


def test_the_same_key_and_content_give_the_entry_that_is_there(
    enter: Callable[..., Entry], hall: House
) -> None:
    first = enter(idempotency_key="k")
    assert enter(idempotency_key="k") == first
    assert "idempotency_key" in refused(enter, idempotency_key="k", department=hall.departments["desk"])


@pytest.mark.parametrize(
    ("said", "clause"),
    [({"kind": "media", "level": "nation"}, "9.00"), ({"kind": "organ", "level": "city"}, "1.00")],
)
def test_the_points_follow_from_kind_and_level(
    enter: Callable[..., Entry], said: dict[str, Any], clause: str
) -> None:
    assert str(enter(clause="w2", attributes=said).effect) == clause


@pytest.mark.parametrize(
    ("said", "effect"),
    [
        ({"level": "city", "authors": 3}, "0.67"),
        ({"level": "city", "authors": 1}, "2.00"),
        ({"level": "unit", "written": True}, "0.25"),
        ({"level": "unit", "written": False, "matter": "m1"}, "0.50"),
        ({"level": "city", "written": True, "authors": 3}, "0.33"),
    ],
)
def test_the_effect_of_a_line_is_frozen_to_two_decimals(
    enter: Callable[..., Entry], hall: House, said: dict[str, Any], effect: str
) -> None:
    entry = enter(department=None, staff=hall.people["mei"], clause="s2", attributes=said)
    entry.refresh_from_db()
    assert (str(entry.effect), entry.attributes, entry.count) == (effect, said, None)


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"clause": "w2"}, ["level"]),
        ({"clause": "w2", "attributes": {"level": "nation", "kind": "organ"}}, ["level"]),
        ({"clause": "w2", "attributes": {"level": "city"}}, ["level"]),
        ({"clause": "w2", "attributes": {"level": "city", "kind": "organ"}, "count": Decimal(1)}, ["count"]),
        ({"clause": "w1", "attributes": {"matter": "m"}}, ["matter"]),
        ({"clause": "s1"}, ["clause"]),
        ({"clause": "s3"}, ["clause"]),
        ({"clause": "9"}, ["clause"]),
        ({"points": Decimal(1)}, ["points"]),
    ],
)
def test_what_a_clause_of_departments_does_not_take_is_refused_at_its_field(
    enter: Callable[..., Entry], said: Any, fields: list[Any]
) -> None:
    assert list(refused(enter, **said)) == fields


@pytest.mark.parametrize(
    ("clause", "said", "fields"),
    [
        ("s2", {}, ["level"]),
        ("s2", {"level": "moon"}, ["level"]),
        ("s2", {"level": "city", "authors": 0}, ["authors"]),
        ("s2", {"level": "city", "authors": "1.5"}, ["authors"]),
        ("s2", {"level": "city", "authors": True}, ["authors"]),
        ("s2", {"level": "city", "written": "perhaps"}, ["written"]),
        ("s2", {"level": "city", "matter": "m" * 61}, ["matter"]),
        ("s4", {}, ["ref"]),
        ("s4", {"ref": 4}, ["ref"]),
        ("s4", {"ref": 0}, ["ref"]),
        ("s4", {"ref": "1"}, ["ref"]),
        ("w1", {}, ["clause"]),
    ],
)
def test_what_a_clause_of_people_does_not_take_is_refused_at_its_field(
    enter: Callable[..., Entry], hall: House, clause: str, said: Any, fields: list[Any]
) -> None:
    faults = refused(enter, department=None, staff=hall.people["mei"], clause=clause, attributes=said)
    assert list(faults) == fields


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", "须为文字，且不能为空"), ("en", "must be a text that is not empty")],
)
def test_what_only_the_core_finds_is_told_in_the_language_of_the_reader(
    enter: Callable[..., Entry], hall: House, language: str, words: str
) -> None:
    said = {"level": "city", "matter": ""}
    with override(language):
        faults = refused(enter, department=None, staff=hall.people["mei"], clause="s2", attributes=said)
    assert faults == {"attributes": [words]}


def test_a_finding_is_recorded_by_its_row_and_worth_nothing(enter: Callable[..., Entry], hall: House) -> None:
    entry = enter(department=None, staff=hall.people["mei"], clause="s4", attributes={"ref": 3})
    assert (entry.effect, entry.attributes) == (Decimal(0), {"ref": 3})


def test_an_admin_records_for_the_own_window_only(enter: Callable[..., Entry], hall: House) -> None:
    assert enter(actor=hall.user("ding")).department == hall.departments["tax"]
    faults = refused(enter, actor=hall.user("ding"), department=hall.departments["desk"])
    assert list(faults) == ["department"]
    with pytest.raises(PermissionDenied):
        enter(actor=hall.user("mei"))


def test_a_department_of_another_unit_is_not_known(enter: Callable[..., Entry], bureau: House) -> None:
    assert list(refused(enter, department=bureau.departments["office"])) == ["department"]


@pytest.mark.usefixtures("clock")
def test_a_scheme_without_departments_takes_no_entries_on_them(bureau: House) -> None:
    open_period(actor=None, unit=bureau.unit, scheme=bureau.scheme, key="2026-11")
    with pytest.raises(ValidationError) as refusal:
        record(
            actor=bureau.user("zhou"),
            unit=bureau.unit,
            department=bureau.departments["office"],
            clause="6.1a",
            occurred_on=FRIDAY,
            idempotency_key="k",
        )
    assert list(refusal.value.message_dict) == ["occurred_on"]


def test_an_entry_on_a_department_is_reversed_like_any_other(
    enter: Callable[..., Entry], hall: House
) -> None:
    entry = enter()
    reversal = reverse(actor=hall.user("su"), entry=entry, reason="记错", idempotency_key="r")
    assert (reversal.staff_id, reversal.department_id, reversal.effect) == (
        None,
        entry.department_id,
        Decimal(5),
    )


def test_the_preview_of_a_window_counts_what_its_people_lost(
    enter: Callable[..., Entry], hall: House, november: Period
) -> None:
    enter(department=None, staff=hall.people["mei"], clause="s1", count=Decimal(3))
    tax = About(department=hall.departments["tax"])
    [now] = changes(november, [tax], "zh-hans", None)
    assert (now.name, now.before) == ("税务窗口", Decimal("98.00"))
    enter()
    month = month_of(access_to(hall.user("su"), hall.unit), november, tax, "zh-hans")
    assert month is not None
    assert (month.score, month.total, [entry.clause for entry in month.entries]) == (
        Decimal(93),
        Decimal(-5),
        ["w1"],
    )


# The page


@pytest.fixture
def page(hall: House, november: Period, login: Callable[..., Client]) -> Client:  # noqa: ARG001  # for its effect
    """The Enter page as the assessment office sees it."""
    return login(hall.user("su"))


def test_windows_are_found_beside_people_and_bring_their_own_clauses(page: Client, hall: House) -> None:
    found = page.get("/u/hall/enter/people/", {"q": "税务"}).content.decode()
    tax = hall.departments["tax"]
    assert f'data-value="d{tax.pk}"' in found
    assert f'data-value="d{tax.pk}"' in page.get("/u/hall/enter/people/", {"q": "swck"}).content.decode()
    clauses = page.get("/u/hall/enter/clauses/", {"people": f"d{tax.pk}"}).content.decode()
    assert 'data-value="w1"' in clauses
    assert 'data-value="s1"' not in clauses
    mei = hall.people["mei"].pk
    assert 'data-value="w1"' not in page.get("/u/hall/enter/clauses/", {"people": mei}).content.decode()


@pytest.mark.usefixtures("clock")
def test_a_unit_without_assessed_departments_offers_people_only(
    bureau: House, login: Callable[[User], Client]
) -> None:
    open_period(actor=None, unit=bureau.unit, scheme=bureau.scheme, key="2026-11")
    found = login(bureau.user("zhou")).get("/u/minzheng/enter/people/", {"q": "办公室"}).content.decode()
    assert 'data-value="d' not in found


@pytest.mark.usefixtures("hall")
def test_a_clause_brings_the_fields_of_its_particulars(page: Client) -> None:
    found = page.get("/u/hall/enter/clauses/", {"q": "s2"}).content.decode()
    assert 'name="more_level"' in found
    assert 'name="more_authors"' in found
    assert '<input type="checkbox" name="more_written"' in found
    assert 'name="more_matter"' in found


def test_the_page_records_an_entry_with_its_particulars(page: Client, hall: House) -> None:
    tax = hall.departments["tax"]
    said = {
        "people": f"d{tax.pk}",
        "clause": "w2",
        "more_level": "media|city",
        "more_matter": "m1",
        "occurred_on": "2026-11-20",
        "key": "abc",
    }
    seen = page.get("/u/hall/enter/preview/", said).content.decode()
    assert "103.00" in seen
    answer = page.post("/u/hall/enter/", said)
    assert answer.status_code == 200
    entry = Entry.objects.get()
    assert (entry.department, entry.staff) == (tax, None)
    assert entry.attributes == {"kind": "media", "level": "city", "matter": "m1"}
    assert "媒体 · 市级" in answer.content.decode()
    assert "税务窗口" in page.get("/u/hall/entries/").content.decode()
    assert "媒体 · 市级" in page.get(f"/u/hall/entries/{entry.pk}/").content.decode()
    narrowed = page.get("/u/hall/entries/", {"person": f"d{hall.departments['desk'].pk}"})
    assert "媒体" not in narrowed.content.decode()


def test_particulars_that_are_missing_are_said_beside_their_fields(page: Client, hall: House) -> None:
    said = {"people": str(hall.people["mei"].pk), "clause": "s2", "occurred_on": "2026-11-20", "key": "abc"}
    answer = page.post("/u/hall/enter/", said | {"more_authors": "x"})
    assert answer.status_code == 422
    [slot] = [text for text in answer.content.decode().split("</div>\n") if 'id="error-particulars"' in text]
    assert slot.count('class="error"') == 2
    assert not Entry.objects.exists()


def test_people_and_windows_are_not_entered_together(page: Client, hall: House) -> None:
    said = {
        "people": [str(hall.people["mei"].pk), f"d{hall.departments['tax'].pk}"],
        "clause": "w1",
        "occurred_on": "2026-11-20",
        "key": "abc",
    }
    assert page.post("/u/hall/enter/", said).status_code == 422


@pytest.mark.usefixtures("november")
def test_an_admin_is_not_offered_the_windows_of_others(hall: House, login: Callable[[User], Client]) -> None:
    found = login(hall.user("ding")).get("/u/hall/enter/people/", {"q": "窗口"}).content.decode()
    assert f'data-value="d{hall.departments["tax"].pk}"' in found
    assert f'data-value="d{hall.departments["desk"].pk}"' not in found


# Excel


def sheet(*rows: dict[str, Any]) -> BytesIO:
    """A filled-in sheet with the headings that the rows use."""
    headings = list(dict.fromkeys(name for row in rows for name in row))
    book = Workbook()
    page = first_sheet(book)
    page.append(headings)
    for row in rows:
        page.append([row.get(name) for name in headings])
    file = BytesIO()
    book.save(file)
    return file


def check(hall: House, *rows: dict[str, Any]) -> Any:
    return check_sheet(actor=hall.user("su"), unit=hall.unit, file=sheet(*rows), name="一.xlsx")


TAX = {"工号": None, "姓名": None, "科室": "税务窗口", "条款": "w1", "日期": "2026-11-20", "档次": None}


def test_the_template_has_columns_for_departments_and_particulars(november: Period) -> None:
    book = load_workbook(BytesIO(template_of(november, "zh-hans")))
    text = {str(cell.value).rstrip("*") for row in book.worksheets[0].iter_rows() for cell in row}
    assert {"工号", "科室", "档次", "共同署名人数", "仅为书面交流"} <= text
    clauses = {row[0].value for row in book.worksheets[1].iter_rows()}
    assert {"s1", "s2", "s4", "w1", "w2"} <= clauses
    assert "s3" not in clauses


@pytest.mark.usefixtures("november")
def test_a_sheet_records_departments_by_name_or_code_and_particulars_by_their_words(hall: House) -> None:
    checked = check(
        hall,
        TAX,
        TAX | {"科室": "W1", "条款": "w2", "档次": "媒体·市级"},
        TAX
        | {
            "科室": None,
            "工号": "3004",
            "条款": "s2",
            "档次": "市级",
            "共同署名人数": 2,
            "仅为书面交流": "是",
        },
    )
    assert [row.row.errors for row in checked.rows] == [{}, {}, {}]
    lines = checked.to_record(with_twins=False)
    assert [line.name for line in lines] == ["税务窗口", "综合窗口", "梅雪"]
    assert lines[1].attributes == {"kind": "media", "level": "city"}
    assert lines[2].attributes == {"level": "city", "authors": 2, "written": True}
    assert [row.entry.effect for row in checked.rows] == [-5, 3, Decimal("0.5")]


@pytest.mark.usefixtures("november")
def test_what_is_wrong_stands_in_its_column(hall: House) -> None:
    checked = check(
        hall,
        TAX | {"工号": "3004"},
        TAX | {"科室": None},
        TAX | {"科室": "月球"},
        TAX | {"条款": "w2", "档次": "市级"},  # of which kind?
        TAX | {"档次": "市级"},
    )
    assert [list(row.row.errors) for row in checked.rows] == [
        ["department"],
        ["number"],
        ["department"],
        ["level"],
        ["level"],
    ]


@pytest.mark.usefixtures("november")
def test_an_equal_entry_on_the_same_window_is_pointed_out(hall: House, enter: Callable[..., Entry]) -> None:
    enter()
    enter(department=None, staff=hall.people["mei"], clause="s2", attributes={"level": "city"})
    person = TAX | {"科室": None, "工号": "3004", "条款": "s2"}
    checked = check(
        hall, TAX, TAX | {"科室": "综合窗口"}, person | {"档次": "市级"}, person | {"档次": "本单位"}
    )
    assert [bool(row.twin) for row in checked.rows] == [True, False, True, False]


def test_a_department_keeps_its_entries_when_it_is_no_longer_in_use(
    enter: Callable[..., Entry], hall: House
) -> None:
    entry = enter()
    Department.objects.filter(pk=hall.departments["tax"].pk).update(is_active=False)
    entry.refresh_from_db()
    assert entry.about == "税务窗口"
