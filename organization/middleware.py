"""What happens around every page: bounds of a request, what the log says of it, language, first password."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django_structlog.middlewares import RequestMiddleware

NUL = "\x00"


class UserLanguageMiddleware:
    """Activate the logged-in user's language, or the one chosen in the cookie, or Chinese."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            language = user.language
        else:
            language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class FirstPasswordMiddleware:
    """Who logs in with a password that somebody else knows chooses a new one before anything else."""

    ALLOWED = ("password_change", "logout", "set_language", "healthz")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Lead to the page for a new password."""
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated or not user.must_change_password:
            return None
        match = request.resolver_match
        if match is not None and match.url_name in self.ALLOWED:
            return None
        return redirect("password_change")


class BoundsMiddleware:
    """Refuses bodies that are larger than any page takes, and texts that no database stores.

    Answers of a login are kept by no cache: at a shared desk «back» must not show the last person's scores.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > settings.LARGEST_REQUEST:
            # Files are read before anybody is asked to log in: without a bound anyone could fill the disk.
            return HttpResponse(status=413)
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(self, request: HttpRequest, view: Any, *_arguments: Any) -> None:
        """Refuse NUL in addresses and forms: PostgreSQL stores it nowhere. The interface names the field itself."""
        if hasattr(view, "cls"):  # an operation of the interface
            return
        if request.path.startswith("/api/"):
            return  # the interface refuses it itself, in the form of its errors
        texts = [request.path, request.META.get("QUERY_STRING", "").replace("%00", NUL)]
        if request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
            texts += [text for name, said in request.POST.lists() for text in (name, *said)]
        if any(NUL in text for text in texts):
            raise BadRequest("NUL in a text")


class RequestLogMiddleware(RequestMiddleware):
    """The lines about requests name the page, never what was searched for: that may be a person."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Method and path, without the query."""
        return f"{request.method} {request.path}"


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
