"""Findings about bounds in the words of a pack: gaps, overlaps, and words that say another line than the pack."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from assessment.rules.vocabulary.base import Text
from assessment.rules.yaml_source import Path

from .bound_text import Written, written_in
from .findings import Hits, Values, error, fill, hit, warning
from .study import PartStudy, Study

WORDS = {
    "written_gap": warning(
        zh="文字「{one}」与「{other}」之间留有空档：{example}{unit}按文字不属于任何一档{read}。",
        en="Between “{one}” and “{other}” there is a gap: {example}{unit} belongs to neither by the words{read}.",
        do_zh="改写为「{bound}{unit}及以上」「不满 {bound}{unit}」，或在口径说明中写明 {one} 与 {other} 如何衔接。",
        do_en="Write “{bound}{unit} or more” and “less than {bound}{unit}”, or say in a reading how {one} and {other} meet.",
    ),
    "written_overlap": warning(
        zh="文字「{one}」与「{other}」重叠：{example}{unit}同时属于两档{read}。",
        en="“{one}” and “{other}” overlap: {example}{unit} belongs to both by the words{read}.",
        do_zh="写明 {example}{unit}归入哪一档，例如「{bound}{unit}及以上」「不满 {bound}{unit}」。",
        do_en="Say where {example}{unit} belongs, for example “{bound}{unit} or more” and “less than {bound}{unit}”.",
    ),
    "written_bound_differs": error(
        zh="文字写明{grade}为「{one}」，而{part}的分数线是 {stated}：公布的文字与计算结果不一致。",
        en="The words say “{one}” for {grade}, but in “{part}” the line is {stated}: the published text and the results differ.",
        do_zh="按原文改正文字或分数线（at_least）。",
        do_en="Correct the words or the line (`at_least`) after the plan.",
    ),
}
_READ = Text(zh="（本方案按分数线计为{grade}）", en=" (by the pack's lines it is {grade})")
_UNITS: dict[str, Text | str] = {"分": Text(zh=" 分", en=" points"), "%": "%", "": ""}
_LINE = {
    "from": Text(zh="{low} 分及以上", en="{low} or more"),
    "between": Text(zh="{low} 分及以上、不满 {high} 分", en="{low} or more and less than {high}"),
    "below": Text(zh="不满 {high} 分", en="less than {high}"),
}


@dataclass(frozen=True, slots=True)
class StatedBounds:
    """An interval with the place where it is written."""

    path: Path
    written: Written


def gaps(study: Study) -> Hits:
    """Neighbouring bounds of one text, or of the texts of one list, that do not meet."""
    for family in _families(study):
        for unit in ("分", "%"):
            ladder = sorted(
                _ladder(family, unit), key=lambda said: (said.written.low is not None, said.written.low or 0)
            )
            for one, other in pairwise(ladder):
                yield from _meeting(study, one, other)


def _ladder(family: list[StatedBounds], unit: str) -> list[StatedBounds]:
    """The bounds in this unit; figures without one are scores in titles of grades and beside scores."""
    found = [said for said in family if said.written.unit == unit]
    if unit == "分" and (found or any(said.path[0] == "grades" for said in family)):
        found += [said for said in family if not said.written.unit]
    return found


def _meeting(study: Study, one: StatedBounds, other: StatedBounds) -> Hits:
    high, low = one.written.high, other.written.low
    if high is None or low is None or _settled(study, high, low):
        return
    both = one.written.high_in and other.written.low_in
    words: Values = {"one": one.written.text, "other": other.written.text, "bound": low}
    words["unit"] = _UNITS[one.written.unit or other.written.unit]
    middle = (high + low) / 2
    words |= {"example": middle, "read": _read(study, middle, words["unit"])}
    if high < low or (high == low and not one.written.high_in and not other.written.low_in):
        yield hit("written_gap", *other.path, about=other.written.text, **words)
    elif high > low or both:
        yield hit("written_overlap", *other.path, about=other.written.text, **words)


def _settled(study: Study, *figures: Decimal) -> bool:
    """Whether a reading of the pack speaks of these figures."""
    numbers = (
        set(map(Decimal, re.findall(r"\d+(?:\.\d+)?", text.zh))) for text in study.scheme.readings.values()
    )
    return any(set(figures) <= named for named in numbers)


def _read(study: Study, value: Decimal, unit: Any) -> Text | str:
    """What the pack makes of the figure where one part alone has bands."""
    graded = [each for each in study.parts if each.part.bands]
    if len(graded) != 1 or unit == "%":
        return ""
    each = graded[0]
    band = next(b for b in each.part.bands if b.at_least is None or value >= b.at_least)
    return fill(_READ, {"grade": each.grade(band.grade)})


def _families(study: Study) -> Iterator[list[StatedBounds]]:
    """Texts whose bounds belong together: each by itself, and the titles of a list of grades or rules."""
    lists: dict[Path, list[StatedBounds]] = {}
    for path, zh in _texts(study.source.data, ()):
        said = [StatedBounds(path, written) for written in written_in(zh)]
        yield said
        home = next((path[:n] for n, step in enumerate(path) if step in _LISTS), None)
        if home is not None and len(said) == 1:
            lists.setdefault((*home, str(path[len(home)])), []).extend(said)
    yield from lists.values()


_LISTS = ("grades", "rules", "consequences")
_UNREAD = ("readings", "checks", "procedure", "source")


def _texts(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, dict) and set(data) == {"zh", "en"}:
        yield path, str(data["zh"])
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in _UNREAD:
                yield from _texts(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _texts(value, (*path, number))


def lines(study: Study) -> Hits:
    """Titles of grades that state another line than the bands."""
    for number, (grade, title) in enumerate(study.scheme.grades.items()):
        written = list(written_in(title.zh))
        if len(written) == 1 and written[0].unit != "%":
            for each in study.parts:
                yield from _line(each, ("grades", number, "title"), written[0], grade)


def _line(each: PartStudy, path: Path, written: Written, grade: str) -> Hits:
    bands = each.part.bands
    place = next((n for n, band in enumerate(bands) if band.grade == grade), None)
    if place is None:
        return
    low, high = bands[place].at_least, bands[place - 1].at_least if place else None
    if _low_fits(written, low) and _high_fits(written, high):
        return
    key = "from" if high is None else ("below" if low is None else "between")
    stated = fill(_LINE[key], {"low": low, "high": high})
    words: Values = {"one": written.text, "grade": each.grade(grade), "part": each.part.title}
    yield hit("written_bound_differs", *path, about=each.cadence, stated=stated, **words)


def _low_fits(written: Written, low: Decimal | None) -> bool:
    if written.low is None or low is None:
        return written.low is None or written.low <= 0
    return written.low == low and written.low_in


def _high_fits(written: Written, high: Decimal | None) -> bool:
    """An upper end fits just below the line of the band above: 89 or 89.99 below 90; 100 where there is none."""
    if written.high is None or high is None:
        return high is None
    if written.high_in:
        return high - 1 <= written.high < high
    return written.high == high


RULES = (gaps, lines)
