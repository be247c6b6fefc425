"""``docs/architecture.md`` names what is there: its paths exist, its floors are those of the contract."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def floors_of_the_contract() -> list[set[str]]:
    """The layers of the assessment room, from the top, each with its packages."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each.get("containers") == ["assessment"])
    return [{name.strip() for name in layer.split("|")} for layer in layers]


def test_every_path_in_it_exists() -> None:
    named = set(re.findall(r"`((?:assessment|organization|tests|docs|foundation)/[\w/.<>-]+)`", DOCUMENT))
    assert len(named) > 20
    assert {path for path in named if "<" not in path and not (ROOT / path).exists()} == set()


def test_its_floors_are_those_of_the_contract() -> None:
    drawing = DOCUMENT.split("## The floors of `assessment`")[1].split("```")[1]
    drawn = [
        set(re.split(r" [|·] ", re.split(r"\s{2,}", line.strip())[0]))
        for line in drawing.strip().splitlines()
    ]
    assert drawn == floors_of_the_contract()
