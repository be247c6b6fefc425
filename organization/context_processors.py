"""What every page needs: the unit, the navigation, who is asking."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from organization.models import Role
from organization.navigation import home_among, items_for, mark_active, split
from organization.policy import Access, units_of

# The role that names a person in the page head, the weightiest first.
WEIGHT = [
    Role.ASSESSMENT_OFFICE,
    Role.HR,
    Role.LEADING_GROUP,
    Role.HEAD,
    Role.DEPUTY,
    Role.SECTION_CHIEF,
    Role.DEPARTMENT_ADMIN,
    Role.SUPERVISOR,
    Role.SYSTEM_ADMIN,
    Role.SECURITY_ADMIN,
    Role.AUDITOR,
    Role.STAFF,
]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``shell`` with unit, units, nav, more, role_title, person_name."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {
            "shell": {"unit": None, "units": [], "nav": [], "more": [], "role_title": "", "person_name": ""}
        }
    access: Access | None = getattr(request, "access", None)
    items = items_for(access) if access else []
    mark_active(items, request.path)
    roles = [role for role in WEIGHT if access and access.has(role)]
    nav, more = split(items, home_among(items, roles))
    role = next(iter(roles), None)
    return {
        "shell": {
            "unit": access.unit if access else None,
            "units": [
                {"name": unit.name, "url": reverse("unit_home", args=[unit.code])} for unit in units_of(user)
            ],
            "nav": nav,
            "more": more,
            "role_title": role.label if role else "",
            "person_name": str(user),
        }
    }
