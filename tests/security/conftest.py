"""What the tests of security share."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from assessment.periods.open_period import open_period
from organization.models import Role, RoleGrant, User
from tests.cast import START, House


@pytest.fixture
def everything(clock: time_machine.Traveller, bureau: House, login: Callable[[User], Client]) -> Client:
    """A login that may do whatever a login may do, in a unit with an open period."""
    user = bureau.user("zhou")
    for role in Role:
        if role != Role.STAFF:
            RoleGrant.objects.get_or_create(
                user=user, unit=bureau.unit, role=role, defaults={"valid_from": START}
            )
    open_period(actor=None, unit=bureau.unit, scheme=bureau.scheme, key="2026-11")
    client: Client = login(user)
    client.raise_request_exception = False
    return client
