"""A third unit of the cast: a service hall whose windows are assessed, too, by a small scheme of the tests (``windows``)."""

from pathlib import Path

import pytest

from assessment.schemes.install_schemes import adopt_scheme, install_version
from organization.models import Department, Role, Unit
from tests.cast import START, House, add_person, grant
from tests.snapshots import built_once

PACKS = Path(__file__).resolve().parent / "packs"


def take_up(unit: Unit, pack: str) -> House:
    """Let a unit use a pack of the tests from the start."""
    text = (PACKS / f"{pack}.yaml").read_text("utf-8")
    version = install_version(actor=None, text=text, file=f"{pack}.yaml")
    adopt_scheme(actor=None, unit=unit, scheme=version.scheme, valid_from=START)
    return House(unit=unit, scheme=version.scheme)


def build_hall() -> House:
    """The service hall: 严明 heads it, 苏梅 runs the assessment, 丁楠 is the admin of the tax window …"""
    unit = Unit.objects.create(code="hall", name="青溪县政务服务中心")
    house = take_up(unit, "windows")
    names = {"desk": "综合窗口", "tax": "税务窗口", "office": "管理办公室"}
    for position, (key, name) in enumerate(names.items()):
        house.departments[key] = Department.objects.create(
            unit=unit, code=f"W{position + 1}", name=name, position=position, kind=Department.Kind.WINDOW
        )
    for key, number, name, department in [
        ("yan", "3001", "严明", "office"),
        ("su", "3002", "苏梅", "office"),
        ("ding", "3003", "丁楠", "tax"),
        ("mei", "3004", "梅雪", "tax"),
        ("hu", "3005", "胡波", "desk"),
        ("guo", "3006", "郭靖", "desk"),
    ]:
        add_person(house, key, number, name, department, "general")
    grant(house, "yan", Role.HEAD)
    grant(house, "su", Role.ASSESSMENT_OFFICE)
    grant(house, "ding", Role.DEPARTMENT_ADMIN, "tax")
    grant(house, "hu", Role.SECTION_CHIEF, "desk")
    return house


_hall = built_once(build_hall)


@pytest.fixture
def hall(db: None) -> House:
    """The service hall on ``windows``."""
    return _hall()
