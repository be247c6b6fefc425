"""What the page of publication shows: what is in the way, what changes, which periods will use it, who does what next."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.models import Draft, SchemeVersion
from assessment.policy import Action
from assessment.rules import Scheme as Pack
from assessment.workshop.publication.approve_draft import worked_on
from assessment.workshop.publication.blockers import (
    is_in_force_already,
    pack_of,
    replaced_by,
    scheme_of_draft,
    text_faults,
)
from assessment.workshop.publication.changes import ChangeGroup, changes_between, grouped
from assessment.workshop.publication.switch_dates import check_switch, earliest_day, future_use
from organization.policy import Access


@dataclass(frozen=True)
class DraftComparison:
    """The draft against one version: None when there is nothing to compare with."""

    version: SchemeVersion
    groups: list[ChangeGroup]
    is_in_force: bool
    is_base: bool


def context_of(access: Access, draft: Draft) -> dict[str, Any]:
    """Everything the page shows besides its forms."""
    pack = pack_of(draft)
    day = suggested_day(draft, pack)
    return {
        "day": day,
        "earliest": _earliest(draft, pack),
        "faults": _faults(draft, pack, day),
        "day_refused": _refusal(draft, pack),
        "comparisons": comparisons(draft, pack, day) if pack is not None else [],
        "uses": _uses(draft, pack, day),
        "readable": pack is not None,
        "may_draft": access.departments(Action.DRAFT_SCHEMES) is None,
        "may_approve": access.departments(Action.APPROVE_SCHEMES) is None,
        "worked_on": worked_on(draft, access.user),
    }


def suggested_day(draft: Draft, pack: Pack | None) -> date | None:
    """The day asked for; before the proposal the earliest one that is possible from today on."""
    if draft.valid_from is not None or pack is None:
        return draft.valid_from
    return max(_earliest(draft, pack) or pack.valid_from, timezone.localdate())


def comparisons(draft: Draft, pack: Pack, day: date | None) -> list[DraftComparison]:
    """Against the version in force on the day, and against the one it was made from where that is another."""
    language = get_language() or "zh-hans"
    asked = Draft(unit=draft.unit, code=draft.code, valid_from=day)
    in_force, base = replaced_by(asked), draft.based_on
    found = []
    # What a published draft has become is no version to compare it with.
    others = (each for each in (in_force, base) if each is not None and each.pk != draft.version_id)
    for version in dict.fromkeys(others):
        groups = grouped(changes_between(version, pack), language)
        found.append(
            DraftComparison(version, groups, is_in_force=version == in_force, is_base=version == base)
        )
    return found


def _earliest(draft: Draft, pack: Pack | None) -> date | None:
    return earliest_day(draft.unit, scheme_of_draft(draft), pack) if pack is not None else None


def _refusal(draft: Draft, pack: Pack | None) -> str:
    """Why the day asked for has become impossible since, empty when it is not."""
    if draft.state != Draft.State.PROPOSED or pack is None or draft.valid_from is None:
        return ""
    try:
        check_switch(draft.unit, scheme_of_draft(draft), pack, draft.valid_from)
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


def _faults(draft: Draft, pack: Pack | None, day: date | None) -> list[str]:
    if draft.state not in (Draft.State.EDITING, Draft.State.PROPOSED):
        return []
    asked = Draft(unit=draft.unit, code=draft.code, valid_from=day)
    same = pack is not None and is_in_force_already(asked, pack)
    nothing_new = [_("The unit is assessed by exactly this scheme already.")] if same else []
    return text_faults(draft) + nothing_new


def _uses(draft: Draft, pack: Pack | None, day: date | None) -> list[Any]:
    if pack is None or day is None or draft.state == Draft.State.PUBLISHED:
        return []
    return future_use(draft.unit, scheme_of_draft(draft), pack, day)
