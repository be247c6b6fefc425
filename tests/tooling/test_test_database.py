"""The test run's own means: units put back instead of built, tables emptied instead of flushed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import IntegrityError, connection, models, transaction
from django.test import TransactionTestCase

from assessment.models import SchemeVersion
from assessment.schemes.install_schemes import install_version
from organization.models import AuditEvent, CalendarDay, Unit
from organization.write_audit import log_act
from tests.append_only import installed_triggers
from tests.cast import PACKS, House, build_bureau
from tests.snapshots import built_once


def written() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the rooms without its numbers and moments."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        fields = model._meta.local_concrete_fields
        said = [
            field.attname
            for field in fields
            if not isinstance(field, models.AutoField | models.ForeignKey | models.DateTimeField)
            and not (field.name == "id" or field.attname == "password")
        ]
        rows = [tuple(map(str, row)) for row in model._base_manager.values_list(*said)] if said else []
        found[model._meta.label] = sorted(rows or [()] * model._base_manager.count())
    return found


def afresh(build: Callable[[], House]) -> tuple[dict[str, list[tuple[Any, ...]]], list[str]]:
    with transaction.atomic():
        house = build()
        names = [house.user(key).username for key in house.people]
        assert house.unit == Unit.objects.get()
        assert {person.unit_id for person in house.people.values()} == {house.unit.pk}
        found = written()
        transaction.set_rollback(True)
    return found, names


@pytest.mark.django_db
def test_a_unit_that_is_put_back_is_the_one_that_was_built() -> None:
    put_back = built_once(build_bureau)
    built = afresh(build_bureau)
    assert [afresh(put_back), afresh(put_back)] == [built, built]


@pytest.mark.django_db
def test_where_the_scheme_is_there_already_the_unit_is_built_beside_it() -> None:
    put_back = built_once(build_bureau)
    afresh(put_back)
    with (PACKS / "shufu-50.yaml").open(encoding="utf-8") as file:
        version = install_version(actor=None, text=file.read(), file="shufu-50.yaml")
    house = put_back()
    assert house.scheme == version.scheme
    assert SchemeVersion.objects.get() == version
    assert house.unit.schemes.get().scheme == version.scheme


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("bureau")
def test_the_tables_are_emptied_and_what_every_installation_has_stays() -> None:
    days, permissions, triggers = (
        list(CalendarDay.objects.values_list()),
        set(Permission.objects.values_list("pk", flat=True)),
        installed_triggers(connection),
    )
    CalendarDay.objects.filter(day=date(2026, 10, 1)).update(is_working=True)
    CalendarDay.objects.filter(day=date(2026, 10, 2)).delete()
    TransactionTestCase._fixture_teardown(None)  # type: ignore[attr-defined]  # the stubs leave it out
    assert not Unit.objects.exists()
    assert not AuditEvent.objects.exists()
    assert list(CalendarDay.objects.values_list()) == days
    assert set(Permission.objects.values_list("pk", flat=True)) == permissions
    assert installed_triggers(connection) == triggers
    log_act(actor=None, unit=None, action="test", target="nothing")
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.all().delete()
