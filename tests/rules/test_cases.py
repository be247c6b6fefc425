"""Every case file comes out as its expected file says, figure by figure or fault by fault."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from assessment.packs import SCHEMES
from assessment.rules.command_line import score_file

OWN = Path(__file__).parent.parent / "cases"


def _cases() -> list[Any]:
    folders = [OWN]
    if os.environ.get("CASES_DIR"):
        folders.append(Path(os.environ["CASES_DIR"]))
    files = [
        f
        for folder in folders
        for f in sorted(folder.glob("*.json"))
        if not f.name.endswith(".expected.json")
    ]
    return [pytest.param(file, id=f"{file.parent.name}/{file.stem}") for file in files if _is_ours(file)]


def _is_ours(file: Path) -> bool:
    """Cases of schemes that are not installed are left out, but for those that must be refused for it."""
    data = json.loads(file.read_text(encoding="utf-8"))
    expected = json.loads(_expected(file).read_text(encoding="utf-8"))
    return data.get("scheme") in SCHEMES or expected.get("error_paths") == ["scheme"]


def _expected(file: Path) -> Path:
    return file.with_name(f"{file.stem}.expected.json")


@pytest.mark.parametrize("file", _cases())
def test_a_case_comes_out_as_expected(file: Path) -> None:
    expected = json.loads(_expected(file).read_text(encoding="utf-8"))
    printed, faults = score_file(str(file), SCHEMES)
    if "error_paths" in expected:
        assert sorted(fault.path for fault in faults) == expected["error_paths"]
        assert sorted(error["path"] for error in printed["errors"]) == expected["error_paths"]
    else:
        assert faults == []
        assert printed == expected


def test_the_folder_of_cases_is_not_empty() -> None:
    assert len(_cases()) >= 14
