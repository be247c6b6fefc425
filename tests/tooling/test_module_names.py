"""The name of a module says whether it writes: verbs write, nouns read or compute."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("assessment", "evaluation", "foundation", "organization", "worklog")

# The verbs with which the name of a module that writes to the database begins.
VERBS = frozenset(
    [
        "accept",
        "acknowledge",
        "apply",
        "approve",
        "assign",
        "cast",
        "change",
        "confirm",
        "correct",
        "decide",
        "edit",
        "end",
        "file",
        "finish",
        "give",
        "hand",
        "handle",
        "hold",
        "install",
        "keep",
        "load",
        "lock",
        "make",
        "open",
        "propose",
        "publish",
        "record",
        "reopen",
        "report",
        "reverse",
        "run",
        "save",
        "set",
        "start",
        "store",
        "take",
        "upload",
        "uphold",
        "verify",
        "withdraw",
        "write",
    ]
)
ROW_WRITES = frozenset({"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"})
QUERY_WRITES = frozenset({"update", "delete"})


def modules() -> list[Path]:
    """Every module of the house but its migrations and the scoring core, which has no database."""
    found = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return [path for path in found if not {"migrations", "rules"} & set(path.relative_to(ROOT).parts)]


def writes_of(path: Path) -> Iterator[str]:
    """The calls of a module that write rows: through a manager, a queryset, or the ``save`` of a row."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    knows_rows = re.search(r"import .*models|\.models\b", path.read_text(encoding="utf-8")) is not None
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        verb, holder = node.func.attr, ast.unparse(node.func.value)
        is_query = ".objects" in holder or "filter(" in holder
        is_row = knows_rows and holder.isidentifier() and not holder.endswith(("book", "storage"))
        if (is_query and verb in ROW_WRITES | QUERY_WRITES) or (is_row and verb in {"save", "delete"}):
            yield f"{node.lineno}: {holder}.{verb}"


def says_that_it_writes(path: Path) -> bool:
    """Whether the name begins with a verb, or the module stands among services."""
    return path.stem.split("_")[0] in VERBS or "services" in path.parts


def test_the_check_sees_a_write(tmp_path: Path) -> None:
    sample = tmp_path / "standing.py"
    sample.write_text("from organization.models import Job\nJob.objects.filter(pk=1).update(done=2)\n")
    assert list(writes_of(sample)) == ["2: Job.objects.filter(pk=1).update"]
    assert not says_that_it_writes(sample)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_that_writes_is_named_with_a_verb(path: Path) -> None:
    assert says_that_it_writes(path) or list(writes_of(path)) == []


def test_no_module_is_named_with_a_gerund() -> None:
    """``scoring``, ``rendering``, ``wording``, ``parsing`` … are nouns of their fields."""
    nouns = {
        "scoring",
        "rendering",
        "wording",
        "parsing",
        "writing",
        "missing",
        "pending",
        "numbering",
        "grading",
    }
    names = {path.stem for path in [*modules(), *(ROOT / "assessment" / "rules").rglob("*.py")]}
    assert {name for name in names if name.endswith("ing") and name.split("_")[-1] not in nouns} == set()
