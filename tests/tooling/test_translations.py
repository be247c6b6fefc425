"""Chinese and English are complete."""

from pathlib import Path

from foundation.messages import catalogue

ROOT = Path(__file__).resolve().parents[2]


def test_the_chinese_catalogue_is_complete_and_in_step_with_the_sources() -> None:
    assert catalogue.problems(ROOT) == []


def test_no_translation_is_left_in_english() -> None:
    same = [m.id for m in catalogue.read(ROOT) if m.id and m.id == m.string and " " in str(m.id)]
    assert same == []
