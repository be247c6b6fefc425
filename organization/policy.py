"""Who may do what in a unit. Denied by default; every page and operation names an action of a table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, overload

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from organization.models import Department, Role, RoleGrant, StaffMember, Unit, User

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})


class Action:
    """Names of what can be done in the organization room."""

    VIEW_ROSTER = "organization.view_roster"
    EDIT_ROSTER = "organization.edit_roster"
    EDIT_CALENDAR = "organization.edit_calendar"
    MANAGE_ACCOUNTS = "organization.manage_accounts"
    MANAGE_GRANTS = "organization.manage_grants"
    READ_AUDIT = "organization.read_audit"
    BELONG = "organization.belong"


ACTIONS: dict[str, frozenset[Role]] = {
    Action.VIEW_ROSTER: frozenset({Role.HR, Role.ASSESSMENT_OFFICE, Role.HEAD, Role.LEADING_GROUP}),
    Action.EDIT_ROSTER: frozenset({Role.HR, Role.ASSESSMENT_OFFICE}),
    Action.EDIT_CALENDAR: frozenset({Role.HR, Role.ASSESSMENT_OFFICE}),
    Action.MANAGE_ACCOUNTS: frozenset({Role.SYSTEM_ADMIN}),
    Action.MANAGE_GRANTS: frozenset({Role.SECURITY_ADMIN}),
    Action.READ_AUDIT: frozenset({Role.AUDITOR}),
    Action.BELONG: frozenset(Role),
}


def register_actions(table: Mapping[str, Iterable[Role]]) -> None:
    """Add a room's actions; a name may be registered once."""
    for action, roles in table.items():
        if action in ACTIONS and ACTIONS[action] != frozenset(roles):
            raise ValueError(f"action registered twice: {action}")
        ACTIONS[action] = frozenset(roles)


@dataclass(frozen=True)
class Access:
    """What a login may do in one unit on one day.

    ``scopes`` maps each role held to the departments it is held for (those below included), None for the whole unit.
    """

    user: User
    unit: Unit
    on: date
    staff: StaffMember | None = None
    scopes: Mapping[Role, frozenset[int] | None] = field(default_factory=dict)

    @property
    def is_nobody(self) -> bool:
        """Whether the unit does not exist for this login."""
        return not self.scopes

    def has(self, *roles: Role) -> bool:
        """Whether one of the roles is held, for whatever departments."""
        return any(role in self.scopes for role in roles)

    def can(self, action: str) -> bool:
        """Whether the action is allowed at all; an unknown action is a programming error."""
        return any(role in self.scopes for role in ACTIONS[action])

    def departments(self, action: str) -> frozenset[int] | None:
        """Departments for which the action is allowed: None for the whole unit, an empty set for none."""
        found: set[int] = set()
        for role in ACTIONS[action]:
            if role not in self.scopes:
                continue
            scope = self.scopes[role]
            if scope is None:
                return None
            found |= scope
        return frozenset(found)

    def covers(self, action: str, department_id: int | None) -> bool:
        """Whether the action is allowed for that department."""
        scope = self.departments(action)
        return scope is None or department_id in scope

    def covers_unit(self, action: str) -> bool:
        """Whether the action is allowed for the whole unit, not for some departments only."""
        return self.departments(action) is None


def descendants(unit: Unit, roots: Iterable[int]) -> frozenset[int]:
    """The departments named and all below them; one query."""
    children: dict[int | None, list[int]] = {}
    for pk, parent in Department.objects.filter(unit=unit).values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    found: set[int] = set()
    todo = list(roots)
    while todo:
        pk = todo.pop()
        if pk not in found:
            found.add(pk)
            todo.extend(children.get(pk, []))
    return frozenset(found)


def in_force(on: date) -> Q:
    """Rows whose ``valid_from`` … ``valid_to`` hold on a day."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def access_to(user: Any, unit: Unit, on: date | None = None) -> Access:
    """What a login may do in a unit. On the unit's roster means the role ``staff`` for oneself only."""
    on = on or timezone.localdate()
    if not user.is_authenticated or not user.is_active or not unit.is_active:
        return Access(user=user, unit=unit, on=on)
    staff = StaffMember.objects.filter(user=user, unit=unit).first()
    scopes: dict[Role, frozenset[int] | None] = {}
    if staff is not None:
        scopes[Role.STAFF] = frozenset()
    grants = RoleGrant.objects.filter(in_force(on), user=user, unit=unit).prefetch_related("departments")
    for grant in grants:
        role = Role(grant.role)
        roots = [department.pk for department in grant.departments.all()]
        if not roots:
            scopes[role] = None
        elif role not in scopes:
            scopes[role] = descendants(unit, roots)
        elif scopes[role] is not None:
            scopes[role] = (scopes[role] or frozenset()) | descendants(unit, roots)
    return Access(user=user, unit=unit, on=on, staff=staff, scopes=scopes)


def units_of(user: Any, on: date | None = None) -> list[Unit]:
    """The units that exist for a login: where it is on the roster or holds a role."""
    if not user.is_authenticated:
        return []
    on = on or timezone.localdate()
    grants = RoleGrant.objects.filter(in_force(on), user=user).values("unit_id")
    own = StaffMember.objects.filter(user=user).values("unit_id")
    return list(Unit.objects.filter(Q(pk__in=grants) | Q(pk__in=own), is_active=True).order_by("code"))


@overload
def require(actor: User, unit: Unit, action: str, *department_ids: int | None) -> Access: ...
@overload
def require(actor: User | None, unit: Unit, action: str, *department_ids: int | None) -> Access | None: ...
def require(actor: User | None, unit: Unit, action: str, *department_ids: int | None) -> Access | None:
    """The actor's access when the action is allowed, for every department named; PermissionDenied otherwise.

    No actor means the system itself (a scheduled task), which needs no grant: None.
    """
    if actor is None:
        return None
    access = access_to(actor, unit)
    if not access.can(action) or not all(access.covers(action, each) for each in department_ids):
        raise PermissionDenied(action)
    return access


def require_whole_unit(actor: User | None, unit: Unit, action: str) -> Access | None:
    """The same for the whole unit: a role that is held for some departments only does not decide about everyone."""
    if actor is None:
        return None
    access = access_to(actor, unit)
    if not access.covers_unit(action):
        raise PermissionDenied(action)
    return access
