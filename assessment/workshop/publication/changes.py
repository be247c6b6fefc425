"""What a draft changes, in words: against the version it was made from and against the one in force."""

from dataclasses import dataclass

from assessment.models import SchemeVersion
from assessment.rules import Scheme as Pack
from assessment.rules.diff import Change, changes


@dataclass(frozen=True)
class ChangeGroup:
    """The changes of one part, under its title."""

    title: str
    sentences: list[tuple[str, str]]


def changes_between(before: SchemeVersion | None, pack: Pack) -> list[Change]:
    """What the pack says otherwise than a version; nothing when there is none to compare with."""
    return [] if before is None else changes(before.rules, pack)


def grouped(found: list[Change], language: str) -> list[ChangeGroup]:
    """Changes under the titles of their parts, each with its kind and its sentence."""
    groups: dict[str, ChangeGroup] = {}
    for change in found:
        title = change.group.get(language)
        groups.setdefault(title, ChangeGroup(title, [])).sentences.append((change.kind, change.get(language)))
    return list(groups.values())
