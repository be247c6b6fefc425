"""Somebody else saved meanwhile: both texts side by side, nothing of either lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.http import HttpResponse
from django.shortcuts import render

from assessment.models import Draft
from assessment.workshop.views.frame import draft_frame
from organization.decorators import UnitRequest


@dataclass(frozen=True)
class ConflictLine:
    """A line of the other's text: its number, and whether it differs from one's own."""

    number: int
    text: str
    differs: bool


def conflict_page(request: UnitRequest, draft: Draft, mine: str) -> HttpResponse:
    """The other's text to read, one's own to go on with; saving it then is on top of the newer revision."""
    context = draft_frame(request, draft, "draft_yaml")
    context |= {
        "mine": mine,
        "theirs": list(_compared(draft.text, mine)),
        "differing": sorted(_differing(mine, draft.text)),
    }
    return render(request, "assessment/workshop/draft_conflict.html", context, status=409)


def _compared(text: str, other: str) -> Iterator[ConflictLine]:
    differing = _differing(text, other)
    for number, line in enumerate(text.split("\n"), start=1):
        yield ConflictLine(number, line, number in differing)


def _differing(text: str, other: str) -> set[int]:
    """Numbers of the lines of a text that the other does not have at this place."""
    matcher = SequenceMatcher(a=text.split("\n"), b=other.split("\n"), autojunk=False)
    found: set[int] = set()
    for act, start, end, _start, _end in matcher.get_opcodes():
        if act != "equal":
            found.update(range(start + 1, end + 1))
    return found
