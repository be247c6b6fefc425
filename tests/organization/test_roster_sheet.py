"""The roster from Excel: shown before it is applied, applied as shown, all or nothing, the same file twice harmless."""

from collections.abc import Callable, Iterable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from organization.models import Assignment, AuditEvent, Job, Role, RosterImport, StaffMember, User
from organization.roster.apply_uploads import apply_upload
from organization.roster.columns import template_workbook
from organization.roster.keep_uploads import error_sheet, keep_upload
from organization.services import people, structure
from tests.cast import House, grant
from tests.narrowing import first_sheet, present

pytestmark = pytest.mark.usefixtures("clock")
HEADINGS = ["工号", "姓名", "科室", "类别", "岗位", "职务", "入职日期", "在岗情况"]
TODAY = date(2026, 11, 20)


def sheet(
    *rows: Iterable[Any], headings: list[str] = HEADINGS, name: str = "roster.xlsx"
) -> SimpleUploadedFile:
    workbook = Workbook()
    first_sheet(workbook).append(headings)
    for row in rows:
        first_sheet(workbook).append([*row])
    buffer = BytesIO()
    workbook.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue())


def everybody(house: House) -> list[list[str]]:
    """The roster of the cast as a sheet would say it."""
    rows = Assignment.objects.filter(staff__unit=house.unit).select_related("staff", "department")
    return [
        [row.staff.number, row.staff.name, row.department.name, "一般人员"]
        for row in rows.order_by("staff__number")
    ]


def upload(house: House, *rows: Any, on: Any = TODAY, complete: Any = False, **options: Any) -> Any:
    return keep_upload(
        actor=house.user("sun"),
        unit=house.unit,
        file=sheet(*rows, **options),
        effective_on=on,
        is_complete=complete,
    )


def acts(kept: RosterImport) -> Any:
    return sorted((change["act"], change["number"]) for change in kept.plan)


def standing(house: House) -> Any:
    return list(
        Assignment.objects.filter(staff__unit=house.unit)
        .order_by("staff__number", "valid_from")
        .values_list("staff__number", "staff__name", "department__name", "category", "valid_from", "valid_to")
    )


CHANGES: list[list[Any]] = [
    ["0117", "李晓敏", "办公室", "一般人员"],  # transferred
    ["0132", "林秀美", "社会救助科", "一般人员", None, "副科长"],  # another name and position
    ["0134", "何静", "社会救助科", "一般人员", None, None, None, "退休"],
    ["0301", "范晓东", "办公室", "一般人员", None, "科员", "2026-11-20"],
    ["0101", "周敏", "办公室", "一般人员"],  # as on record
]


def test_a_sheet_shows_what_it_would_change_and_changes_nothing(bureau: House) -> None:
    before = standing(bureau)
    kept = upload(bureau, *CHANGES)
    assert kept.state == RosterImport.State.PENDING
    assert acts(kept) == [("edit", "0132"), ("hire", "0301"), ("leave", "0134"), ("transfer", "0117")]
    assert kept.unchanged_count == 1
    assert standing(bureau) == before


def test_a_confirmed_sheet_is_applied_with_dates_history_and_log(bureau: House) -> None:
    sun = bureau.user("sun")
    assert apply_upload(actor=sun, upload=upload(bureau, *CHANGES)) == 4
    rows = {(row[0], row[2], row[4]): row[5] for row in standing(bureau)}
    assert rows["0117", "社会救助科", date(2025, 1, 1)] == date(2026, 11, 19)
    assert rows["0117", "办公室", TODAY] is None
    assert rows["0134", "社会救助科", date(2025, 1, 1)] == date(2026, 11, 19)
    assert bureau.people["he"].states.get().kind == "retired"
    new = StaffMember.objects.get(number="0301")
    assert (new.name, new.initials, new.position_title) == ("范晓东", "fxd", "科员")
    assert new.states.get().kind == "joined"
    lin = bureau.people["lin"]
    lin.refresh_from_db()
    assert (lin.name, lin.pinyin, lin.position_title) == ("林秀美", "linxiumei", "副科长")
    assert lin.history.first().history_user == sun
    assert lin.history.first().history_change_reason == "roster.xlsx"
    logged = AuditEvent.objects.filter(action__startswith="staff.").values_list("action", "target")
    assert ("staff.transfer", "0117 李晓敏") in logged
    assert present(AuditEvent.objects.get(action="roster.import").after)["hire"] == 1


def test_the_same_sheet_again_changes_nothing_whatever_day_is_chosen(bureau: House) -> None:
    apply_upload(actor=bureau.user("sun"), upload=upload(bureau, *CHANGES))
    for day in (date(2026, 11, 1), TODAY, date(2026, 12, 1)):
        again = upload(bureau, *CHANGES, on=day)
        assert (again.state, again.plan, again.unchanged_count) == (RosterImport.State.PENDING, [], 5)


def test_the_roster_as_it_is_changes_nothing(bureau: House) -> None:
    kept = upload(bureau, *everybody(bureau), complete=True)
    assert (kept.plan, kept.unchanged_count) == ([], 8)


def test_an_upload_is_applied_once(bureau: House) -> None:
    kept = upload(bureau, *CHANGES)
    apply_upload(actor=bureau.user("sun"), upload=kept)
    after = standing(bureau)
    with pytest.raises(ValidationError):
        apply_upload(actor=bureau.user("sun"), upload=kept)
    assert standing(bureau) == after


def test_when_the_roster_changed_in_between_nothing_is_applied(bureau: House) -> None:
    kept = upload(bureau, *CHANGES)
    people.edit_person(
        actor=None, staff=bureau.people["wang"], number="0102", name="王建邦", position_title=""
    )
    before = standing(bureau)
    with pytest.raises(ValidationError) as refused:
        apply_upload(actor=bureau.user("sun"), upload=kept)
    assert refused.value.code == "changed"
    assert standing(bureau) == before


def test_one_wrong_row_keeps_the_whole_sheet_from_being_applied(bureau: House) -> None:
    kept = upload(bureau, *CHANGES, ["0401", "无科", "不存在科", "一般人员"])
    assert kept.state == RosterImport.State.FAULTY
    assert kept.plan == []
    with pytest.raises(ValidationError):
        apply_upload(actor=bureau.user("sun"), upload=kept)


WRONG: dict[str, tuple[list[str | None], str]] = {
    "another department than there is": (["0401", "甲", "不存在科", "一般人员"], "科室"),
    "another category than the scheme's": (["0401", "甲", "办公室", "中层"], "类别"),
    "no name": (["0401", "", "办公室", "一般人员"], "姓名"),
    "a name too long": (["0401", "甲" * 41, "办公室", "一般人员"], "姓名"),
    "no such post": (["0401", "甲", "办公室", "一般人员", "文书岗"], "岗位"),
    "not a date": (["0401", "甲", "办公室", "一般人员", None, None, "2026-13-01"], "入职日期"),
    "one who is not here leaves": (
        ["0401", "甲", "办公室", "一般人员", None, None, None, "退休"],
        "在岗情况",
    ),
    "the same number twice": (["0101", "周敏", "办公室", "一般人员"], "工号"),
}


@pytest.mark.parametrize("case", sorted(WRONG))
def test_a_wrong_row_is_named_in_the_sheet_handed_back(bureau: House, case: Any) -> None:
    row, column = WRONG[case]
    kept = upload(bureau, ["0101", "周敏", "办公室", "一般人员"], row)
    assert kept.state == RosterImport.State.FAULTY
    handed_back = first_sheet(load_workbook(BytesIO(error_sheet(kept))))
    rows = list(handed_back.values)
    assert rows[0][-1] == "错误"
    assert not rows[1][-1]
    assert str(rows[2][-1]).startswith(column)
    assert list(rows[2][: len(row)])[0] == row[0]


def test_a_transfer_before_the_assignment_on_record_began_is_an_error(bureau: House) -> None:
    kept = upload(bureau, ["0117", "李晓敏", "办公室", "一般人员"], on=date(2025, 1, 1))
    assert kept.state == RosterImport.State.FAULTY


def test_who_left_does_not_come_back_through_a_sheet(bureau: House) -> None:
    people.leave(actor=None, staff=bureau.people["he"], kind="retired", on=date(2026, 11, 1))
    kept = upload(bureau, ["0134", "何静", "社会救助科", "一般人员"])
    assert kept.state == RosterImport.State.FAULTY


def test_whoever_is_missing_in_a_complete_sheet_was_transferred_out(bureau: House) -> None:
    rows = [row for row in everybody(bureau) if row[0] != "0133"]
    kept = upload(bureau, *rows, complete=True)
    assert acts(kept) == [("leave", "0133")]
    apply_upload(actor=bureau.user("sun"), upload=kept)
    assert bureau.people["zhao"].states.get().kind == "transferred_out"


def test_a_post_is_recognised_within_its_department_and_stays_when_the_cell_is_empty(bureau: House) -> None:
    structure.create_post(actor=None, department=bureau.departments["relief"], name="低保岗")
    sun = bureau.user("sun")
    apply_upload(actor=sun, upload=upload(bureau, ["0117", "李晓敏", "社会救助科", "一般人员", "低保岗"]))
    assert present(bureau.people["li"].assignments.get(valid_to=None).post).name == "低保岗"
    assert upload(bureau, ["0117", "李晓敏", "社会救助科", "一般人员"]).plan == []


def test_codes_and_english_headings_are_understood_too(bureau: House) -> None:
    headings = ["Staff number", "Name", "Department", "Category"]
    kept = upload(bureau, ["0301", "范晓东", "01", "general"], headings=headings)
    assert acts(kept) == [("hire", "0301")]


def test_the_template_offers_the_units_departments_and_categories(bureau: House) -> None:
    workbook = load_workbook(BytesIO(template_workbook(bureau.unit)))
    choices = [value for row in workbook["choices"].values for value in row if value]
    assert {"办公室", "社会救助科", "一般人员", "退休"} <= set(choices)


def test_what_is_no_workbook_is_refused_beside_the_field(
    bureau: House, login: Callable[[User], Client]
) -> None:
    client = login(bureau.user("sun"))
    url = reverse("roster_upload", args=["minzheng"])
    file = SimpleUploadedFile("roster.xlsx", b"not a workbook at all")
    answer = client.post(url, {"file": file, "effective_on": "2026-11-20"})
    assert answer.status_code == 422
    assert "2026-11-20" in answer.content.decode()
    assert not RosterImport.objects.exists()


def test_from_upload_to_the_finished_job_in_the_browser(
    bureau: House,
    login: Callable[[User], Client],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client = login(bureau.user("sun"))
    url = reverse("roster_upload", args=["minzheng"])
    shown = client.post(url, {"file": sheet(*CHANGES), "effective_on": "2026-11-20"}, follow=True)
    page = shown.content.decode()
    assert "范晓东" in page
    assert "林秀美" in page
    kept = RosterImport.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("roster_confirm", args=["minzheng", kept.pk]))
    job = Job.objects.get()
    assert job.state == Job.State.DONE, job.error
    page = client.get(answer.headers["Location"]).content.decode()
    assert "已按名册表变更 4 项" in page
    assert reverse("people", args=["minzheng"]) in page


def test_the_job_of_a_stale_upload_fails_with_the_reason(
    bureau: House,
    login: Callable[[User], Client],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    from organization.jobs import start_job
    from organization.roster.apply_uploads import KIND

    kept = upload(bureau, *CHANGES)
    people.leave(actor=None, staff=bureau.people["zhao"], kind="retired", on=date(2026, 11, 1))
    with django_capture_on_commit_callbacks(execute=True):
        job = start_job(kind=KIND, unit=bureau.unit, actor=bureau.user("sun"), params={"upload": kept.pk})
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "重新上传" in job.error
    page = login(bureau.user("sun")).get(reverse("roster_preview", args=["minzheng", kept.pk]))
    assert "重新上传" in page.content.decode()


def test_only_who_keeps_the_whole_roster_uploads(bureau: House, street: House) -> None:
    grant(bureau, "he", Role.HR, "relief")
    for user in (bureau.user("he"), bureau.user("wang"), street.user("fang")):
        with pytest.raises(PermissionDenied):
            keep_upload(
                actor=user, unit=bureau.unit, file=sheet(*CHANGES), effective_on=TODAY, is_complete=False
            )


def test_an_upload_of_another_unit_is_not_found(
    bureau: House, street: House, login: Callable[[User], Client]
) -> None:
    kept = upload(bureau, *CHANGES)
    client = login(street.user("fang"))
    for name in ("roster_preview", "roster_errors"):
        assert client.get(reverse(name, args=["yunshan", kept.pk])).status_code == 404
    for name in ("roster_confirm", "roster_discard"):
        assert client.post(reverse(name, args=["yunshan", kept.pk])).status_code == 404
    kept.refresh_from_db()
    assert kept.state == RosterImport.State.PENDING


def test_a_discarded_upload_is_not_applied(bureau: House, login: Callable[[User], Client]) -> None:
    kept = upload(bureau, *CHANGES)
    client = login(bureau.user("sun"))
    client.post(reverse("roster_discard", args=["minzheng", kept.pk]))
    client.post(reverse("roster_confirm", args=["minzheng", kept.pk]))
    assert not StaffMember.objects.filter(number="0301").exists()


def test_many_people_take_few_queries(
    bureau: House, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [[f"9{n:04}", f"人{n}", "办公室", "一般人员"] for n in range(400)]
    with django_assert_max_num_queries(60):
        apply_upload(actor=bureau.user("sun"), upload=upload(bureau, *rows))
    assert StaffMember.objects.filter(unit=bureau.unit).count() == 408
