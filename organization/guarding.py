"""What is turned away before any page sees it, what no cache keeps, and what a line of the log says of a request."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware

NUL = "\x00"


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


def client_address(request: HttpRequest) -> str:
    """Where a request comes from: what the last of our own proxies says, the peer itself without a proxy.

    Anything further to the left of X-Forwarded-For is written by the client and proves nothing.
    """
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    if settings.PROXIES and len(hops) >= settings.PROXIES:
        return str(hops[-settings.PROXIES])
    return str(request.META.get("REMOTE_ADDR", ""))


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
