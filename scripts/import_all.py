"""Import every module of the project: fails when the environment lacks something they need.

Usage: python scripts/import_all.py
"""

import importlib
import os
import pkgutil
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Set Django up, then import the packages that pyproject.toml names, with all that is in them."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
    count = 0
    for name in packages:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            importlib.import_module(module.name)
            count += 1
    sys.stdout.write(f"{count} modules of {len(packages)} packages imported\n")


if __name__ == "__main__":
    main()
