"""What people type: make, the continuous check, pre-commit."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text()


def make(*arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_help_names_every_target() -> None:
    targets = set(re.findall(r"^\.PHONY: (.*)$", MAKEFILE, flags=re.MULTILINE)[0].split()) - {"help"}
    assert set(re.findall(r"^make ([a-z]+)", make("help"), flags=re.MULTILINE)) == targets


@pytest.mark.parametrize("target", ["run", "demo", "test", "check", "lock"])
def test_every_target_creates_the_environment_first(target: str) -> None:
    planned = make("--dry-run", target, "PYTHON=python3.11", "VENV=.venv").splitlines()
    assert planned[0] == 'sh scripts/install.sh "python3.11" ".venv" requirements-dev.lock'
    assert len(planned) > 1


@pytest.mark.parametrize(
    "script",
    [".ci/run", "scripts/check.sh", "scripts/check_install.sh", "scripts/install.sh", "scripts/lock.sh"],
)
def test_the_shell_scripts_are_well_formed(script: str) -> None:
    shell = "bash" if script == ".ci/run" else "sh"
    assert subprocess.run([shell, "-n", script], cwd=ROOT, check=False).returncode == 0
    assert "set -" in (ROOT / script).read_text()


def test_the_continuous_check_runs_everything_on_both_databases_and_lets_nothing_be_skipped() -> None:
    commands = [line.strip() for line in (ROOT / ".ci" / "run").read_text().splitlines()]
    order = [commands.index(line) for line in ("make env", "make check", "TEST_DATABASE=sqlite make test")]
    assert order == sorted(order)
    assert commands[-1] == "REQUIRE_SERVICES=1 make test MARKS="
    assert any(line.startswith("sh scripts/check_install.sh ") for line in commands)


def test_pre_commit_runs_only_what_is_installed() -> None:
    repositories = YAML(typ="safe").load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    hooks = repositories[0]["hooks"]
    assert {hook["language"] for hook in hooks} == {"system"}
    assert {hook["entry"].split()[0] for hook in hooks} >= {".venv/bin/ruff", ".venv/bin/mypy"}
