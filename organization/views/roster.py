"""The roster: the list of people, and finding them from any page."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from foundation.ids import row_id
from organization.categories import category_titles
from organization.decorators import UnitRequest, unit_page
from organization.forms.base import department_paths
from organization.models import StaffState
from organization.policy import ACTIONS, Action, descendants, in_force
from organization.selectors import name_matches, people_matching, places_on, states_on
from organization.services.people import LEAVING

PER_PAGE = 50
FOUND_AT_ONCE = 12


@require_GET
@unit_page(Action.VIEW_ROSTER)
def people(request: UnitRequest) -> HttpResponse:
    """Everyone the asker may see: searched, by department and state, fifty on a page."""
    access = request.access
    chosen = {key: request.GET.get(key, "").strip() for key in ("q", "department", "state")}
    rows = _filtered(request, chosen)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    states = states_on([row.staff_id for row in page], access.on)
    titles = category_titles(access.unit)
    people = [
        {
            "place": row,
            "category": titles.get(row.category, row.category),
            "states": states.get(row.staff_id, []),
        }
        for row in page
    ]
    context = {
        "page": page,
        "people": people,
        "chosen": chosen,
        "filtered": any(chosen.values()),
        "departments": _departments(request),
        "states": [("left", _("left")), *_states()],
        "may_edit": access.can(Action.EDIT_ROSTER),
        "may_import": access.can(Action.EDIT_ROSTER) and access.departments(Action.EDIT_ROSTER) is None,
    }
    return render(request, "organization/people.html", context)


@require_GET
@unit_page(Action.BELONG)
def people_options(request: UnitRequest) -> HttpResponse:
    """Lines for a search box: people for whom the asker may do the action named by ``for``."""
    action = request.GET.get("for", Action.VIEW_ROSTER)
    if action not in ACTIONS or not request.access.can(action):
        raise Http404
    found = people_matching(request.access, action, request.GET.get("q", ""), FOUND_AT_ONCE + 1)
    chosen = set(request.GET.getlist("chosen"))
    found = [person for person in found if str(person.staff_id) not in chosen]
    context = {"people": found[:FOUND_AT_ONCE], "more": len(found) > FOUND_AT_ONCE}
    return render(request, "organization/people_options.html", context)


def _states() -> list[tuple[str, Any]]:
    skipped = (*LEAVING, StaffState.Kind.JOINED)
    return [(kind.value, kind.label) for kind in StaffState.Kind if kind not in skipped]


def _departments(request: UnitRequest) -> list[tuple[int, str]]:
    scope = request.access.departments(Action.VIEW_ROSTER)
    paths = department_paths(request.unit).items()
    return [(pk, path) for pk, path in paths if scope is None or pk in scope]


def _filtered(request: UnitRequest, chosen: dict[str, str]) -> Any:
    access = request.access
    rows = places_on(access.unit, access.on)
    scope = access.departments(Action.VIEW_ROSTER)
    if scope is not None:
        rows = rows.filter(department_id__in=scope)
    if chosen["q"]:
        rows = rows.filter(name_matches(chosen["q"], prefix="staff__"))
    if (department := row_id(chosen["department"])) is not None:
        below = descendants(access.unit, [department])
        rows = rows.filter(department_id__in=below)
    present = Q(valid_to__isnull=True) | Q(valid_to__gte=access.on)
    if chosen["state"] == "left":
        return rows.exclude(present)
    if chosen["state"] in StaffState.Kind.values:
        state = StaffState.objects.filter(
            in_force(access.on), staff=OuterRef("staff_id"), kind=chosen["state"]
        )
        return rows.filter(Exists(state))
    return rows if chosen["q"] else rows.filter(present)
