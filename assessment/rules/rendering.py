"""An explanation in sentences."""
from typing import Any
from .scheme import Scheme
from .subjects import Json
def render(explanation: Json, scheme: Scheme, language: str) -> list[Json]:
    return []
