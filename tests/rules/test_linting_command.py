"""``check_pack --lint``: findings after the validity, and what the command ends with."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).parent.parent.parent
CLEAN = (Path(__file__).parent / "linting" / "clean.yaml").read_text(encoding="utf-8")
SOURCELESS = CLEAN.replace("source: 第一条", 'source: " "')
NOBODY = CLEAN.replace("percent: 20, of: category", "percent: 0, of: category")


def pack(folder: Path, text: str, name: str = "pack.yaml") -> str:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return str(file)


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "manage.py", "check_pack", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_pack_without_findings_ends_with_0(tmp_path: Path) -> None:
    done = run("--lint", pack(tmp_path, CLEAN))
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1


def test_a_warning_is_printed_and_ends_with_0(tmp_path: Path) -> None:
    file = pack(tmp_path, SOURCELESS)
    done = run("--lint", file)
    assert done.returncode == 0
    ok, warning = done.stdout.splitlines()
    assert ok.startswith(f"{file}: ok clean ")
    assert warning == (
        f"{file}:42:9: warning clause_without_source: parts.quarter.clauses[0]: "
        "Clause 1.1 “Praised” does not say where the plan has it. "
        "Name the part, article and paragraph of the plan in `source`."
    )


def test_an_error_ends_with_1_and_an_invalid_pack_among_others_with_2(tmp_path: Path) -> None:
    wrong, broken = (
        pack(tmp_path, NOBODY),
        pack(tmp_path, CLEAN.replace("valid: {from", "valid: {form"), "b.yaml"),
    )
    assert run("--lint", wrong).returncode == 1
    done = run("--lint", broken, wrong)
    assert done.returncode == 2
    assert ": error quota_percent_zero: " in done.stdout
    assert ": valid.form: " in done.stderr


def test_without_the_option_nothing_is_analysed(tmp_path: Path) -> None:
    done = run(pack(tmp_path, NOBODY))
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1


def test_the_size_of_a_category_and_the_language_can_be_given(tmp_path: Path) -> None:
    file, out = pack(tmp_path, CLEAN), io.StringIO()
    call_command("check_pack", file, "--lint", "--language", "zh", "--size", "general=4", stdout=out)
    assert "优秀名额按 20% 计算，一般人员 4 人，名额为 0。" in out.getvalue()
    out = io.StringIO()
    call_command("check_pack", file, "--lint", "--size", "general=5", "--size", "heads=5", stdout=out)
    assert len(out.getvalue().splitlines()) == 1


@pytest.mark.parametrize("stated", ["general", "=3", "general=", "general=-1", "general=1.5"])
def test_a_size_that_is_none_is_refused(tmp_path: Path, stated: str) -> None:
    with pytest.raises(CommandError, match="CATEGORY=PEOPLE is expected"):
        call_command("check_pack", pack(tmp_path, CLEAN), "--lint", "--size", stated)


def test_an_error_ends_the_command_of_the_project_with_1_too(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("check_pack", pack(tmp_path, NOBODY), "--lint", stdout=io.StringIO())
    assert ended.value.code == 1
