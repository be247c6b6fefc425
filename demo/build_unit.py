"""Building a unit from its plan: departments, people, posts, roles, logins."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.contrib.auth.hashers import make_password

from assessment.models import Scheme
from assessment.schemes.install_schemes import adopt_scheme, install_version
from demo.names import invented_names
from demo.plans import Plan
from foundation.pinyin import initials_of, pinyin_of
from organization.models import Assignment, Department, Post, Role, RoleGrant, StaffMember, Unit, User

PASSWORD = "xiaoneng-demo-2026"  # noqa: S105 - printed by `make run`; the demo refuses to run in production
PACKS = Path(__file__).resolve().parent.parent / "assessment" / "packs"


@dataclass
class DemoUnit:
    """A unit as built: its people in roster order, its logins by name."""

    unit: Unit
    scheme: Scheme
    people: list[StaffMember] = field(default_factory=list)
    categories: dict[int, str] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    department_of: dict[int, Department] = field(default_factory=dict)
    logins: dict[str, User] = field(default_factory=dict)

    def of(self, category: str) -> list[StaffMember]:
        """The people of a category, in roster order."""
        return [person for person in self.people if self.categories[person.pk] == category]


OUTSIDERS = {"sysadmin": Role.SYSTEM_ADMIN, "security": Role.SECURITY_ADMIN, "auditor": Role.AUDITOR}


def build_house(plan: Plan, *, since: date) -> DemoUnit:
    """Create a unit with its people, posts, roles and logins, on its scheme from a day on."""
    unit = Unit.objects.create(code=plan.code, name=plan.name, name_en=plan.name_en)
    pack = PACKS / f"{plan.pack}.yaml"
    version = install_version(actor=None, text=pack.read_text("utf-8"), file=pack.name)
    adopt_scheme(actor=None, unit=unit, scheme=version.scheme, valid_from=since)
    house = DemoUnit(unit=unit, scheme=version.scheme)
    names, numbers = invented_names(plan.seed), iter(range(plan.first_number, 99999))
    for position, (title, sizes) in enumerate(plan.departments.items()):
        _build_department(house, position, title, sizes, names, numbers, since)
    for key, (role, department, scope) in plan.roles.items():
        _give_login(house, f"{plan.code}-{key}", role, department, scope, since)
    return house


def _build_department(
    house: DemoUnit,
    position: int,
    title: str,
    sizes: dict[str, int],
    names: Iterator[str],
    numbers: Iterator[int],
    since: date,
) -> None:
    kind = Department.Kind.WINDOW if title.endswith("窗口") else Department.Kind.DEPARTMENT
    department = Department.objects.create(
        unit=house.unit, code=f"{position + 1:02}", name=title, kind=kind, position=position
    )
    house.departments[title] = department
    first = Post.objects.create(
        department=department, name="综合岗", description="文电、会务、档案与内部协调。"
    )
    second = Post.objects.create(
        department=department, name="业务岗", description="受理、审核与上门走访。", stand_in=first
    )
    Post.objects.filter(pk=first.pk).update(stand_in=second)
    for category, size in sizes.items():
        for index in range(size):
            name = next(names)
            person = StaffMember.objects.create(
                unit=house.unit,
                number=f"{next(numbers):04}",
                name=name,
                pinyin=pinyin_of(name),
                initials=initials_of(name),
                position_title=_position(title, category, index),
            )
            Assignment.objects.create(
                staff=person,
                department=department,
                post=first if index % 3 == 0 else second,
                category=category,
                valid_from=since - timedelta(days=400 + 30 * index),
            )
            house.people.append(person)
            house.categories[person.pk] = category
            house.department_of[person.pk] = department


def _position(department: str, category: str, index: int) -> str:
    """A title as such offices have them: heads first, then members by grade."""
    if department.endswith("窗口"):
        return "窗口负责人" if index == 0 else "窗口工作人员"
    head = {"室": "主任", "科": "科长", "处": "主任", "站": "站长", "所": "所长", "队": "队长", "心": "主任"}[
        department[-1]
    ]
    if category == "section_rank":
        return head if index == 0 else f"副{head}"
    if category == "middle":
        return "中层正职" if index == 0 else "中层副职"
    if index < 2 and category == "general" and department[-1] in "科处站":
        return head if index == 0 else f"副{head}"
    return ("四级主任科员", "一级科员", "二级科员", "管理岗八级")[index % 4]


def _give_login(
    house: DemoUnit, username: str, role: Role, department: str, scope: tuple[str, ...], since: date
) -> None:
    free = [
        person
        for person in house.people
        if house.department_of[person.pk].name == department and person.user_id is None
    ]
    # Staff logins go to ordinary people at the end of the list, the others to those at its head.
    person = free[-1] if role in (Role.STAFF, Role.DEPARTMENT_ADMIN) else free[0]
    person.user = demo_login(username, person.name)
    person.save()
    house.logins[username.split("-", 1)[1]] = person.user
    if role != Role.STAFF:
        granted = RoleGrant.objects.create(user=person.user, unit=house.unit, role=role, valid_from=since)
        granted.departments.set(house.departments[name] for name in scope)


@cache
def _hashed() -> str:
    """One hash for every login: making one is slow on purpose."""
    return make_password(PASSWORD)


def demo_login(username: str, name: str) -> User:
    """A login with the demo's password."""
    return User.objects.create(username=username, display_name=name, password=_hashed())


def build_outsiders(units: list[Unit], *, since: date) -> None:
    """The three administrators with separated powers: on no roster, none of them sees scores."""
    for username, role in OUTSIDERS.items():
        user = demo_login(username, str(role.label))
        for unit in units:
            RoleGrant.objects.create(user=user, unit=unit, role=role, valid_from=since)
