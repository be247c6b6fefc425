"""Bounds as plans write them: 「75–89 分」「90 分以上」「不满 60 分」「前 25%」 read into intervals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_FIGURE = r"(\d+(?:\.\d+)?)"
_UNIT = r"\s*(分|%|％)?\s*"
_DASH = r"(?:-{1,2}|–|—{1,2}|−|－|~|～|至|到)"
_END = r"(?=[）)】\]，,。；;、：:]|以?内|之间|者|的|为|计|$)"
_LAW = re.compile(
    rf"(?P<range>{_FIGURE}{_UNIT}{_DASH}\s*{_FIGURE}{_UNIT}(?P<tail>（不含）|\(不含\))?{_END})"
    rf"|(?P<least>{_FIGURE}{_UNIT}(?:（含）|\(含\)|（含本数）)?\s*(?:及|或|和)?\s*以上)"
    rf"|(?P<most>{_FIGURE}{_UNIT}(?:（含）|\(含\)|（含本数）)?\s*(?:及|或|和)?\s*以下)"
    rf"|(?P<floor>不(?:低于|少于|小于)\s*{_FIGURE}\s*(?:分|%|％))"
    rf"|(?P<under>(?<!不)(?:不满|不足|低于|少于|小于|未达到?)\s*{_FIGURE}\s*(?:分|%|％))"
    rf"|(?P<over>(?<!不)(?:超过|高于|大于|多于)\s*{_FIGURE}\s*(?:分|%|％))"
    rf"|(?P<first>前\s*{_FIGURE}\s*(?P<percent>%|％))"
)

_POINTS = frozenset("扣加减计记罚")
_JOINS = frozenset({"", "、", "，", ",", "且", "，且", "并", "，并", "至", "到", "但", "，但"})


@dataclass(frozen=True, slots=True)
class Written:
    """An interval as a text writes it; an end that is None is open to that side."""

    text: str
    unit: str
    low: Decimal | None
    low_in: bool
    high: Decimal | None
    high_in: bool

    def holds(self, value: Decimal) -> bool:
        """Whether the figure is inside by the letter of the text."""
        low = self.low is None or value > self.low or (self.low_in and value == self.low)
        return low and (self.high is None or value < self.high or (self.high_in and value == self.high))


def written_in(text: str) -> Iterator[Written]:
    """The intervals of scores or shares that a Chinese text states, in order.

    `以上` and `以下` include their figure; 「75 分以上、不满 90 分」 is one interval. Points that
    are added or taken away (「扣 1–3 分」) are none.
    """
    before: tuple[Written, int] | None = None
    for found in _LAW.finditer(text):
        if text[: found.start()].rstrip()[-1:] in _POINTS:
            continue
        written = _written(found)
        if before is not None and text[before[1] : found.start()].strip() in _JOINS:
            joined = _joined(before[0], written)
            if joined is not None:
                yield joined
                before = None
                continue
        if before is not None:
            yield before[0]
        before = (written, found.end())
    if before is not None:
        yield before[0]


def _joined(one: Written, other: Written) -> Written | None:
    """A lower and an upper end that follow each other; None when they make no interval."""
    if one.low is None or one.high is not None or other.low is not None or other.high is None:
        return None
    if one.low >= other.high:
        return None
    unit = one.unit or other.unit
    return Written(f"{one.text}、{other.text}", unit, one.low, one.low_in, other.high, other.high_in)


def _written(found: re.Match[str]) -> Written:
    kind = next(name for name in ("range", "least", "most", "floor", "under", "over", "first") if found[name])
    groups = [group for group in found.groups() if group is not None]
    figures = [Decimal(group) for group in groups if re.fullmatch(_FIGURE, group)]
    unit = "%" if re.search(r"[%％]", found[0]) else ("分" if "分" in found[0] else "")
    text = found[0].strip()
    if kind == "range":
        return Written(text, unit, figures[0], True, figures[1], found["tail"] is None)
    if kind == "first":
        return Written(text, unit, Decimal(0), False, figures[0], True)
    if kind in ("least", "floor", "over"):
        return Written(text, unit, figures[0], kind != "over", None, False)
    return Written(text, unit, None, False, figures[0], kind == "most")
