"""A pack says which figures and clauses come from a room; the scoring core does not read it."""

from datetime import date
from pathlib import Path

import pytest
from django.utils.translation import override

from assessment.facade import clauses_from, figures_from
from assessment.rules import PackError, load_scheme
from assessment.schemes.install_schemes import adopt_scheme, install_version
from tests.cast import PACKS, START, House
from tests.periods.houses import opened

DAY = date(2026, 11, 20)
SHUFU = (PACKS / "shufu-50.yaml").read_text("utf-8")
MEILING = (PACKS / "meiling-quarterly.yaml").read_text("utf-8")


def with_clause(text: str, clause: str, line: str) -> str:
    """The pack, one more key said of a clause."""
    head = f'      - id: "{clause}"\n'
    assert text.count(head) == 1
    return text.replace(head, f"{head}        {line}\n")


def with_fact(text: str, name: str, more: str) -> str:
    """The pack, one more key said of a figure."""
    head = "{name: " + name + ", "
    assert text.count(head) == 1
    return text.replace(head, head + more + ", ")


LATE = with_clause(SHUFU, "6.1a", "entries_from: attendance.late")
FIGURES = with_fact(MEILING, "late", "source: attendance.late")


def test_a_clause_and_a_figure_name_their_room() -> None:
    part = load_scheme(LATE, file="x").parts["month"]
    assert part.recordable["6.1a"].entries_from == "attendance.late"
    assert part.clauses["6.1a"].source == "第五篇 五（十一）六"
    assert part.recordable["6.1b"].entries_from is None
    assert load_scheme(FIGURES, file="x").parts["quarter"].facts["late"].source == "attendance.late"


@pytest.mark.parametrize("named", ["attendance", "attendance.", "Attendance.late", "a.b.c", "考勤.迟到"])
def test_a_fact_of_a_room_is_written_room_dot_fact(named: str) -> None:
    for text in (
        with_clause(SHUFU, "6.1a", f"entries_from: {named}"),
        with_fact(MEILING, "late", f"source: {named}"),
    ):
        with pytest.raises(PackError):
            load_scheme(text, file="x")


@pytest.mark.usefixtures("clock")
@pytest.mark.django_db
def test_a_room_is_told_its_clauses_in_the_reader_s_words(bureau: House) -> None:
    install_version(actor=None, text=LATE, file="x")
    with override("zh-hans"):
        (found,) = clauses_from("attendance.late", unit=bureau.unit, day=DAY)
    assert (found.scheme, found.cadence, found.id) == ("shufu-50", "month", "6.1a")
    assert (found.basis, found.points) == ("第五篇 五（十一）六", "−0.5 / 次")
    assert (found.takes_count, found.takes_points) == (True, False)
    assert clauses_from("attendance.absent", unit=bureau.unit, day=DAY) == []
    assert clauses_from("attendance.late", unit=bureau.unit, day=DAY, kind="department") == []
    assert clauses_from("attendance.late", unit=bureau.unit, day=date(2024, 12, 31)) == []


@pytest.mark.usefixtures("clock")
@pytest.mark.django_db
def test_an_open_period_keeps_what_its_version_says(bureau: House) -> None:
    opened(bureau, "2026-11")
    install_version(actor=None, text=LATE, file="x")
    assert clauses_from("attendance.late", unit=bureau.unit, day=DAY) == []
    assert len(clauses_from("attendance.late", unit=bureau.unit, day=date(2026, 12, 1))) == 1


@pytest.mark.usefixtures("clock")
@pytest.mark.django_db
def test_a_room_is_told_its_figures(street: House) -> None:
    install_version(actor=None, text=FIGURES, file="x")
    (found,) = figures_from("attendance.late", unit=street.unit, day=DAY)
    assert (found.scheme, found.cadence, found.name, found.by_month) == (
        "meiling-quarterly",
        "quarter",
        "late",
        False,
    )
    assert found.title
    assert figures_from("attendance.early", unit=street.unit, day=DAY) == []


@pytest.mark.usefixtures("clock")
@pytest.mark.django_db
def test_clauses_about_departments_are_told_apart(hall: House) -> None:
    pack = Path(__file__).resolve().parents[1] / "packs" / "windows.yaml"
    text = pack.read_text("utf-8")
    head = "{id: w1, "
    assert text.count(head) == 1
    install_version(
        actor=None, text=text.replace(head, head + "entries_from: complaints.verified, "), file="x"
    )
    assert clauses_from("complaints.verified", unit=hall.unit, day=DAY) == []
    (found,) = clauses_from("complaints.verified", unit=hall.unit, day=DAY, kind="department")
    assert found.id == "w1"


@pytest.mark.usefixtures("clock")
@pytest.mark.django_db
def test_a_scheme_that_another_unit_uses_is_not_told(bureau: House, street: House) -> None:
    install_version(actor=None, text=LATE, file="x")
    assert clauses_from("attendance.late", unit=street.unit, day=DAY) == []
    adopt_scheme(actor=None, unit=street.unit, scheme=bureau.scheme, valid_from=START)
    assert len(clauses_from("attendance.late", unit=street.unit, day=DAY)) == 1
