"""What the forms share."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from organization.categories import categories_of, category_titles
from organization.models import Department, Post, Unit

if TYPE_CHECKING:
    _DepartmentField = forms.ModelChoiceField[Department]
    _PostField = forms.ModelChoiceField[Post]
else:
    _DepartmentField = _PostField = forms.ModelChoiceField


class DateInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def date_field(label: Any, **options: Any) -> forms.DateField:
    """A day, typed or picked."""
    return forms.DateField(label=label, widget=DateInput(), **options)


def reason_field() -> forms.CharField:
    """Why something on record is put right."""
    return forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Kept in the history with your name and the time.")
    )


def done(form: forms.BaseForm, verb: Callable[[], Any]) -> bool:
    """Carry a verb out; what it refuses becomes errors beside the fields. What may not be done is not found."""
    try:
        verb()
    except ValidationError as error:
        attach(form, error)
        return False
    except PermissionDenied as error:
        raise Http404 from error
    return True


def attach(form: forms.BaseForm, error: ValidationError) -> None:
    """Errors of a verb beside the fields of the same name, the others above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, found in error.error_dict.items():
        form.add_error(name if name in form.fields else None, found)


class DepartmentChoice(_DepartmentField):
    """A department in use, written with those above it; ``scope``: only these (None: all)."""

    def __init__(self, unit: Unit, scope: Collection[int] | None = None, **options: Any) -> None:
        self.paths = department_paths(unit)
        in_use = Department.objects.filter(unit=unit, is_active=True)
        if scope is not None:
            in_use = in_use.filter(pk__in=scope)
        options.setdefault("label", _("Department"))
        super().__init__(in_use, **options)

    def label_from_instance(self, obj: Department) -> str:
        return self.paths.get(obj.pk, obj.name)


class PostChoice(_PostField):
    """A post in use, written with its department."""

    def __init__(self, unit: Unit, **options: Any) -> None:
        posts = Post.objects.filter(department__unit=unit, is_active=True).select_related("department")
        options.setdefault("label", _("Post"))
        super().__init__(posts.order_by("department__position", "department__code", "name"), **options)

    def label_from_instance(self, obj: Post) -> str:
        return f"{obj.department.name} · {obj.name}"


def category_field(unit: Unit, *, required: bool = True, held: str = "") -> forms.Field:
    """The category: a choice when the unit's schemes name them, free text otherwise. ``held`` stays choosable."""
    titles = categories_of(unit)
    if held and held not in titles:
        titles = {held: category_titles(unit).get(held, held)} | titles
    if not categories_of(unit):
        return forms.CharField(label=_("Category"), max_length=40, required=required)
    empty = [("", "—")] if not required or len(titles) > 1 else []
    return forms.ChoiceField(label=_("Category"), choices=[*empty, *titles.items()], required=required)


def department_paths(unit: Unit) -> dict[int, str]:
    """«Office / Registry» by department; one query."""
    rows = {row.pk: row for row in Department.objects.filter(unit=unit)}
    paths = {}
    for pk, row in rows.items():
        names = [row.name]
        while row.parent_id is not None:
            row = rows[row.parent_id]
            names.append(row.name)
        paths[pk] = " / ".join(reversed(names))
    return paths
