"""Who holds which role: given and taken by the security administrator."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from foundation.ids import row_id
from organization.decorators import UnitRequest, unit_page
from organization.forms.administration import GrantForm, RevokeForm
from organization.models import Role, RoleGrant, User
from organization.policy import Action
from organization.services import grants as verbs
from organization.services.accounts import logins_of
from organization.views.form_page import at, form_page

FOUND_AT_ONCE = 12


@require_GET
@unit_page(Action.MANAGE_GRANTS)
def roles(request: UnitRequest) -> HttpResponse:
    """The roles held today and to come, by role; those that are over on the second tab."""
    over = request.GET.get("show") == "over"
    today = request.access.on
    rows = RoleGrant.objects.filter(unit=request.unit)
    ended = Q(valid_to__lt=today)
    rows = rows.filter(ended) if over else rows.exclude(ended)
    rows = rows.select_related("user", "user__staff_member").prefetch_related("departments")
    groups: dict[str, list[RoleGrant]] = {}
    for row in rows.order_by("valid_from", "user__username"):
        groups.setdefault(row.role, []).append(row)
    ordered = [{"role": role, "grants": groups[role]} for role in Role if role in groups]
    return render(request, "organization/roles.html", {"groups": ordered, "over": over, "today": today})


@require_GET
@unit_page(Action.MANAGE_GRANTS, Action.MANAGE_ACCOUNTS)
def login_options(request: UnitRequest) -> HttpResponse:
    """Lines for a search box: the logins that the unit has to do with."""
    found = logins_matching(request, request.GET.get("q", ""))
    context = {"logins": found[:FOUND_AT_ONCE]}
    return render(request, "organization/login_options.html", context)


def logins_matching(request: UnitRequest, text: str) -> QuerySet[User]:
    """The unit's logins by login name, name, number, pinyin or initials."""
    found = logins_of(request.unit).filter(is_active=True).select_related("staff_member").order_by("username")
    typed = "".join(text.split())
    if not typed:
        return found
    low = typed.lower()
    return found.filter(
        Q(username__icontains=typed)
        | Q(display_name__contains=typed)
        | Q(staff_member__number__startswith=typed)
        | Q(staff_member__pinyin__startswith=low)
        | Q(staff_member__initials__startswith=low)
    )


@unit_page(Action.MANAGE_GRANTS)
def role_new(request: UnitRequest) -> HttpResponse:
    """Give a login a role."""
    form = GrantForm(request.POST or None, unit=request.unit, initial={"valid_from": request.access.on})
    chosen = _login(request, request.POST.get("user", ""))

    def save() -> None:
        values = form.cleaned_data | {"user": chosen, "unit": request.unit}
        if chosen is None:
            raise ValidationError({"user": _("Choose a login from the list.")})
        verbs.grant_role(actor=request.user, **values)

    return form_page(
        request,
        form,
        title=_("Give a role"),
        save=save,
        back=at(request, "roles"),
        said=_("The role was given."),
        verb=_("Give the role"),
        crumbs=[(_("Roles"), at(request, "roles"))],
        template="organization/role_new.html",
        chosen=chosen,
    )


@unit_page(Action.MANAGE_GRANTS)
def role_revoke(request: UnitRequest, grant_id: int) -> HttpResponse:
    """Take a role away."""
    grant = get_object_or_404(RoleGrant.objects.select_related("user"), pk=grant_id, unit=request.unit)
    if grant.valid_to is not None and grant.valid_to < request.access.on:
        raise Http404
    form = RevokeForm(request.POST or None)
    return form_page(
        request,
        form,
        title=_("Take away: %(role)s") % {"role": grant.get_role_display()},
        lead=_("%(name)s (%(login)s) holds this role from %(day)s.")
        % {"name": grant.user, "login": grant.user.username, "day": grant.valid_from.isoformat()},
        save=lambda: verbs.revoke_role(actor=request.user, grant=grant, **form.cleaned_data),
        back=at(request, "roles"),
        said=_("The role was taken away."),
        verb=_("Take the role away"),
        crumbs=[(_("Roles"), at(request, "roles"))],
        take=True,
    )


def _login(request: UnitRequest, pk: Any) -> User | None:
    return logins_of(request.unit).filter(pk=row_id(pk) or 0).first()
