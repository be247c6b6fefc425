"""The lock files pin everything with hashes and name no place to fetch it from."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUNTIME, DEVELOPMENT = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def pins(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", path.read_text(), flags=re.MULTILINE))


def names(requirements: list[str]) -> set[str]:
    return {
        re.split(r"[\[<>=!~; ]", text)[0].lower().replace("_", "-").replace(".", "-") for text in requirements
    }


@pytest.mark.parametrize("path", [RUNTIME, DEVELOPMENT], ids=lambda path: path.name)
def test_a_lock_file_names_no_index_and_no_address(path: Path):
    text = path.read_text()
    assert "://" not in text
    assert not re.search(
        r"^\s*(-i|-f|--index|--extra-index|--find-links|--trusted-host)", text, flags=re.MULTILINE
    )
    assert " @ " not in text


@pytest.mark.parametrize("path", [RUNTIME, DEVELOPMENT], ids=lambda path: path.name)
def test_every_pin_has_a_hash(path: Path):
    blocks = re.split(r"^(?=[a-z0-9])", path.read_text(), flags=re.MULTILINE)
    pinned = [block for block in blocks if "==" in block]
    assert len(pinned) > 20
    assert [block.split()[0] for block in pinned if "--hash=sha256:" not in block] == []


def test_what_the_project_asks_for_is_pinned():
    assert names(PROJECT["dependencies"]) - pins(RUNTIME).keys() == set()
    wanted = names(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"])
    assert wanted - pins(DEVELOPMENT).keys() == set()


def test_development_runs_on_the_versions_of_production():
    runtime, development = pins(RUNTIME), pins(DEVELOPMENT)
    assert {name: development.get(name) for name in runtime} == runtime


def test_no_lock_format_that_carries_addresses_is_kept():
    assert not [
        name for name in ("uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock") if (ROOT / name).exists()
    ]
