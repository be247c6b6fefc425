"""From the text of a pack to a :class:`~.scheme.Scheme`, or to all that is wrong with it."""

import hashlib
import json
import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from .faults import Message, PackError, PackFault, message
from .numbers import plain
from .references import dangling
from .scheme import Scheme
from .sentences import FAULTS_EN
from .vocabulary.conditions import CONDITION_KEYS
from .vocabulary.pack import PackModel
from .yaml_source import Path, YamlSource, parse

# What pydantic finds by itself; what the validators of the vocabulary find carries its code.
_CODES = {
    "missing": "key_required",
    "dict_type": "mapping_expected",
    "model_type": "mapping_expected",
    "model_attributes_type": "mapping_expected",
    "tuple_type": "list_expected",
    "list_type": "list_expected",
    "string_type": "text_expected",
    "bool_type": "boolean_expected",
    "union_tag_not_found": "kind_expected",
    "string_too_short": "text_empty",
    "string_too_long": "text_too_long",
    "string_pattern_mismatch": "name_expected",
    "too_short": "more_expected",
    "greater_than": "figure_above_expected",
    "greater_than_equal": "figure_at_least_expected",
    "less_than_equal": "figure_at_most_expected",
}
_BOUNDS = ("min_length", "max_length", "gt", "ge", "le")


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
    for path, found in dangling(model):
        source.note(source.place(path), path, found)
    if source.faults:
        return _in_order(source)
    return Scheme(model, hash=content_hash(source.data))


def _in_order(source: YamlSource) -> tuple[PackFault, ...]:
    return tuple(
        sorted(
            set(source.faults),
            key=lambda fault: (fault.line, fault.column, fault.path, str(fault.message)),
        )
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


def _refuse(source: YamlSource, detail: Any) -> None:
    path = _real_path(source.data, detail["loc"], detail["type"])
    if detail["type"] == "too_short" and len(_at(source.data, path)) >= detail["ctx"]["min_length"]:
        return  # long enough, but for members that are faults of their own
    if detail["type"] == "extra_forbidden":
        source.refuse(source.keys[path], path, "key_refused", key=path[-1])
        return
    key_fault = "[key]" in detail["loc"]
    place = source.keys.get(path, source.place(path)) if key_fault else source.place(path)
    source.note(place, path, _message(detail))


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _message(detail: Any) -> Message:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "union_tag_not_found" and "_which" in str(context.get("discriminator", "")):
        return message("condition_expected", kinds=CONDITION_KEYS)
    if kind == "union_tag_invalid":
        return message("choice_expected", choices=tuple(map(_choice, _names(context["expected_tags"]))))
    if kind == "literal_error":
        *names, last = _names(context["expected"])
        if not names:
            return message("choice_expected", choices=(_choice(last),))
        ends = message("last_choices", name=names.pop(), last=last)
        return message("choice_expected", choices=(*map(_choice, names), ends))
    code = _CODES.get(kind, kind if kind in FAULTS_EN else "value_refused")
    return Message(code, {name: context[name] for name in _BOUNDS if name in context})


def _names(listed: str) -> list[str]:
    """The names that pydantic lists in quotes."""
    return re.findall(r"'([^']*)'", listed)


def _choice(name: str) -> Message:
    return message("choice", name=name)


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
