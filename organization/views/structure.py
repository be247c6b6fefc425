"""Departments as a tree, with their posts."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from organization.categories import category_titles
from organization.decorators import UnitRequest, unit_page
from organization.forms.administration import DepartmentForm, PostForm
from organization.models import Assignment, Department, Post
from organization.policy import Action, in_force
from organization.services import structure as verbs
from organization.views.form_page import at, form_page, require_whole_unit


@require_GET
@unit_page(Action.VIEW_ROSTER)
def departments(request: UnitRequest) -> HttpResponse:
    """The tree, each department with the people in post and its posts."""
    access = request.access
    scope = access.departments(Action.VIEW_ROSTER)
    heads = dict(
        Assignment.objects.filter(in_force(access.on), staff__unit=request.unit)
        .values_list("department_id")
        .annotate(count=Count("pk"))
    )
    rows = _tree(request, scope)
    titles = category_titles(request.unit)
    posts: dict[int, list[Post]] = {}
    held = Count("assignments", filter=_held(access.on))
    for post in (
        Post.objects.filter(department__unit=request.unit)
        .select_related("stand_in", "stand_in__department")
        .annotate(people=held)
        .order_by("-is_active", "name")
    ):
        post.category_title = titles.get(post.category, post.category)  # type: ignore[attr-defined]
        posts.setdefault(post.department_id, []).append(post)
    for row in rows:
        row["people"] = heads.get(row["department"].pk, 0)
        row["posts"] = posts.get(row["department"].pk, [])
    context = {
        "rows": rows,
        "may_edit": access.can(Action.EDIT_ROSTER) and access.departments(Action.EDIT_ROSTER) is None,
    }
    return render(request, "organization/departments.html", context)


def _held(day: Any) -> Q:
    ended = Q(assignments__valid_to__isnull=True) | Q(assignments__valid_to__gte=day)
    return Q(assignments__valid_from__lte=day) & ended


def _tree(request: UnitRequest, scope: frozenset[int] | None) -> list[dict[str, Any]]:
    """The departments in the order of the tree, each with its depth (at most four are shown as such)."""
    below: dict[int | None, list[Department]] = {}
    for department in Department.objects.filter(unit=request.unit):
        below.setdefault(department.parent_id, []).append(department)
    rows: list[dict[str, Any]] = []

    def walk(parent: int | None, depth: int) -> None:
        for department in below.get(parent, []):
            if scope is None or department.pk in scope:
                rows.append({"department": department, "depth": min(depth, 4)})
            walk(department.pk, depth + 1)

    walk(None, 0)
    return rows


@unit_page(Action.EDIT_ROSTER)
def department_new(request: UnitRequest) -> HttpResponse:
    """A new department."""
    require_whole_unit(request, Action.EDIT_ROSTER)
    initial = {"position": Department.objects.filter(unit=request.unit).count()}
    form = DepartmentForm(request.POST or None, unit=request.unit, initial=initial)
    return form_page(
        request,
        form,
        title=_("New department"),
        save=lambda: verbs.create_department(actor=request.user, unit=request.unit, **form.cleaned_data),
        back=at(request, "departments"),
        said=_("The department was added."),
        verb=_("Add the department"),
        crumbs=[(_("Departments and posts"), at(request, "departments"))],
    )


@unit_page(Action.EDIT_ROSTER)
def department_edit(request: UnitRequest, department_id: int) -> HttpResponse:
    """Name, code, kind and place of a department."""
    require_whole_unit(request, Action.EDIT_ROSTER)
    row = get_object_or_404(Department, pk=department_id, unit=request.unit)
    names = ("name", "code", "kind", "position")
    initial = {name: getattr(row, name) for name in names} | {"parent": row.parent_id}
    form = DepartmentForm(request.POST or None, unit=request.unit, initial=initial)

    def save() -> None:
        values = form.cleaned_data
        verbs.edit_department(actor=request.user, department=row, **values)

    return form_page(
        request,
        form,
        title=row.name,
        save=save,
        back=at(request, "departments"),
        said=_("Saved. The old values stay in the history."),
        verb=_("Save"),
        crumbs=[(_("Departments and posts"), at(request, "departments"))],
    )


@require_POST
@unit_page(Action.EDIT_ROSTER)
def department_use(request: UnitRequest, department_id: int) -> HttpResponse:
    """Take a department out of use, or into use again."""
    require_whole_unit(request, Action.EDIT_ROSTER)
    row = get_object_or_404(Department, pk=department_id, unit=request.unit)
    verb = verbs.dissolve_department if row.is_active else verbs.restore_department
    try:
        verb(actor=request.user, department=row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        done = _("%(name)s is no longer in use.") if row.is_active else _("%(name)s is in use again.")
        messages.success(request, done % {"name": row.name})
    return redirect("departments", unit_code=request.unit.code)


@unit_page(Action.EDIT_ROSTER)
def post_new(request: UnitRequest) -> HttpResponse:
    """A new post."""
    require_whole_unit(request, Action.EDIT_ROSTER)
    initial = {"department": request.GET.get("department")}
    form = PostForm(request.POST or None, unit=request.unit, new=True, initial=initial)
    return form_page(
        request,
        form,
        title=_("New post"),
        save=lambda: verbs.create_post(actor=request.user, **form.cleaned_data),
        back=at(request, "departments"),
        said=_("The post was added."),
        verb=_("Add the post"),
        crumbs=[(_("Departments and posts"), at(request, "departments"))],
    )


@unit_page(Action.EDIT_ROSTER)
def post_edit(request: UnitRequest, post_id: int) -> HttpResponse:
    """A post: description, category, stand-in."""
    require_whole_unit(request, Action.EDIT_ROSTER)
    row = get_object_or_404(
        Post.objects.select_related("department"), pk=post_id, department__unit=request.unit
    )
    names = ("name", "category", "description", "is_active")
    initial = {name: getattr(row, name) for name in names} | {"stand_in": row.stand_in_id}
    form = PostForm(request.POST or None, unit=request.unit, new=False, held=row.category, initial=initial)
    return form_page(
        request,
        form,
        title=f"{row.department.name} · {row.name}",
        save=lambda: verbs.edit_post(actor=request.user, post=row, **form.cleaned_data),
        back=at(request, "departments"),
        said=_("Saved. The old values stay in the history."),
        verb=_("Save"),
        crumbs=[(_("Departments and posts"), at(request, "departments"))],
    )
