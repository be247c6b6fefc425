"""The way in: home, a unit's first page, the language, the health check."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from organization.context_processors import WEIGHT
from organization.decorators import UnitRequest, unit_page
from organization.navigation import home_among, items_for
from organization.policy import Action, units_of
from organization.services.accounts import set_language as set_language_of


@require_GET
def healthz(_request: HttpRequest) -> JsonResponse:
    """Whether the process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The asker's unit, or the choice between several."""
    units = units_of(request.user)
    if len(units) == 1:
        return redirect("unit_home", unit_code=units[0].code)
    return render(request, "organization/units.html", {"units": units})


@unit_page(Action.BELONG)
def unit_home(request: UnitRequest) -> HttpResponse:
    """The page that the asker's work begins on."""
    roles = [role for role in WEIGHT if request.access.has(role)]
    page = home_among(items_for(request.access), roles)
    if page:
        return redirect(str(page["url"]))
    return render(request, "organization/nothing.html")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language with the user (or in the cookie before login) and go back."""
    language = request.POST.get("language", "")
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)  # an address, never the name of a page
    if language in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            set_language_of(user=request.user, language=language)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 86400, samesite="Lax")
    return response
