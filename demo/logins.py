"""Logins for everyone who writes journals, scores or votes."""

from demo.build_unit import DemoUnit, demo_login
from organization.models import StaffMember, User


def give_everyone_a_login(house: DemoUnit) -> None:
    """Everybody of the unit can enter, by staff number."""
    for person in house.people:
        if person.user_id is None:
            person.user = demo_login(f"{house.unit.code}-{person.number}", person.name)
            person.save()


def user_of(person: StaffMember) -> User:
    """The login of somebody who has one."""
    assert person.user is not None
    return person.user


def person_of(house: DemoUnit, name: str) -> StaffMember:
    """The person behind one of the unit's named logins."""
    return next(person for person in house.people if person.user_id == house.logins[name].pk)
