"""The page around one form: shown, refused with errors beside the fields, carried out and left."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from organization.decorators import UnitRequest
from organization.forms.base import done

Crumb = tuple[Any, str]


def form_page(
    request: UnitRequest,
    form: forms.BaseForm,
    *,
    title: Any,
    save: Callable[[], Any],
    back: str,
    said: Any,
    verb: Any,
    crumbs: Sequence[Crumb] = (),
    template: str = "organization/form.html",
    **context: Any,
) -> HttpResponse:
    """Show a form; on a good POST carry out ``save`` and go ``back`` with a word; errors answer 422, nothing lost.

    ``context`` goes to the template; the usual one knows ``lead``, a note above the form, and ``take``, for acts that
    take something away.
    """
    if request.method == "POST" and form.is_valid() and done(form, save):
        messages.success(request, said)
        return redirect(back)
    context |= {
        "form": form,
        "title": title,
        "crumbs": crumbs,
        "verb": verb,
        "back": back,
    }
    return render(request, template, context, status=422 if form.errors else 200)


def at(request: UnitRequest, name: str, *args: Any) -> str:
    """The address of a page in the unit."""
    return reverse(name, args=[request.unit.code, *args])


def require_whole_unit(request: UnitRequest, action: str) -> None:
    """404 unless the action is allowed for the whole unit."""
    if not request.access.can(action) or request.access.departments(action) is not None:
        raise Http404
