"""Findings about texts: a language in the other's place, words to be filled in, matters to be confirmed."""

import re
from collections.abc import Iterator
from typing import Any

from assessment.rules.yaml_source import Path

from .findings import Hits, hit, warning
from .study import Study

WORDS = {
    "text_not_chinese": warning(
        zh="中文文字「{text}」不含汉字，中文页面会显示外文。",
        en="The Chinese text “{text}” has no Chinese in it and would stand like this on the Chinese pages.",
        do_zh="写出中文。",
        do_en="Write it in Chinese.",
    ),
    "text_not_english": warning(
        zh="英文文字「{text}」含有汉字，英文页面会显示中文。",
        en="The English text “{text}” contains Chinese.",
        do_zh="写出英文。",
        do_en="Write it in English.",
    ),
    "text_to_be_filled_in": warning(
        zh="「{text}」尚待填写。",
        en="“{text}” is still to be filled in.",
        do_zh="写出正式文字。",
        do_en="Write the final text.",
    ),
    "to_be_confirmed": warning(
        zh="「{title}」须由使用单位确认后方可使用{source}。",
        en="“{title}” has to be confirmed by the department before the scheme is used.",
        do_zh="确认后改为 verified 并注明依据，或在发布时写明确认情况。",
        do_en="Once it is confirmed write `verified` with the basis, or say at publication how it was settled.",
    ),
}
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z]{3,}")
_BLANK = re.compile(r"(?i)\b(?:todo|tbd|fixme)\b|待填|待补|待定稿|^\s*待定\s*$|[×xX]{3,}|_{3,}|\?{2,}|？{2,}")


def languages(study: Study) -> Hits:
    """Every text of the pack in its own language, and finished."""
    for path, text in _texts(study.source.data, ()):
        zh, en = str(text["zh"]), str(text["en"])
        if _BLANK.search(zh) or _BLANK.search(en):
            yield hit("text_to_be_filled_in", *path, text=zh if _BLANK.search(zh) else en)
        elif _WORD.search(zh) and not _HAN.search(zh):
            yield hit("text_not_chinese", *path, "zh", text=zh)
        if _HAN.search(en):
            yield hit("text_not_english", *path, "en", text=en)


def confirmations(study: Study) -> Hits:
    """What the pack itself says the department has to confirm."""
    for number, check in enumerate(study.scheme.checks):
        if check.state == "to_confirm":
            source = "" if check.source is None else f"（{check.source}）"
            yield hit("to_be_confirmed", "checks", number, title=check.title, source=source)


def _texts(data: Any, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    if isinstance(data, dict) and set(data) == {"zh", "en"}:
        yield path, data
        return
    members = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in members:
        yield from _texts(value, (*path, key))


RULES = (languages, confirmations)
