"""The colours of the design system, measured; and that no template or script styles anything inline."""

import re
from pathlib import Path
from typing import Any

import pytest

STATIC = Path(__file__).resolve().parents[2] / "static" / "css"
TEXT_ON = {
    "--ink": ["--paper", "--ground", "--wash", "--brand-2", "--warn-2", "--plus-2", "--minus-2", "--line-2"],
    "--ink-2": ["--paper", "--ground", "--wash", "--line-2", "--brand-2"],
    "--ink-3": ["--paper", "--ground", "--wash", "--brand-2", "--line-2", "--warn-2"],
    "--brand": ["--paper", "--ground", "--wash", "--brand-2", "--warn-2"],
    "--minus": ["--paper", "--ground", "--wash", "--minus-2", "--brand-2"],
    "--plus": ["--paper", "--ground", "--wash", "--plus-2", "--brand-2"],
    "--warn": ["--paper", "--ground", "--wash", "--warn-2"],
    "--on-brand": ["--brand", "--brand-deep"],
    "--paper": ["--ink", "--warn"],
}


def tokens() -> dict[str, str]:
    found = re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6})", (STATIC / "tokens.css").read_text())
    return dict(found)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"), [(text, ground) for text, grounds in TEXT_ON.items() for ground in grounds]
)
def test_every_pair_of_text_and_ground_meets_aa(text: Any, ground: Any) -> None:
    assert contrast(tokens()[text], tokens()[ground]) >= 4.5


@pytest.mark.parametrize("ground", ["--paper", "--ground"])
@pytest.mark.parametrize("edge", ["--edge", "--brand", "--warn"])
def test_edges_of_controls_and_the_focus_ring_can_be_seen(edge: str, ground: str) -> None:
    assert contrast(tokens()[edge], tokens()[ground]) >= 3


def test_templates_and_scripts_style_nothing_inline() -> None:
    root = STATIC.parents[1]
    for path in [*root.glob("templates/**/*.html"), *root.glob("static/js/*.js")]:
        assert not re.search(r'\sstyle="|<style|\.style\.', path.read_text()), path
    for path in root.glob("templates/**/*.html"):
        assert not re.search(
            r"\son(?!ly=)[a-z]+=\"|<script(?![^>]*\ssrc=)|hx-on|javascript:", path.read_text()
        ), path
