"""The log of acts cannot be changed, not even in the database."""

import pytest
from django.db import DatabaseError, connection, transaction

from organization.models import AuditEvent
from organization.write_audit import log_act

pytestmark = pytest.mark.django_db


@pytest.fixture
def act() -> AuditEvent:
    return log_act(actor=None, unit=None, action="staff.edit", target="0117 李晓敏", before={"name": "李晓"})


def test_an_act_is_not_changed_through_the_models(act: AuditEvent) -> None:
    act.target = "somebody else"
    with pytest.raises(DatabaseError), transaction.atomic():
        act.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.update(action="nothing")
    act.refresh_from_db()
    assert act.target == "0117 李晓敏"


def test_an_act_is_not_deleted_through_the_models(act: AuditEvent) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        act.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.all().delete()
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    ["UPDATE organization_auditevent SET target = 'x'", "DELETE FROM organization_auditevent"],
)
@pytest.mark.usefixtures("act")
def test_plain_sql_is_refused_as_well(statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AuditEvent.objects.get().target == "0117 李晓敏"


@pytest.mark.postgres
@pytest.mark.usefixtures("act")
def test_the_table_is_not_truncated() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute("TRUNCATE organization_auditevent")
    assert AuditEvent.objects.count() == 1
