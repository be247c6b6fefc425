"""The packs that come with the system, one YAML file per scheme."""

from pathlib import Path

from assessment.rules import PackFolder

FOLDER = Path(__file__).resolve().parent
SCHEMES = PackFolder(FOLDER)
"""The shipped schemes by id, each read when it is first asked for."""
