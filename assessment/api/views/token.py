"""Tokens: for programs that have no session. One for each login; who changes a password loses it."""

from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle

from assessment.api.base import Api
from assessment.api.errors import LockedOut
from assessment.api.serializers import TokenIn, TokenOut
from organization.models import User
from organization.services.accounts import give_token, revoke_token


class TokenThrottle(ScopedRateThrottle):
    """Few attempts a minute from one address, right or wrong."""

    scope_attr = "token_scope"


class Tokens(Api):
    """A token for a login and its password."""

    token_scope = "token"  # noqa: S105 - the name of a rate
    serializer_class = TokenIn

    def get_permissions(self) -> Any:
        """Anybody may ask for one."""
        return [AllowAny()] if self.request.method == "POST" else super().get_permissions()

    def get_authenticators(self) -> Any:
        """A session plays no part when a password is shown."""
        return [] if self.request and self.request.method == "POST" else super().get_authenticators()

    def get_throttles(self) -> Any:
        """The narrow gate for passwords."""
        return [TokenThrottle()] if self.request.method == "POST" else super().get_throttles()

    @extend_schema(
        operation_id="make_token",
        tags=["token"],
        summary="A token for a login and its password",
        auth=[],
        request=TokenIn,
        responses={200: TokenOut},
    )
    def post(self, request: Request) -> Response:
        """The login's token, the same until it is revoked. After five wrong passwords the login is locked for a while."""
        shape = TokenIn(data=request.data)
        shape.is_valid(raise_exception=True)
        user = self._proven(request, **shape.validated_data)
        return Response({"token": give_token(user=user)})

    @extend_schema(
        operation_id="revoke_token",
        tags=["token"],
        summary="Revoke one's token",
        request=None,
        responses={204: OpenApiResponse(description="There is no token any more.")},
    )
    def delete(self, request: Request) -> Response:
        """At once, for every program that uses it."""
        revoke_token(user=self.user)
        return Response(status=204)

    def _proven(self, request: Request, *, username: str, password: str) -> User:
        plain = request._request
        user = authenticate(request=plain, username=username, password=password)
        if getattr(plain, "axes_locked_out", False):
            plain.axes_locked_out = False  # type: ignore[attr-defined]  # else its page replaces this answer
            raise LockedOut
        if not isinstance(user, User):
            raise ValidationError(_("Unknown login or wrong password."))
        if user.must_change_password:
            raise ValidationError(_("Choose a password of your own on the pages first."))
        user_logged_in.send(sender=User, request=plain, user=user)
        return user
