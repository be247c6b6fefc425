"""The cast: two small units with named people, the same in every test.

Bureau (青溪县民政局, ``shufu-50``): office and relief section. Street (云山街道, ``meiling-quarterly``).
Each login's password is ``PASSWORD``.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from assessment.models import Scheme
from assessment.schemes.install_schemes import adopt_scheme, install_version
from foundation.pinyin import initials_of, pinyin_of
from organization.models import Assignment, Department, Role, RoleGrant, StaffMember, Unit, User

PASSWORD = "a long enough password"
START = date(2025, 1, 1)
PACKS = Path(__file__).resolve().parent.parent / "assessment" / "packs"


@dataclass
class House:
    """A unit with its departments, people (by short name) and scheme."""

    unit: Unit
    scheme: Scheme
    departments: dict[str, Department] = field(default_factory=dict)
    people: dict[str, StaffMember] = field(default_factory=dict)

    def user(self, name: str) -> User:
        """The login of a person."""
        user = self.people[name].user
        assert user is not None
        return user


def add_person(
    house: House, key: str, number: str, name: str, department: str, category: str, *, login: bool = True
) -> StaffMember:
    """Put a person on the roster, with a login named after the key and the unit."""
    user = None
    if login:
        user = User.objects.create_user(f"{house.unit.code}-{key}", password=PASSWORD, display_name=name)
    person = StaffMember.objects.create(
        unit=house.unit,
        number=number,
        name=name,
        pinyin=pinyin_of(name),
        initials=initials_of(name),
        user=user,
    )
    Assignment.objects.create(
        staff=person, department=house.departments[department], category=category, valid_from=START
    )
    house.people[key] = person
    return person


def grant(house: House, key: str, role: Role, *departments: str) -> RoleGrant:
    """Give a person's login a role, for the whole unit or for some departments."""
    granted = RoleGrant.objects.create(user=house.user(key), unit=house.unit, role=role, valid_from=START)
    granted.departments.set(house.departments[name] for name in departments)
    return granted


def _house(code: str, name: str, pack: str, departments: dict[str, str]) -> House:
    unit = Unit.objects.create(code=code, name=name)
    version = install_version(
        actor=None, text=(PACKS / f"{pack}.yaml").read_text("utf-8"), file=f"{pack}.yaml"
    )
    adopt_scheme(actor=None, unit=unit, scheme=version.scheme, valid_from=START)
    house = House(unit=unit, scheme=version.scheme)
    for position, (key, title) in enumerate(departments.items()):
        house.departments[key] = Department.objects.create(
            unit=unit, code=f"{position + 1:02}", name=title, position=position
        )
    return house


def build_bureau() -> House:
    """The civil-affairs bureau: 周敏 runs the assessment office, 李晓敏 is assessed, 王建国 is the office's admin …"""
    house = _house("minzheng", "青溪县民政局", "shufu-50", {"office": "办公室", "relief": "社会救助科"})
    for key, number, name, department in [
        ("zhou", "0101", "周敏", "office"),
        ("wang", "0102", "王建国", "office"),
        ("sun", "0103", "孙立", "office"),
        ("li", "0117", "李晓敏", "relief"),
        ("lin", "0132", "林秀梅", "relief"),
        ("zhao", "0133", "赵玉兰", "relief"),
        ("he", "0134", "何静", "relief"),
        ("qian", "0190", "钱国栋", "office"),
    ]:
        add_person(house, key, number, name, department, "general")
    grant(house, "zhou", Role.ASSESSMENT_OFFICE)
    grant(house, "wang", Role.DEPARTMENT_ADMIN, "office")
    grant(house, "lin", Role.DEPARTMENT_ADMIN, "relief")
    grant(house, "sun", Role.HR)
    grant(house, "qian", Role.LEADING_GROUP)
    return house


def build_street() -> House:
    """The street office: categories of three kinds, leaders who give scores."""
    house = _house(
        "yunshan",
        "青溪县云山街道",
        "meiling-quarterly",
        {"party": "党政办", "safety": "综治办", "city": "城管中队"},
    )
    for key, number, name, department, category in [
        ("tang", "2001", "唐志远", "party", "section_rank"),
        ("luo", "2002", "罗成", "party", "section_rank"),
        ("gao", "2003", "高明", "safety", "section_rank"),
        ("qin", "2004", "秦岚", "safety", "middle"),
        ("hang", "2005", "周航", "party", "middle"),
        ("ma", "2006", "马强", "city", "general"),
        ("chen", "2007", "陈立新", "city", "general"),
        ("xu", "2008", "徐海燕", "party", "general"),
        ("wu", "2009", "吴桐", "safety", "general"),
        ("fang", "2010", "方圆", "party", "general"),
    ]:
        add_person(house, key, number, name, department, category)
    grant(house, "tang", Role.HEAD)
    grant(house, "tang", Role.LEADING_GROUP)
    grant(house, "luo", Role.DEPUTY, "party", "safety")
    grant(house, "qin", Role.SECTION_CHIEF, "safety")
    grant(house, "xu", Role.ASSESSMENT_OFFICE)
    grant(house, "fang", Role.HR)
    grant(house, "hang", Role.DEPARTMENT_ADMIN, "party")
    return house


def build_outsiders(*houses: House) -> dict[str, User]:
    """Logins that are on no roster: the three administrators of the first unit, and a superuser."""
    logins = {}
    for key, role in [
        ("system", Role.SYSTEM_ADMIN),
        ("security", Role.SECURITY_ADMIN),
        ("auditor", Role.AUDITOR),
    ]:
        user = User.objects.create_user(f"{houses[0].unit.code}-{key}", password=PASSWORD, display_name=key)
        for house in houses:
            RoleGrant.objects.create(user=user, unit=house.unit, role=role, valid_from=START)
        logins[key] = user
    return logins
