"""Reading case files: every fault found, each at its exact place."""

from .case import Case, read_case
from .entries import entry_faults, entry_points
from .json_text import parse_json

__all__ = ["Case", "entry_faults", "entry_points", "parse_json", "read_case"]
