"""Places of a pack as addresses and back: ``parts/quarter/clauses/3/points``, ``parts.quarter.clauses[3].points``."""

from typing import Any

from assessment.rules.yaml_source import Path, spell


def address(path: Path) -> str:
    """A path as part of an address or of a field's name; names of a pack hold no slash."""
    return "/".join(str(step) for step in path)


def from_address(text: str, data: Any) -> Path | None:
    """The path that an address means in this pack; None when a step before the last leads nowhere."""
    path: list[str | int] = []
    here = data
    for step in text.split("/") if text else []:
        found = _step(here, step)
        if found is None:
            return None
        path.append(found)
        here = value_at(here, (found,))
    return tuple(path)


def _step(here: Any, step: str) -> str | int | None:
    if isinstance(here, list):
        return int(step) if step.isascii() and step.isdigit() and len(step) < 6 else None
    return step if isinstance(here, dict) or here is None else None


def value_at(data: Any, path: Path) -> Any:
    """What stands at a path, None where nothing does."""
    for step in path:
        there = range(len(data)) if isinstance(data, list) else data if isinstance(data, dict) else ()
        if step not in there:
            return None
        data = data[step]
    return data


def exists(data: Any, path: Path) -> bool:
    """Whether there is anything at a path."""
    here = value_at(data, path[:-1])
    if isinstance(here, list):
        return isinstance(path[-1], int) and 0 <= path[-1] < len(here)
    return isinstance(here, dict) and path[-1] in here


def from_spelling(text: str, data: Any) -> Path:
    """The path that the spelling of a fault or a finding means; as far as the pack has it."""
    path: Path = ()
    while True:
        here = value_at(data, path)
        steps = here if isinstance(here, dict) else range(len(here)) if isinstance(here, list) else ()
        further = [(*path, step) for step in steps if _begins(text, spell((*path, step)))]
        if not further:
            return path
        path = max(further, key=lambda each: len(spell(each)))


def _begins(text: str, beginning: str) -> bool:
    return text == beginning or text.startswith((f"{beginning}.", f"{beginning}["))
