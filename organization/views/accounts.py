"""Logins of the unit: made, given a new password, closed and opened by the system administrator."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.ids import row_id
from organization.decorators import UnitRequest, unit_page
from organization.forms.administration import LoginForm
from organization.models import StaffMember, User
from organization.policy import Action
from organization.services import accounts as verbs
from organization.views.form_page import at, form_page

PER_PAGE = 50


@require_GET
@unit_page(Action.MANAGE_ACCOUNTS)
def accounts(request: UnitRequest) -> HttpResponse:
    """Every login that the unit has to do with; people of the roster without one can be given one."""
    text = request.GET.get("q", "").strip()
    rows = verbs.logins_of(request.unit).select_related("staff_member", "staff_member__unit", "home_unit")
    if text:
        rows = rows.filter(
            Q(username__icontains=text)
            | Q(display_name__contains=text)
            | Q(staff_member__name__contains=text)
            | Q(staff_member__number__startswith=text)
            | Q(staff_member__initials__startswith=text.lower())
        )
    page = Paginator(rows.order_by("username"), PER_PAGE).get_page(request.GET.get("page"))
    kept = set(
        verbs.kept_by(request.unit).filter(pk__in=[row.pk for row in page]).values_list("pk", flat=True)
    )
    context = {
        "page": page,
        "kept": kept - {request.user.pk},
        "q": text,
        "without": StaffMember.objects.filter(unit=request.unit, user__isnull=True).count(),
        "first": request.session.pop("first_password", None),
    }
    return render(request, "organization/accounts.html", context)


@unit_page(Action.MANAGE_ACCOUNTS)
def account_new(request: UnitRequest) -> HttpResponse:
    """A new login."""
    form = LoginForm(request.POST or None)
    chosen = _person(request, request.POST.get("staff", ""))

    def save() -> None:
        values = form.cleaned_data
        user, password = verbs.create_login(
            actor=request.user,
            unit=request.unit,
            staff=chosen,
            username=values["username"],
            display_name=values["display_name"],
        )
        _show_once(request, user, password)

    return form_page(
        request,
        form,
        title=_("New login"),
        save=save,
        back=at(request, "accounts"),
        said=_("The login was made."),
        verb=_("Make the login"),
        crumbs=[(_("Logins"), at(request, "accounts"))],
        template="organization/account_new.html",
        chosen=chosen,
    )


@require_POST
@unit_page(Action.MANAGE_ACCOUNTS)
def account_reset(request: UnitRequest, user_id: int) -> HttpResponse:
    """A new first password."""
    user = _user(request, user_id)
    return _do(
        request,
        lambda: _show_once(
            request, user, verbs.reset_password(actor=request.user, unit=request.unit, user=user)
        ),
        _("%(login)s has a new password.") % {"login": user.username},
    )


@require_POST
@unit_page(Action.MANAGE_ACCOUNTS)
def account_use(request: UnitRequest, user_id: int) -> HttpResponse:
    """Close a login, or open it again."""
    user = _user(request, user_id)
    if user.is_active:
        said = _("%(login)s is closed.") % {"login": user.username}
        return _do(
            request,
            lambda: verbs.deactivate_login(actor=request.user, unit=request.unit, user=user),
            said,
        )
    said = _("%(login)s is open again.") % {"login": user.username}
    return _do(request, lambda: verbs.activate_login(actor=request.user, unit=request.unit, user=user), said)


def _show_once(request: UnitRequest, user: User, password: str) -> None:
    """Keep the first password for the next page only."""
    request.session["first_password"] = {
        "username": user.username,
        "name": str(user),
        "password": password,
    }


def _do(request: UnitRequest, verb: Callable[[], Any], said: str) -> HttpResponse:
    try:
        verb()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect("accounts", unit_code=request.unit.code)


def _user(request: UnitRequest, user_id: int) -> User:
    return get_object_or_404(verbs.kept_by(request.unit), pk=user_id)


def _person(request: UnitRequest, pk: Any) -> StaffMember | None:
    return StaffMember.objects.filter(unit=request.unit, pk=row_id(pk) or 0).first()
