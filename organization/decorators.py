"""The frame of every page of a unit: who asks, in which unit, allowed or not found."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django_htmx.middleware import HtmxDetails

from organization.models import Unit, User
from organization.policy import Access, access_to


class UnitRequest(HttpRequest):
    """A request inside a unit (typing only)."""

    unit: Unit
    access: Access
    user: User
    htmx: HtmxDetails


def access_or_404(user: Any, unit_code: str) -> Access:
    """The asking login's access to a unit; a unit that does not exist for it answers 404."""
    unit = Unit.objects.filter(code=unit_code, is_active=True).first()
    if unit is None:
        raise Http404
    access = access_to(user, unit)
    if access.is_nobody:
        raise Http404
    return access


def unit_page(*actions: str) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """A page under ``/u/<unit_code>/`` for those who may do one of the actions; 404 for everyone else."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @login_required
        @wraps(view)
        def wrapped(request: Any, unit_code: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            access = access_or_404(request.user, unit_code)
            if not any(access.can(action) for action in actions):
                raise Http404
            request.unit, request.access = access.unit, access
            return view(request, *args, **kwargs)

        wrapped.actions = actions  # type: ignore[attr-defined]  # read by the permission table's test
        return wrapped

    return decorate
