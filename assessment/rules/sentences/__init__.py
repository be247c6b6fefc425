"""The words of an explanation and the sentences of faults, a table of each for each language.

Templates of the core itself: it has no gettext. Titles of items, clauses, facts, gates and
grades come from the pack.
"""

from .en import EN
from .faults_en import FAULTS_EN
from .faults_zh import FAULTS_ZH
from .zh import ZH


def words(language: str) -> dict[str, str]:
    """The templates of ``zh-hans`` (any Chinese) or ``en`` (anything else)."""
    return ZH if language.startswith("zh") else EN


def fault_sentences(language: str) -> dict[str, str]:
    """The sentences of faults by code, in ``zh-hans`` (any Chinese) or ``en`` (anything else)."""
    return FAULTS_ZH if language.startswith("zh") else FAULTS_EN


__all__ = ["EN", "FAULTS_EN", "FAULTS_ZH", "ZH", "fault_sentences", "words"]
