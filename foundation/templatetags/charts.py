"""Template tags that draw: a bar, a trend line, a distribution; inline SVG without scripts or inline styles.

Coordinates are percentages across and pixels down, so that text keeps its size on a phone. All arithmetic is exact
Decimal until a coordinate is written. Colours come from the style sheet (``static/css/charts.css``) through classes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from foundation.numbers import DASH, Figure, exact, points, trimmed

register = template.Library()

CENT = Decimal("0.01")
HUNDRED = Decimal(100)
TONES = ("", "minus", "plus", "warn", "quiet")

TREND_TOP = Decimal(26)
TREND_BOTTOM = Decimal(92)
TREND_HEIGHT = 122
TREND_MARGIN = Decimal(6)
TREND_ALL_VALUES = 6

ROW_HEIGHT = 30
BAR_LEFT = Decimal(22)
BAR_RIGHT = Decimal(80)


def _at(coordinate: Decimal) -> str:
    """A coordinate for SVG: at most two decimals, no exponent."""
    text = f"{coordinate.quantize(CENT, rounding=ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".")


def _check_tone(tone: str) -> str:
    if tone not in TONES:
        raise ValueError(f"Unknown tone of a chart: {tone!r}")
    return tone


def _portion(value: Decimal, maximum: Decimal) -> Decimal:
    """How much of the maximum is filled, in percent, kept between 0 and 100."""
    if maximum <= 0:
        return Decimal(0)
    return min(max(value / maximum * HUNDRED, Decimal(0)), HUNDRED)


@register.simple_tag
def bar(value: Figure, maximum: Figure, tone: str = "", label: str = "") -> SafeString:
    """A horizontal bar: ``{% bar 47 50 %}``; tone ``minus``, ``plus``, ``warn`` or ``quiet``; nothing when unknown.

    The text for screen readers is the label (when given) and «value / maximum».
    """
    _check_tone(tone)
    if value in (None, "") or maximum in (None, ""):
        return SafeString("")
    width = _portion(exact(value), exact(maximum))
    words = f"{trimmed(value)} / {trimmed(maximum)}"
    return format_html(
        '<svg class="bar {}" role="img" width="100%" height="8" focusable="false"><title>{}</title>'
        '<rect class="bar-track" width="100%" height="8" rx="4"/>'
        '<rect class="bar-fill" width="{}%" height="8" rx="4"/></svg>',
        tone,
        f"{label} {words}" if label else words,
        _at(width),
    )


@dataclass(frozen=True)
class _Spot:
    """One point of a trend: where it stands and what it says."""

    label: str
    value: Decimal | None
    x: Decimal
    y: Decimal | None
    told: bool
    last: bool


def _trend_spots(pairs: Sequence[tuple[str, Figure]], line: Decimal | None) -> list[_Spot]:
    """Lay the values out: equal steps across, the range of the values down (with the line inside it)."""
    values = [None if value in (None, "") else exact(value) for _label, value in pairs]
    known = [value for value in values if value is not None]
    bounds = known + ([line] if line is not None else [])
    low, high = min(bounds, default=Decimal(0)), max(bounds, default=Decimal(0))
    step = (HUNDRED - 2 * TREND_MARGIN) / max(len(pairs) - 1, 1)
    last_known = max((i for i, value in enumerate(values) if value is not None), default=-1)
    marked = _marked(values, last_known)
    spots = []
    for i, ((label, _value), value) in enumerate(zip(pairs, values, strict=True)):
        told = len(pairs) <= TREND_ALL_VALUES or i in marked
        x = TREND_MARGIN + step * i if len(pairs) > 1 else HUNDRED / 2
        y = None if value is None else _height(value, low, high)
        spots.append(_Spot(str(label), value, x, y, told and value is not None, i == last_known))
    return spots


def _marked(values: Sequence[Decimal | None], last_known: int) -> set[int]:
    """Where a long line prints its values: its end, its latest low and high, its start; never beside one another."""
    known = [value for value in values if value is not None]
    marked: set[int] = set()
    for value in (None, min(known, default=None), max(known, default=None)):
        latest = last_known if value is None else max(i for i, each in enumerate(values) if each == value)
        if not {latest - 1, latest, latest + 1} & marked:
            marked.add(latest)
    return marked if {0, 1} & marked else marked | {0}


def _height(value: Decimal, low: Decimal, high: Decimal) -> Decimal:
    if high == low:
        return (TREND_TOP + TREND_BOTTOM) / 2
    return TREND_BOTTOM - (value - low) / (high - low) * (TREND_BOTTOM - TREND_TOP)


def _trend_lines(spots: Sequence[_Spot]) -> SafeString:
    """The segments between neighbours that both have a value: a missing period leaves a gap."""
    pairs = zip(spots, spots[1:], strict=False)
    return format_html_join(
        "",
        '<line class="trend-line" x1="{}%" y1="{}" x2="{}%" y2="{}"/>',
        ((_at(a.x), _at(a.y), _at(b.x), _at(b.y)) for a, b in pairs if a.y is not None and b.y is not None),
    )


def _trend_marks(spots: Sequence[_Spot]) -> SafeString:
    dots = format_html_join(
        "",
        '<circle class="trend-dot{}" cx="{}%" cy="{}" r="{}"/>',
        (
            (" last" if s.last else "", _at(s.x), _at(s.y), 4 if s.last else 3)
            for s in spots
            if s.y is not None
        ),
    )
    values = format_html_join(
        "",
        '<text class="trend-value{}" x="{}%" y="{}">{}</text>',
        (
            (" last" if s.last else "", _at(s.x), _at(s.y - 10), points(s.value))
            for s in spots
            if s.told and s.y is not None
        ),
    )
    labels = format_html_join(
        "",
        '<text class="trend-label{}" x="{}%" y="{}">{}</text>',
        ((" odd" if i % 2 else "", _at(s.x), TREND_HEIGHT - 6, s.label) for i, s in enumerate(spots)),
    )
    return format_html("{}{}{}", dots, values, labels)


def _trend_threshold(line: Decimal | None, label: str, spots: Sequence[_Spot]) -> SafeString:
    if line is None:
        return SafeString("")
    known = [s.value for s in spots if s.value is not None] + [line]
    y = _at(_height(line, min(known), max(known)))
    words = f"{label} {trimmed(line)}".strip()
    return format_html(
        '<line class="trend-threshold" x1="0" x2="100%" y1="{0}" y2="{0}"/>'
        '<text class="trend-threshold-label" x="0" y="{0}" dy="-4">{1}</text>',
        y,
        words,
    )


@register.simple_tag
def trend(
    pairs: Iterable[tuple[str, Figure]], title: str = "", line: Figure = None, line_label: str = ""
) -> SafeString:
    """A trend over periods from ``(label, figure)`` pairs, oldest first; ``line`` draws a dashed threshold.

    A figure of ``None`` leaves a gap. Without any pair nothing is drawn. The description lists every figure.
    """
    rows = list(pairs)
    if not rows:
        return SafeString("")
    threshold = None if line in (None, "") else exact(line)
    spots = _trend_spots(rows, threshold)
    told = "; ".join(f"{s.label} {DASH if s.value is None else points(s.value)}" for s in spots)
    return format_html(
        '<svg class="trend{}" role="img" width="100%" height="{}" focusable="false"><title>{}</title><desc>{}</desc>'
        "{}{}{}</svg>",
        " many" if len(spots) > TREND_ALL_VALUES else "",
        TREND_HEIGHT,
        f"{title or _('Trend')}: {told}",
        told,
        _trend_threshold(threshold, line_label, spots),
        _trend_lines(spots),
        _trend_marks(spots),
    )


def _distribution_row(index: int, row: Sequence[object], highest: Decimal) -> SafeString:
    """One row: name, bar, a tick at the limit, «count / limit»."""
    label, count, limit, tone = (*row, None, None)[:4]
    number = exact(count)  # type: ignore[arg-type]
    cap = None if limit in (None, "") else exact(limit)  # type: ignore[arg-type]
    top = ROW_HEIGHT * index
    span = BAR_RIGHT - BAR_LEFT
    width = span * _portion(number, highest) / HUNDRED
    tick = SafeString("")
    if cap is not None:
        x = _at(BAR_LEFT + span * _portion(cap, highest) / HUNDRED)
        tick = format_html(
            '<line class="dist-limit" x1="{0}%" x2="{0}%" y1="{1}" y2="{2}"/>', x, top + 5, top + 25
        )
    return format_html(
        '<text class="dist-label" x="0" y="{}">{}</text><rect class="bar-fill {}" x="{}%" y="{}" width="{}%" '
        'height="12" rx="2"/>{}<text class="dist-count" x="100%" y="{}">{}</text>',
        top + 20,
        label,
        _check_tone(str(tone or "")),
        _at(BAR_LEFT),
        top + 9,
        _at(width),
        tick,
        top + 20,
        trimmed(number) if cap is None else f"{trimmed(number)} / {trimmed(cap)}",
    )


@register.simple_tag
def distribution(rows: Iterable[Sequence[object]], title: str = "") -> SafeString:
    """How many stand where: rows of ``(label, count[, limit[, tone]])``; a tick marks the limit (名额)."""
    table = [tuple(row) for row in rows]
    if not table:
        return SafeString("")
    highest = max(
        exact(figure)  # type: ignore[arg-type]
        for row in table
        for figure in row[1:3]
        if figure not in (None, "")
    )
    told = "; ".join(
        f"{row[0]} {trimmed(exact(row[1]))}"  # type: ignore[arg-type]
        + (f" / {trimmed(exact(row[2]))}" if len(row) > 2 and row[2] not in (None, "") else "")  # type: ignore[arg-type]
        for row in table
    )
    return format_html(
        '<svg class="dist" role="img" width="100%" height="{}" focusable="false"><title>{}</title><desc>{}</desc>{}</svg>',
        ROW_HEIGHT * len(table),
        f"{title or _('Distribution')}: {told}",
        told,
        format_html_join("", "{}", ((_distribution_row(i, row, highest),) for i, row in enumerate(table))),
    )
