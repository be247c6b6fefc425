"""Departments and posts. Changing them needs the right to edit the roster of the whole unit."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from organization.models import Assignment, Department, Post, Unit, User
from organization.policy import Action, require_whole_unit
from organization.services.base import keep, values_of
from organization.write_audit import log_act

DEPARTMENT_FIELDS = ("code", "name", "kind", "parent", "position", "is_active")
POST_FIELDS = ("name", "category", "description", "stand_in", "is_active")


@transaction.atomic
def create_department(
    *,
    actor: User | None,
    unit: Unit,
    code: str,
    name: str,
    kind: str = Department.Kind.DEPARTMENT,
    parent: Department | None = None,
    position: int | None = None,
) -> Department:
    """A new department at the end of its siblings, or at the position given."""
    require_whole_unit(actor, unit, Action.EDIT_ROSTER)
    if position is None:
        position = Department.objects.filter(unit=unit).count()
    department = Department(
        unit=unit, code=code.strip(), name=name.strip(), kind=kind, parent=parent, position=position
    )
    keep(department, actor=actor)
    _log(actor, department, "department.create", None)
    return department


@transaction.atomic
def rename_department(*, actor: User | None, department: Department, name: str, code: str, kind: str) -> None:
    """Change name, code or kind. What was closed under the old name keeps the names it was printed with."""
    department = _locked(actor, department)
    before = values_of(department, DEPARTMENT_FIELDS)
    department.name, department.code, department.kind = name.strip(), code.strip(), kind
    _keep_changed(actor, department, "department.rename", before)


@transaction.atomic
def move_department(
    *, actor: User | None, department: Department, parent: Department | None, position: int
) -> None:
    """Place a department below another (or at the top) and among its siblings."""
    department = _locked(actor, department)
    before = values_of(department, DEPARTMENT_FIELDS)
    department.parent = Department.objects.get(pk=parent.pk) if parent else None
    department.position = position
    _keep_changed(actor, department, "department.move", before)


@transaction.atomic
def edit_department(
    *,
    actor: User | None,
    department: Department,
    name: str,
    code: str,
    kind: str,
    parent: Department | None,
    position: int,
) -> None:
    """Rename and move in one go: all of it or nothing."""
    rename_department(actor=actor, department=department, name=name, code=code, kind=kind)
    move_department(actor=actor, department=department, parent=parent, position=position)


@transaction.atomic
def dissolve_department(*, actor: User | None, department: Department) -> None:
    """Take a department out of use; refused while somebody works in it or a department below it is in use."""
    department = _locked(actor, department)
    today = timezone.localdate()
    present = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    if Assignment.objects.filter(present, department=department).exists():
        raise ValidationError(_("People still work in this department. Transfer them first."))
    if department.children.filter(is_active=True).exists():
        raise ValidationError(_("Departments below this one are still in use. Move them first."))
    before = values_of(department, DEPARTMENT_FIELDS)
    department.is_active = False
    _keep_changed(actor, department, "department.dissolve", before)


@transaction.atomic
def restore_department(*, actor: User | None, department: Department) -> None:
    """Take a department into use again."""
    department = _locked(actor, department)
    before = values_of(department, DEPARTMENT_FIELDS)
    department.is_active = True
    _keep_changed(actor, department, "department.restore", before)


@transaction.atomic
def create_post(
    *,
    actor: User | None,
    department: Department,
    name: str,
    category: str = "",
    description: str = "",
    stand_in: Post | None = None,
) -> Post:
    """A new post of a department, with its A/B stand-in."""
    require_whole_unit(actor, department.unit, Action.EDIT_ROSTER)
    post = Post(
        department=department,
        name=name.strip(),
        category=category.strip(),
        description=description.strip(),
        stand_in=stand_in,
    )
    keep(post, actor=actor)
    _log_post(actor, post, "post.create", None)
    return post


@transaction.atomic
def edit_post(
    *,
    actor: User | None,
    post: Post,
    name: str,
    category: str,
    description: str,
    stand_in: Post | None,
    is_active: bool = True,
) -> None:
    """Change a post; every earlier wording stays in its history."""
    require_whole_unit(actor, post.department.unit, Action.EDIT_ROSTER)
    post = Post.objects.select_for_update().get(pk=post.pk)
    before = values_of(post, POST_FIELDS)
    post.name, post.category, post.description = name.strip(), category.strip(), description.strip()
    post.stand_in, post.is_active = stand_in, is_active
    if values_of(post, POST_FIELDS) != before:
        keep(post, actor=actor)
        _log_post(actor, post, "post.edit", before)


def _locked(actor: User | None, department: Department) -> Department:
    require_whole_unit(actor, department.unit, Action.EDIT_ROSTER)
    return Department.objects.select_for_update().get(pk=department.pk)


def _keep_changed(actor: User | None, department: Department, action: str, before: dict[str, object]) -> None:
    if values_of(department, DEPARTMENT_FIELDS) != before:
        keep(department, actor=actor)
        _log(actor, department, action, before)


def _log(actor: User | None, department: Department, action: str, before: dict[str, object] | None) -> None:
    log_act(
        actor=actor,
        unit=department.unit,
        action=action,
        target=f"{department.code} {department.name}",
        before=before,
        after=values_of(department, DEPARTMENT_FIELDS),
    )


def _log_post(actor: User | None, post: Post, action: str, before: dict[str, object] | None) -> None:
    log_act(
        actor=actor,
        unit=post.department.unit,
        action=action,
        target=f"{post.department.name} · {post.name}",
        before=before,
        after=values_of(post, POST_FIELDS),
    )
