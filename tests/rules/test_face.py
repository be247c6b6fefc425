"""The public face: periods, streaming, provisional results, bonuses, caps, the command line."""

import io
import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from assessment.packs import FOLDER, SCHEMES
from assessment.rules import (
    Entry,
    Incomplete,
    Missing,
    PeriodKey,
    Rating,
    Scoring,
    State,
    Subject,
    bonus_of,
    provisional,
    quota_table,
)
from tests.narrowing import present

SHUFU, MEILING = SCHEMES["shufu-50"], SCHEMES["meiling-quarterly"]
QUARTER = PeriodKey.parse("2026-Q1")
ROOT = Path(__file__).parent.parent.parent


def test_periods() -> None:
    quarter = PeriodKey.parse("2026-Q4")
    assert (quarter.first_day, quarter.last_day) == (date(2026, 10, 1), date(2026, 12, 31))
    assert [part.key for part in quarter.parts()] == ["2026-10", "2026-11", "2026-12"]
    assert [part.key for part in PeriodKey.parse("2026").parts("quarter")] == [
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
        "2026-Q4",
    ]
    assert len(PeriodKey.parse("2026").parts()) == 12
    assert quarter.next().key == "2027-Q1"
    assert PeriodKey.parse("2026-01").previous().key == "2025-12"
    assert PeriodKey.of("quarter", date(2024, 2, 29)).key == "2024-Q1"
    assert PeriodKey.parse("2024-02").last_day == date(2024, 2, 29)


def person(name: str = "a", **more: Any) -> Subject:
    ratings = [
        Rating(1, "routine.section", "r", Decimal(40)),
        Rating(2, "key.1", "r", Decimal(30)),
        Rating(3, "leaders", "L", Decimal(80)),
    ]
    fields: dict[str, Any] = {"duties": ("routine.section", "key.1"), "ratings": ratings}
    return Subject(name, "general", **fields | more)


def test_what_is_missing_is_collected_and_stops_the_end() -> None:
    scoring = Scoring(MEILING, QUARTER)
    scoring.add(person("a"))
    scoring.add(person("b", ratings=[Rating(1, "key.1", "r", Decimal(1))]))
    scoring.add(person("c", states=[State("joined", date(2026, 1, 5))]))
    expected = [
        Missing("b", "rating", "routine.section"),
        Missing("b", "rating", "leaders"),
        Missing("c", "fact", "workdays_in_post"),
    ]
    assert scoring.missing == expected
    with pytest.raises(Incomplete) as stopped:
        scoring.finish()
    assert stopped.value.missing == expected


def test_a_provisional_result_names_what_it_waits_for() -> None:
    result = provisional(MEILING, QUARTER, None, person(ratings=[Rating(1, "key.1", "r", Decimal(30))]))
    assert result.waiting == ("routine.section", "leaders")
    assert (result.score, result.grade, result.bonus) == (None, None, None)
    assert result.items == {"key": Decimal(30), "attendance": Decimal(10), "merit": Decimal(0)}


def test_a_provisional_quarter_waits_for_the_group_even_when_all_is_rated() -> None:
    result = provisional(MEILING, QUARTER, None, person())
    assert result.waiting == ("leaders",)
    assert result.items["base"] == Decimal(80)


def test_a_provisional_month_is_complete() -> None:
    month = PeriodKey.parse("2026-04")
    result = provisional(
        SHUFU, month, None, Subject("a", "general", entries=[Entry(1, "5.1", date(2026, 4, 1))])
    )
    assert (result.score, result.waiting) == (Decimal(49), ())


def test_a_gate_decides_even_a_provisional_grade() -> None:
    sanction = [State("discipline", date(2026, 1, 1))]
    result = provisional(MEILING, QUARTER, None, person(states=sanction, ratings=[]))
    assert (result.grade, result.bonus) == ("unqualified", Decimal(0))
    gone = provisional(
        MEILING, QUARTER, None, person(states=[State("retired", date(2026, 1, 2))], ratings=[])
    )
    assert (gone.status, gone.bonus, gone.waiting) == ("out_of_scope", Decimal(500), ())


def test_a_sum_waits_for_every_item_that_applies_and_for_no_other() -> None:
    rated = [Rating(1, "routine.section", "r", Decimal(40))]
    waiting = provisional(
        MEILING, QUARTER, None, Subject("a", "general", duties=("routine.section", "key.1"), ratings=rated)
    )
    assert list(waiting.items) == ["routine", "attendance", "merit"]
    complete = provisional(
        MEILING, QUARTER, None, Subject("a", "general", duties=("routine.section",), ratings=rated)
    )
    assert complete.items["base"] == Decimal("50.00")
    without = provisional(MEILING, QUARTER, None, Subject("a", "general"))
    assert list(without.items) == ["attendance", "merit"]


@pytest.mark.parametrize(
    ("kind", "grade", "status"),
    [
        ("discipline", "unqualified", "assessed"),
        ("investigation", "undetermined", "undetermined"),
        ("veto", None, "assessed"),
    ],
)
def test_the_status_of_a_provisional_result(kind: str, grade: str | None, status: str) -> None:
    subject = Subject("a", "general", duties=("routine.section",), states=[State(kind, date(2026, 1, 5))])
    outcome = provisional(MEILING, QUARTER, None, subject)
    assert (outcome.grade, outcome.status) == (grade, status)


def test_the_bonus_of_a_grade_the_leading_group_decided() -> None:
    assert bonus_of(MEILING, "quarter", "excellent") == Decimal(2100)
    assert bonus_of(MEILING, "quarter", "excellent", ["bonus.leave"]) == Decimal(1800)
    assert bonus_of(MEILING, "quarter", "good", ["bonus.leave"]) == Decimal(1800)
    assert bonus_of(MEILING, "quarter", "undetermined") == Decimal(0)
    assert bonus_of(MEILING, "year", "excellent") is None
    with pytest.raises(ValueError, match="out of scope"):
        bonus_of(MEILING, "quarter", None, (), "out_of_scope")


def test_the_table_of_caps_counts_everyone_in_scope() -> None:
    rows = [(f"p{n}", "general", "assessed", None) for n in range(7)]
    rows += [("u", "general", "undetermined", None), ("o", "general", "out_of_scope", None)]
    lines = quota_table(MEILING, QUARTER, None, rows)
    seats = {(line.grade, line.category): (line.base, line.seats) for line in lines}
    assert seats["excellent", "general"] == (8, 2)
    assert seats["good", "general"] == (8, 2)
    assert seats["excellent", "middle"] == (0, 0)
    (annual,) = quota_table(MEILING, PeriodKey.parse("2026"), {"annual_excellent_percent": Decimal(25)}, rows)
    assert (annual.category, annual.base, annual.seats) == (None, 8, 2)


def test_deadlines_of_the_procedure() -> None:
    steps = {step.id: step for step in MEILING.part("quarter").procedure}
    assert present(steps["ledger"].due).date_in(QUARTER) == date(2026, 1, 5)
    assert present(steps["score_sheets"].due).date_in(QUARTER) == date(2026, 4, 5)
    assert present(steps["publish"].due).date_in(QUARTER) is None


def test_the_maximum_of_a_duty_is_its_share() -> None:
    part = MEILING.part("quarter")
    assert part.maximum("routine.section", ["routine.section"]) == 90
    assert part.maximum("routine.section", ["routine.section", "routine.community"]) == 45
    assert part.maximum("key.1", ["routine.section", "key.1", "key.2"]) == 20
    assert part.maximum("leaders", []) == 100


CASES = ROOT / "tests" / "cases"


def test_scoring_from_the_command_line_prints_a_line_for_each_case() -> None:
    files = [str(CASES / "small-shufu-month.json"), str(CASES / "bad-scheme.json")]
    done = subprocess.run(
        [sys.executable, "manage.py", "score", *files], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    good, bad = (json.loads(line) for line in done.stdout.splitlines())
    assert good == json.loads((CASES / "small-shufu-month.expected.json").read_text(encoding="utf-8"))
    assert [error["path"] for error in bad["errors"]] == ["scheme"]
    assert done.stderr.startswith(f"{files[1]}: scheme: ")


def test_the_commands_say_the_same_through_django() -> None:
    out = io.StringIO()
    call_command("score", str(CASES / "small-meiling-q.json"), stdout=out)
    assert json.loads(out.getvalue())["case"] == "small-meiling-q"
    err = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_pack", str(ROOT / "tests/rules/broken_packs/bad_date.yaml"), stderr=err)
    assert ended.value.code == 2
    assert ":4:15: valid.from: a date that exists is expected" in err.getvalue()


def test_checking_a_pack_names_its_id_and_hash() -> None:
    file = str(FOLDER / "shufu-50.yaml")
    done = subprocess.run(
        [sys.executable, "manage.py", "check_pack", file],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, f"{file}: ok shufu-50 {SHUFU.hash}\n")


def test_a_provisional_result_names_a_vote_once_for_all_its_rounds() -> None:
    somebody = Subject("a", "general")
    waiting = provisional(SCHEMES["shinan-100"], PeriodKey.parse("2026"), None, somebody).waiting
    assert waiting == ("leader", "peer")
