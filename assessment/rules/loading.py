"""From the text of a pack to a :class:`~.scheme.Scheme`, or to all that is wrong with it."""

import hashlib
import json
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from .faults import PackError, PackFault
from .figures import plain
from .references import dangling
from .scheme import Scheme
from .vocabulary.conditions import CONDITION_KEYS
from .vocabulary.pack import PackModel
from .yaml_source import Path, Source, parse

_WORDS = {
    "missing": "this key is required",
    "dict_type": "a mapping is expected",
    "model_type": "a mapping is expected",
    "model_attributes_type": "a mapping is expected",
    "tuple_type": "a list is expected",
    "list_type": "a list is expected",
    "string_type": "a text is expected; write it in quotes if it looks like a number",
    "bool_type": "true or false is expected",
    "union_tag_not_found": "`kind` is expected here",
    "string_too_short": "a text that is not empty is expected",
    "string_pattern_mismatch": "a name of letters, digits, points, hyphens and underscores is expected",
    "too_short": "at least {min_length} is expected here",
    "greater_than": "a figure above {gt} is expected",
    "greater_than_equal": "a figure of at least {ge} is expected",
    "less_than_equal": "a figure of at most {le} is expected",
}


def load_scheme(text: str, *, file: str) -> Scheme:
    """Read a pack. ``file`` names it in the faults. The same text is read once per process and gives the same scheme.

    Raises PackError with every fault found: syntax, then shape, then references.
    """
    loaded = _loaded(text)
    if isinstance(loaded, Scheme):
        return loaded
    raise PackError([replace(fault, file=file) for fault in loaded])


@lru_cache(maxsize=64)
def _loaded(text: str) -> Scheme | tuple[PackFault, ...]:
    """The scheme, or all that is wrong with the text, of whatever file it comes."""
    source = parse(text, "")
    if source.faults:
        return tuple(source.faults)
    try:
        model = PackModel.model_validate(source.data)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _refuse(source, detail)
        return _in_order(source)
    for path, message in dangling(model):
        source.refuse(source.place(path), path, message)
    if source.faults:
        return _in_order(source)
    return Scheme(model, hash=content_hash(source.data))


def _in_order(source: Source) -> tuple[PackFault, ...]:
    return tuple(
        sorted(set(source.faults), key=lambda fault: (fault.line, fault.column, fault.path, fault.message))
    )


def content_hash(data: Any) -> str:
    """SHA-256 of what the pack says: comments, layout and the order of keys do not count."""
    text = json.dumps(_canonical(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _canonical(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_canonical(each) for each in value]
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return {"figure": plain(Decimal(value))}
    return value


def _refuse(source: Source, detail: Any) -> None:
    path = _real_path(source.data, detail["loc"], detail["type"])
    if detail["type"] == "too_short" and len(_at(source.data, path)) >= detail["ctx"]["min_length"]:
        return  # long enough, but for members that are faults of their own
    if detail["type"] == "extra_forbidden":
        source.refuse(source.keys[path], path, f"`{path[-1]}` is not a key of this place")
        return
    key_fault = "[key]" in detail["loc"]
    place = source.keys.get(path, source.place(path)) if key_fault else source.place(path)
    source.refuse(place, path, _message(source.data, path, detail))


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _message(data: Any, path: Path, detail: Any) -> str:
    kind = detail["type"]
    if kind == "union_tag_not_found" and "_which" in str(detail.get("ctx", {}).get("discriminator", "")):
        return f"a condition is expected: exactly one of {', '.join(CONDITION_KEYS)}"
    if kind in ("union_tag_invalid", "literal_error"):
        expected = detail["ctx"].get("expected_tags") or detail["ctx"].get("expected")
        return f"expected one of: {expected}"
    if kind == "value_error":
        return str(detail["ctx"]["error"])
    return _WORDS.get(kind, str(detail["msg"])).format(**detail.get("ctx", {}))


def _real_path(data: Any, loc: tuple[str | int, ...], kind: str) -> Path:
    """The path in the file that pydantic's location means; it also names the members of unions."""
    path: list[str | int] = []
    here, entered = data, True
    for number, step in enumerate(loc):
        last = number == len(loc) - 1
        if entered and isinstance(here, dict) and step in (here.get("kind"), here.get("effect")):
            entered = False  # the kind names the member of a union, even where a key is called the same
            continue
        in_list = isinstance(here, list) and isinstance(step, int) and step < len(here)
        if in_list or (isinstance(here, dict) and step in here):
            here, entered = here[step], True
        elif not (last and kind == "missing"):
            continue
        path.append(step)
    return tuple(path)
