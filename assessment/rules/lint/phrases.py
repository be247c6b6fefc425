"""Conditions, effects and deadlines in words, in both languages, for the sentences of findings."""

from typing import Any

from assessment.rules.description import Speaker
from assessment.rules.vocabulary.base import Text

from .study import PartStudy


def phrase(each: PartStudy, model: Any) -> Text:
    """What a condition, an effect or a deadline of the part says."""
    scheme, part = each.study.scheme, each.part
    said = {language: Speaker(scheme, part, language).any(model) for language in ("zh", "en")}
    return Text(zh=said["zh"] or "—", en=said["en"] or "—")
