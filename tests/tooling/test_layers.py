"""Who may import whom."""

import subprocess
import sys
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("config", "foundation", "organization", "assessment", "evaluation", "worklog", "demo")


def test_the_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_the_scoring_core_loads_neither_django_nor_a_database_driver() -> None:
    script = """
import sys, pkgutil, importlib
import assessment.rules
for module in pkgutil.walk_packages(assessment.rules.__path__, "assessment.rules."):
    importlib.import_module(module.name)
known = {"assessment", "pydantic", "pydantic_core", "ruamel", "annotated_types", "typing_extensions", "typing_inspection"}
tops = {name.partition(".")[0] for name in sys.modules if not name.startswith("_")}
print(sorted(top for top in tops - sys.stdlib_module_names - known if top in FOREIGN))
""".replace(
        "FOREIGN",
        repr(
            {
                "django",
                "rest_framework",
                "celery",
                "psycopg2",
                "redis",
                "organization",
                "foundation",
                "config",
            }
        ),
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_no_modules_of_the_house_import_each_other_in_a_ring() -> None:
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    imported = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(imported) > 400
    assert rings(imported) == []


def test_a_ring_is_found_wherever_it_is() -> None:
    imported = {"a": {"b"}, "b": {"c"}, "c": {"d"}, "d": {"b"}, "e": {"a", "f"}, "f": set()}
    assert rings(imported) == [["b", "c", "d"]]
    assert rings({"a": {"b"}, "b": {"a"}, "c": {"d"}, "d": set()}) == [["a", "b"]]


def rings(imported: dict[str, set[str]]) -> list[list[str]]:
    """Modules that reach each other, ring by ring: the strongly connected parts of the graph (Kosaraju)."""
    importers: dict[str, set[str]] = {module: set() for module in imported}
    for module, others in imported.items():
        for other in others & imported.keys():
            importers[other].add(module)
    found: list[list[str]] = []
    taken: set[str] = set()
    for last in reversed(as_left(imported)):
        ring, todo = [], [last]
        while todo:
            module = todo.pop()
            if module not in taken:
                taken.add(module)
                ring.append(module)
                todo.extend(importers[module])
        if len(ring) > 1:
            found.append(sorted(ring))
    return sorted(found)


def as_left(imported: dict[str, set[str]]) -> list[str]:
    """The modules in the order in which a walk along the imports leaves them: what is imported before who imports it."""
    order: list[str] = []
    seen: set[str] = set()
    for first in sorted(imported):
        todo = [(first, False)]
        while todo:
            module, is_left = todo.pop()
            if is_left:
                order.append(module)
            elif module not in seen:
                seen.add(module)
                todo.append((module, True))
                todo.extend((each, False) for each in sorted(imported[module]) if each in imported)
    return order
