"""The frame of the pages of one draft: where am I, in what state it is, and the ways to look at it."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessment.models import Draft
from assessment.policy import Action
from organization.decorators import UnitRequest

# The ways to look at a draft, in order: the name of the address and its title. Each room of the workshop adds its own.
TABS: list[tuple[str, str | Promise]] = [
    ("draft", _("Edit")),
    ("draft_yaml", _("YAML")),
    ("draft_analysis", _("Check")),
    ("tryouts", _("Try out")),
    ("draft_read", _("Read")),
    ("draft_publish", _("Publish a version")),
]


def draft_frame(request: UnitRequest, draft: Draft, tab: str) -> dict[str, Any]:
    """What ``assessment/workshop/draft_frame.html`` needs; ``tab`` is the name of the address that is open."""
    address = [request.unit.code, draft.pk]
    tabs = [{"title": title, "url": reverse(name, args=address), "here": name == tab} for name, title in TABS]
    return {"draft": draft, "tabs": tabs, "may_edit": may_edit(request, draft)}


def may_edit(request: UnitRequest, draft: Draft) -> bool:
    """Whether the asker may change the draft as it stands."""
    return draft.state == Draft.State.EDITING and request.access.can(Action.DRAFT_SCHEMES)
