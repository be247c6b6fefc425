"""Faults of a pack are told in the reader's language."""

from pathlib import Path

import pytest
from django.utils.translation import override

from assessment.rules import PackError, load_scheme
from assessment.workshop.fault_words import fault_text, recognised

BROKEN = sorted((Path(__file__).parents[1] / "rules" / "broken_packs").glob("*.yaml"))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_every_fault_that_a_pack_can_have_is_known_in_chinese(path):
    with pytest.raises(PackError) as raised:
        load_scheme(path.read_text("utf-8"), file=path.name)
    for fault in raised.value.faults:
        assert recognised(fault.message) is not None, fault.message
        with override("zh-hans"):
            assert fault_text(fault.message) != fault.message
        with override("en"):
            assert fault_text(fault.message) == fault.message


def test_names_stand_in_the_sentence_and_lists_are_chinese():
    with override("zh-hans"):
        told = fault_text("there is no item `x`; there is: a, b")
        assert told == "没有名为 `x` 的指标；现有：a、b"
        assert fault_text("expected one of: 'day', 'week' or 'year'") == "须为下列之一：day、week、year"


def test_a_message_that_nobody_knows_stays_as_it_is():
    with override("zh-hans"):
        assert fault_text("something else") == "something else"
