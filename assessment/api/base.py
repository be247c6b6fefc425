"""The frame of every operation: who asks, in which unit, allowed or not, in which language."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import JSONParser
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from organization.decorators import access_or_404
from organization.models import User
from organization.policy import Access

# Understood by every operation; lists add their filters and the place in the list.
COMMON_PARAMETERS = frozenset({"lang"})


class AlwaysJson(DefaultContentNegotiation):
    """Answers in JSON whatever is accepted, so that a browser may look too."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        """The first renderer."""
        return renderers[0], renderers[0].media_type


class BoundedJson(JSONParser):
    """JSON of a bounded depth; its size is bounded by the server's settings."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """The parsed body; ParseError when it is nested without end."""
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError(_("The body is nested too deeply.")) from error


def language_of(request: Request, user: Any) -> str:
    """``?lang``, else what a client without session accepts, else the user's own language, else Chinese."""
    if asked := request.query_params.get("lang"):
        return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    by_session = user is not None and user.is_authenticated and request.auth is None
    if not by_session:
        for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
            try:
                return get_supported_language_variant(code)
            except LookupError:
                continue
    language = getattr(user, "language", settings.LANGUAGE_CODE)
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class Api(GenericAPIView[Any]):
    """An operation that asks for a login."""

    content_negotiation_class = AlwaysJson
    parser_classes = [BoundedJson]
    # Parameters that the operation understands besides those of its filters.
    parameters: frozenset[str] = frozenset()

    def perform_authentication(self, request: Request) -> None:
        """Who asks; from here on in the asker's language."""
        translation.activate(language_of(request, None))
        super().perform_authentication(request)
        translation.activate(language_of(request, request.user))

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse what nobody would understand: a misspelt filter must not answer with everything."""
        super().initial(request, *args, **kwargs)
        known = COMMON_PARAMETERS | self.parameters | self._listed()
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            raise ValidationError({name: [_("There is no such parameter.")] for name in unknown})
        if request.query_params.get("lang", settings.LANGUAGE_CODE) not in dict(settings.LANGUAGES):
            raise ValidationError({"lang": [_("zh-hans or en is expected.")]})

    def _listed(self) -> frozenset[str]:
        names: set[str] = set()
        if filters := getattr(self, "filterset_class", None):
            names |= set(filters.base_filters)
        if pages := self.pagination_class:
            names |= {getattr(pages, "cursor_query_param", ""), getattr(pages, "page_size_query_param", "")}
        return frozenset(names)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Response:
        """Say which language the answer is in; no cache keeps it."""
        answer: Response = super().finalize_response(request, response, *args, **kwargs)
        answer["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
        answer.setdefault("Cache-Control", "private, no-store")
        return answer

    @property
    def user(self) -> User:
        """Who asks."""
        assert isinstance(self.request.user, User)
        return self.request.user

    @property
    def language(self) -> str:
        """The language of the answer."""
        return translation.get_language() or settings.LANGUAGE_CODE


class Nowhere(Api):
    """An address that is none: told like every other error, to those who are logged in."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Not found."""
        super().initial(request, *args, **kwargs)
        raise Http404


class UnitApi(Api):
    """An operation inside a unit.

    404 unless the asker belongs to the unit and may do one of ``seen_with``; 403 for a write by one who may see the
    resource but do none of ``done_with``.
    """

    seen_with: tuple[str, ...] = ()
    done_with: tuple[str, ...] = ()
    access: Access
    model: type[Model]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find the unit and check both."""
        super().initial(request, *args, **kwargs)
        self.access = access_or_404(request.user, kwargs["unit_code"])
        if not any(self.access.can(action) for action in self.seen_with):
            raise Http404
        writes = request.method not in SAFE_METHODS and hasattr(self, str(request.method).lower())
        if writes and not any(map(self.access.can, self.done_with)):
            raise PermissionDenied

    def seen(self) -> QuerySet[Any]:
        """The rows that the asker may see, through the room's selector."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        """The same; nothing while the description of the interface is being written."""
        if getattr(self, "swagger_fake_view", False):
            return QuerySet(self.model)
        return self.seen()
