"""The rooms of facts see one module of the assessment room, and a contract that can be broken holds it."""

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from assessment import facade

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("config", "foundation", "organization", "assessment", "evaluation", "worklog", "demo")
CONTRACT = "The rooms of facts see the face of the assessment room only"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house to break something in."""
    copy = tmp_path_factory.mktemp("house")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "line",
    [
        "from assessment.ledger.record_entries import record",
        "from assessment.models import Period",
        "from assessment import policy",
        "if TYPE_CHECKING:\n    from assessment.rules import Scheme",
    ],
)
@pytest.mark.parametrize("room", ["worklog", "evaluation"])
def test_a_room_that_reaches_past_the_face_breaks_the_contract(house: Path, room: str, line: str) -> None:
    reaching = house / room / "reaching.py"
    reaching.write_text(f"from typing import TYPE_CHECKING\n\n{line}\n\nprint(TYPE_CHECKING)\n", "utf-8")
    try:
        done = lint(house)
    finally:
        reaching.unlink()
    assert done.returncode == 1, done.stdout
    assert f"{CONTRACT} BROKEN" in done.stdout
    assert f"{room}.reaching -> assessment." in done.stdout


def test_what_a_room_takes_from_the_face_keeps_the_contract(house: Path) -> None:
    taking = house / "worklog" / "taking.py"
    taking.write_text("from assessment.facade import record\n\nprint(record)\n", "utf-8")
    try:
        done = lint(house)
    finally:
        taking.unlink()
    assert done.returncode == 0, done.stdout


def test_nothing_inside_the_assessment_room_imports_its_face(house: Path) -> None:
    inside = house / "assessment" / "ledger" / "inside.py"
    inside.write_text("from assessment.facade import record\n\nprint(record)\n", "utf-8")
    try:
        done = lint(house)
    finally:
        inside.unlink()
    assert done.returncode == 1, done.stdout
    assert "The floors of the assessment room BROKEN" in done.stdout


def test_every_room_between_the_assessment_and_the_demo_is_named_in_the_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(each for each in contracts if each["name"].startswith("Rooms know only"))["layers"]
    between = layers[layers.index("demo") + 1 : layers.index("assessment")]
    rooms = {room.strip() for layer in between for room in layer.split("|")}
    named = next(each for each in contracts if each["name"] == CONTRACT)["source_modules"]
    assert set(named) == rooms
    assert {"evaluation", "worklog"} <= rooms


def test_the_face_names_everything_that_it_offers_and_every_function_says_what_it_does() -> None:
    tree = ast.parse((ROOT / "assessment" / "facade.py").read_text("utf-8"))
    bound = {
        name.asname or name.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }
    bound |= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert bound - set(facade.__all__) == {"QuerySet", "Unit"}
    assert sorted(facade.__all__) == sorted(set(facade.__all__))
    assert [name for name in facade.__all__ if not (getattr(facade, name).__doc__ or "").strip()] == []
    assert [
        name
        for name in facade.__all__
        if name.islower() and f"``{name}``" not in (facade.__doc__ or "") and not name.startswith("register_")
    ] == []
