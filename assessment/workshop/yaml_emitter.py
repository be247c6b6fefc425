"""Values of a pack written as YAML on one line, exactly: figures without quotes, texts quoted only where they must be."""

from datetime import date
from decimal import Decimal
from typing import Any

from assessment.rules.yaml_source import parse

_NAMED = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}


def emit(value: Any, style: str | None = None) -> str:
    """The value in flow style; ``style`` is the quote that a text had before, kept where the new text allows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        pairs = ", ".join(f"{emit(key)}: {emit(each)}" for key, each in value.items())
        return f"{{{pairs}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(emit(each) for each in value)}]"
    if isinstance(value, str):
        return _text(value, style)
    raise TypeError(f"no value of a pack: {value!r}")


def _text(text: str, style: str | None) -> str:
    plain_line = text.isprintable()
    if style == "'" and plain_line:
        return "'" + text.replace("'", "''") + "'"
    if style != '"' and plain_line and _stands_alone(text):
        return text
    return '"' + "".join(_escaped(sign) for sign in text) + '"'


def _stands_alone(text: str) -> bool:
    """Whether the bare text reads back as itself wherever a value may stand."""
    if not text or len(text.splitlines()) != 1 or text != text.strip():
        return False
    source = parse(f"x: [{text}]\ny: {{z: {text}, {text}: 1}}\n", "")
    return not source.faults and source.data == {"x": [text], "y": {"z": text, text: 1}}


def _escaped(sign: str) -> str:
    if sign in _NAMED:
        return _NAMED[sign]
    if sign.isprintable():
        return sign
    number = ord(sign)
    return (
        f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}" if number < 65536 else f"\\U{number:08x}"
    )
