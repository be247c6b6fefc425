"""Case files as they come from disks and other programs: encodings, repeated keys, long figures, the streams."""

import io
import json
from pathlib import Path

import pytest

from assessment.packs import SCHEMES
from assessment.rules.command_line import run, score_file

from .building import shufu

MONTH = '"case": "x", "scheme": "shufu-50", "period": "2026-04"'


def written(folder: Path, text: str | bytes, name: str = "case.json") -> str:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(file)


def paths_of(folder: Path, text: str | bytes) -> list[str]:
    return sorted(fault.path for fault in score_file(written(folder, text), SCHEMES)[1])


def test_a_byte_order_mark_does_no_harm_and_other_encodings_are_no_json(tmp_path: Path) -> None:
    text = json.dumps(shufu(), ensure_ascii=False)
    assert paths_of(tmp_path, text.encode("utf-8-sig")) == []
    assert paths_of(tmp_path, text.encode("utf-16")) == [""]
    assert paths_of(tmp_path, text.replace("one", "月度").encode("gb18030")) == [""]


def test_a_folder_and_an_empty_file_are_told_at_the_empty_path(tmp_path: Path) -> None:
    assert [fault.path for fault in score_file(str(tmp_path), SCHEMES)[1]] == [""]
    assert paths_of(tmp_path, "") == [""]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ('{%s, "staff": [], "staff": []}', ["staff"]),
        ('{%s, "staff": [{"id": "a", "id": "b", "category": "general"}]}', ["staff[0].id"]),
        (
            '{%s, "staff": [{"id": "a", "category": "general"}], "entries": [{"staff": "a", "clause": "5.1",'
            ' "date": "2026-04-01", "count": 1, "count": 2, "count": 3}]}',
            ["entries[0].count"],
        ),
        ('{%s, "staff": [], "scheme": "shufu-50"}', ["scheme"]),
        ('{%s, "staff": [], "scheme": "none", "staff": []}', ["scheme"]),
    ],
)
def test_a_key_given_twice_is_a_fault_and_never_a_silent_choice(
    tmp_path: Path, text: str, paths: list[str]
) -> None:
    assert paths_of(tmp_path, text % MONTH) == paths


@pytest.mark.parametrize("count", ["1.0", "1e0", "1E2", "NaN", "Infinity", "-Infinity", "true", "1" * 5000])
def test_what_json_calls_a_number_and_is_no_figure_is_told_at_its_place(tmp_path: Path, count: str) -> None:
    entry = f'{{"staff": "a", "clause": "5.1", "date": "2026-04-01", "count": {count}}}'
    text = f'{{{MONTH}, "staff": [{{"id": "a", "category": "general"}}], "entries": [{entry}]}}'
    assert paths_of(tmp_path, text) == ["entries[0].count"]


def test_no_digit_is_lost_of_figures_with_hundreds_of_them(tmp_path: Path) -> None:
    count = "1" + "0" * 998 + "7"
    for written_as in (count, f'"{count}"', f'"{count}.0"'):
        entry = f'{{"staff": "a", "clause": "5.1", "date": "2026-04-01", "count": {written_as}}}'
        text = f'{{{MONTH}, "staff": [{{"id": "a", "category": "general"}}], "entries": [{entry}]}}'
        printed, faults = score_file(written(tmp_path, text), SCHEMES)
        if len(written_as) <= 1002:
            assert printed["staff"]["a"]["items"]["5"] == f"-{count}.00"
        else:
            assert [fault.path for fault in faults] == ["entries[0].count"]


@pytest.mark.parametrize("missing", ["case", "staff"])
def test_a_case_has_a_name_and_people(tmp_path: Path, missing: str) -> None:
    case = shufu()
    del case[missing]
    case.pop("entries")
    assert paths_of(tmp_path, json.dumps(case)) == [missing]


@pytest.mark.parametrize("name", [7, "", None, ["x"]])
def test_a_name_that_is_none_is_a_fault(tmp_path: Path, name: object) -> None:
    assert paths_of(tmp_path, json.dumps(shufu() | {"case": name})) == ["case"]


def test_everything_but_id_and_category_has_a_default(tmp_path: Path) -> None:
    case = shufu()
    del case["entries"]
    assert paths_of(tmp_path, json.dumps(case)) == []


def test_files_are_answered_in_order_each_on_one_line_and_faults_on_theirs(tmp_path: Path) -> None:
    good = shufu() | {"case": "工作\n月"}
    good["staff"] = [
        {"id": name, "category": "general"} for name in ("b", "张", "a", "B", "10", "9", "\U00020000")
    ]
    bad = shufu() | {"case": "bad", "a\nb": 1, "z": 1}
    files = [
        written(tmp_path, json.dumps(good), "good.json"),
        written(tmp_path, json.dumps(bad), "bad.json"),
        str(tmp_path / "none.json"),
        written(tmp_path, json.dumps(shufu()), "last.json"),
    ]
    out, err = io.StringIO(), io.StringIO()
    assert run(["score", *files], SCHEMES, out, err) == 2
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [answer["case"] for answer in answers] == ["工作\n月", "bad", None, "one"]
    assert list(answers[0]["staff"]) == ["10", "9", "B", "a", "b", "张", "\U00020000"]
    assert [list(answer) for answer in answers[1:3]] == [["case", "errors"], ["case", "errors"]]
    lines = err.getvalue().splitlines()
    assert [line.split(": ")[:2] for line in lines] == [
        [files[1], "a\\nb"],
        [files[1], "z"],
        [files[2], ""],
    ]
    assert [error["path"] for error in answers[1]["errors"]] == ["a\nb", "z"]
    assert run(["score", files[0]], SCHEMES, io.StringIO(), io.StringIO()) == 0


def test_departments_are_not_printed_where_a_scheme_scores_none(tmp_path: Path) -> None:
    printed, _ = score_file(written(tmp_path, json.dumps(shufu() | {"departments": []})), SCHEMES)
    assert set(printed) == {"case", "scheme", "period", "staff"}
