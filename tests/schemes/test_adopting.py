"""``manage.py adopt_scheme``: an installation gets its schemes."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from assessment.models import SchemeVersion, UnitScheme
from assessment.periods.open_period import open_period
from organization.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return Unit.objects.create(code="new", name="新单位")


def test_a_pack_that_ships_is_published_and_used_from_a_day_on(unit: Unit) -> None:
    out = StringIO()
    call_command("adopt_scheme", "shufu-50", unit="new", since="2026-01-01", stdout=out)
    use = UnitScheme.objects.get(unit=unit)
    assert use.scheme.code == "shufu-50"
    assert "v1" in out.getvalue()
    period = open_period(actor=None, unit=unit, scheme=use.scheme, key="2026-10")
    assert period.version == SchemeVersion.objects.get()


@pytest.mark.usefixtures("unit")
def test_the_same_pack_again_makes_no_second_version() -> None:
    for _time in range(2):
        call_command("adopt_scheme", "shufu-50", stdout=StringIO())
    assert SchemeVersion.objects.count() == 1


def test_a_broken_pack_is_refused_with_its_place(tmp_path: Path) -> None:
    pack = tmp_path / "broken.yaml"
    pack.write_text("id: broken\nsurprise: 1\n", "utf-8")
    with pytest.raises(CommandError, match=r"broken\.yaml:\d+"):
        call_command("adopt_scheme", str(pack))
    assert not SchemeVersion.objects.exists()


@pytest.mark.parametrize(
    "options", [{"unit": "new"}, {"unit": "x", "since": "2026-01-01"}, {"unit": "new", "since": "x"}]
)
@pytest.mark.usefixtures("unit")
def test_half_an_order_an_unknown_unit_or_a_wrong_date_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(CommandError):
        call_command("adopt_scheme", "shufu-50", **options, stdout=StringIO())
    assert not UnitScheme.objects.exists()


def test_a_pack_that_is_nowhere_is_refused() -> None:
    with pytest.raises(CommandError):
        call_command("adopt_scheme", "nowhere")
