"""Drawings as SVG: what they show, what they tell a screen reader, what they never contain."""

import re
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from django.template import engines

from foundation.templatetags.charts import bar, distribution, trend
from tests.narrowing import present

D = Decimal
QUARTERS = [("Q1", D("86.2")), ("Q2", D("88.4")), ("Q3", D("91.4"))]


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def find(svg: str, css_class: str) -> list[ElementTree.Element]:
    return [node for node in drawn(svg).iter() if css_class in node.get("class", "").split()]


def test_a_bar_is_as_long_as_its_share() -> None:
    assert find(bar(47, 50), "bar-fill")[0].get("width") == "94%"
    assert find(bar(D("1"), D("3")), "bar-fill")[0].get("width") == "33.33%"


@pytest.mark.parametrize(("value", "maximum", "width"), [(60, 50, "100%"), (-3, 50, "0%"), (1, 0, "0%")])
def test_a_bar_never_leaves_its_track(value: int, maximum: int, width: str) -> None:
    assert find(bar(value, maximum), "bar-fill")[0].get("width") == width


def test_a_bar_says_its_figures_to_a_screen_reader() -> None:
    assert drawn(bar(D("47.00"), 50, label="Routine work")).findtext("title") == "Routine work 47 / 50"


def test_a_bar_without_a_value_is_not_drawn_and_an_unknown_tone_is_an_error() -> None:
    assert bar(None, 50) == ""
    with pytest.raises(ValueError, match="tone"):
        bar(1, 2, "pink")


def test_a_float_is_never_drawn() -> None:
    half: Any = 0.5  # a template can pass what the annotations refuse
    with pytest.raises(TypeError):
        bar(half, 1)
    with pytest.raises(TypeError):
        trend([("Q1", half)])


def test_a_trend_has_a_dot_for_every_figure_and_lines_between_them() -> None:
    svg = trend(QUARTERS, title="Score")
    assert len(find(svg, "trend-dot")) == 3
    assert len(find(svg, "trend-line")) == 2
    assert [node.text for node in find(svg, "trend-value")] == ["86.20", "88.40", "91.40"]
    assert drawn(svg).findtext("title") == "Score: Q1 86.20; Q2 88.40; Q3 91.40"


def test_a_higher_figure_stands_higher() -> None:
    heights = [D(node.attrib["cy"]) for node in find(trend(QUARTERS), "trend-dot")]
    assert heights == sorted(heights, reverse=True)


def test_a_missing_period_leaves_a_gap() -> None:
    svg = trend([("1", D(1)), ("2", None), ("3", D(3)), ("4", D(4))])
    assert len(find(svg, "trend-dot")) == 3
    assert len(find(svg, "trend-line")) == 1
    assert "2 –" in present(drawn(svg).findtext("desc"))


def test_a_long_trend_names_only_the_ends_the_highest_and_the_lowest() -> None:
    svg = trend([(str(i), D(v)) for i, v in enumerate([5, 6, 9, 7, 6, 2, 7, 8])])
    assert [node.text for node in find(svg, "trend-value")] == ["5.00", "9.00", "2.00", "8.00"]


def test_a_threshold_lies_between_what_is_below_and_above_it() -> None:
    svg = trend(QUARTERS, line="90", line_label="优秀线")
    line = D(find(svg, "trend-threshold")[0].attrib["y1"])
    first, second, third = (D(node.attrib["cy"]) for node in find(svg, "trend-dot"))
    assert first > second > line > third
    assert find(svg, "trend-threshold-label")[0].text == "优秀线 90"


def test_equal_figures_a_single_one_and_none_are_drawn_without_complaint() -> None:
    assert len(find(trend([("a", D(1)), ("b", D(1))]), "trend-dot")) == 2
    assert find(trend([("a", D(1))]), "trend-dot")[0].get("cx") == "50%"
    assert find(trend([("a", None)]), "trend-dot") == []
    assert trend([]) == ""


def test_a_distribution_shows_every_row_against_its_limit() -> None:
    svg = distribution([("优秀", 5, 7, "warn"), ("良好", 8, 8), ("不称职", 2, None, "minus"), ("称职", 4)])
    assert [node.text for node in find(svg, "dist-count")] == ["5 / 7", "8 / 8", "2", "4"]
    assert len(find(svg, "dist-limit")) == 2
    assert "优秀 5 / 7" in present(drawn(svg).findtext("desc"))
    full = find(svg, "bar-fill")[1]
    assert full.get("width") == "58%"


def test_an_empty_distribution_and_one_of_zeros_are_drawn_without_complaint() -> None:
    assert distribution([]) == ""
    assert find(distribution([("优秀", 0)]), "bar-fill")[0].get("width") == "0%"


def test_labels_are_escaped_and_nothing_is_styled_inline() -> None:
    svg = trend([("<script>", D(1)), ("b", D(2))]) + bar(1, 2) + distribution([("<b>", 1, 2)])
    assert "<script>" not in svg
    assert "<b>" not in svg
    assert not re.search(r"\sstyle=|\son\w+=", svg)


def test_the_tags_are_at_hand_in_every_template() -> None:
    html = engines["django"].from_string("{% bar 1 2 %}{{ value|points }}").render({"value": D("1.5")})
    assert 'width="50%"' in html
    assert html.endswith("1.50")
