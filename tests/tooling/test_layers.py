"""Who may import whom."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_import_contracts_hold():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_the_scoring_core_loads_neither_django_nor_a_database_driver():
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
