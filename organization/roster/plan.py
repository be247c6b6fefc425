"""From a sheet to what it would change: for each person at most one change of each kind, or errors in the row."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation.excel.reader import Row, Table
from organization.models import Assignment, Department, Post, StaffMember, StaffState
from organization.roster.columns import IN_POST
from organization.roster.current_roster import CurrentRoster

ACTS = ("hire", "transfer", "edit", "joined", "leave")


@dataclass
class RosterChange:
    """One change, ready to be shown, kept as JSON and carried out."""

    act: str
    number: str
    name: str
    row: int | None = None
    staff: int | None = None
    on: date | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)


@dataclass
class Plan:
    """What a sheet would change; only to be used when its table has no errors."""

    changes: list[dict[str, Any]]
    unchanged: int


def plan_of(table: Table, standing: CurrentRoster, effective: date, *, is_complete: bool) -> Plan:
    """Compare the rows with the roster; what is wrong is written into ``Row.errors``."""
    planner = _Planner(standing, effective)
    changes: list[RosterChange] = []
    unchanged = 0
    for row in table.rows:
        planner.look_for_doubles(row)
        if row.errors:
            continue
        found = list(planner.row(row))
        unchanged += not found and not row.errors
        changes += found
    if is_complete:
        changes += planner.missing()
    return Plan([asdict(change) for change in changes], unchanged)


class _Planner:
    def __init__(self, standing: CurrentRoster, effective: date) -> None:
        self.standing, self.effective = standing, effective
        self.seen: dict[str, int] = {}

    def look_for_doubles(self, row: Row) -> None:
        number = str(row.values.get("number") or "")
        if not number:
            return
        if number in self.seen:
            row.errors["number"] = _("This number is in row %(row)s already.") % {"row": self.seen[number]}
        self.seen.setdefault(number, row.number)

    def row(self, row: Row) -> Iterator[RosterChange]:
        """The changes of one row; with an error in the row they are not to be used."""
        number = str(row.values["number"])
        department = self.standing.departments[str(row.values["department"])]
        post = self._post(row, department)
        self._lengths(row)
        if row.errors:
            return
        person = self.standing.people.get(number)
        leaving = str(row.values.get("status") or IN_POST)
        if person is None:
            yield from self._hire(row, department, post, leaving)
            return
        left = self.standing.left.get(person.pk)
        if left is None:
            if leaving != IN_POST:
                yield from self._leave(person, leaving, row)
            else:
                yield from self._transfer(row, person, department, post)
            yield from self._joined(row, person)
        elif left.kind != leaving:
            row.errors["status"] = _(
                "On record as %(kind)s from %(day)s. Take the person back, or correct it, on the person's page."
            ) % {"kind": left.get_kind_display(), "day": left.valid_from.isoformat()}
        yield from self._edit(row, person)

    def missing(self) -> Iterator[RosterChange]:
        """Whoever is in post but not in a sheet that lists everyone: transferred out."""
        for number, person in sorted(self.standing.people.items()):
            if number in self.seen or person.pk in self.standing.left:
                continue
            place = self.standing.last.get(person.pk)
            if place is not None and place.valid_from < self.effective:
                yield self._leaving(person, StaffState.Kind.TRANSFERRED_OUT, place, None)

    def _post(self, row: Row, department: Department) -> Post | None:
        name = str(row.values.get("post") or "")
        if not name:
            return None
        post = self.standing.posts.get((department.pk, name))
        if post is None:
            row.errors["post"] = _("%(department)s has no post of this name. Add it on the page first.") % {
                "department": department.name
            }
        return post

    def _lengths(self, row: Row) -> None:
        probe = StaffMember(
            number=str(row.values["number"]),
            name=str(row.values["name"]),
            position_title=str(row.values.get("position_title") or ""),
        )
        try:
            probe.clean_fields(exclude=("unit", "user", "pinyin", "initials"))
        except ValidationError as error:
            row.errors |= {key: " ".join(texts) for key, texts in error.message_dict.items()}

    def _hire(
        self, row: Row, department: Department, post: Post | None, status: str
    ) -> Iterator[RosterChange]:
        if status != IN_POST:
            row.errors["status"] = _("This person is not on the roster, so cannot leave it.")
            return
        joined = row.values.get("joined_on")
        start = max(self.effective, joined) if isinstance(joined, date) else self.effective
        data = self._place(row, department, post) | {
            "position_title": row.values.get("position_title") or "",
            "joined_on": joined,
        }
        after = _shown(department, post, str(row.values["category"]))
        yield RosterChange(
            "hire",
            str(row.values["number"]),
            str(row.values["name"]),
            row=row.number,
            on=start,
            after=after,
            data=data,
        )

    def _transfer(
        self, row: Row, person: StaffMember, department: Department, post: Post | None
    ) -> Iterator[RosterChange]:
        place = self.standing.last.get(person.pk)
        category = str(row.values["category"])
        if place is not None:
            if post is None and place.department_id == department.pk:
                post = place.post
            wanted = (department.pk, post.pk if post else None, category)
            if wanted == (place.department_id, place.post_id, place.category):
                return
            if place.valid_from >= self.effective:
                row.errors[""] = _(
                    "The assignment on record begins on %(day)s. Choose a later day, or correct it on the person's page."
                ) % {"day": place.valid_from.isoformat()}
                return
        yield RosterChange(
            "transfer",
            person.number,
            str(row.values["name"]),
            row=row.number,
            staff=person.pk,
            on=self.effective,
            before=_shown(place.department, place.post, place.category) if place else {},
            after=_shown(department, post, category),
            data={"department": department.pk, "post": post.pk if post else None, "category": category},
        )

    def _leave(self, person: StaffMember, kind: str, row: Row) -> Iterator[RosterChange]:
        place = self.standing.last.get(person.pk)
        if place is not None and place.valid_from >= self.effective:
            row.errors[""] = _("The assignment on record begins on %(day)s. Choose a later day.") % {
                "day": place.valid_from.isoformat()
            }
            return
        yield self._leaving(person, kind, place, row.number)

    def _leaving(
        self, person: StaffMember, kind: str, place: Assignment | None, row: int | None
    ) -> RosterChange:
        return RosterChange(
            "leave",
            person.number,
            person.name,
            row=row,
            staff=person.pk,
            on=self.effective,
            before=_shown(place.department, place.post, place.category) if place else {},
            after={"state": str(kind)},
            data={"kind": str(kind), "last_day": self.effective - timedelta(days=1)},
        )

    def _joined(self, row: Row, person: StaffMember) -> Iterator[RosterChange]:
        joined = row.values.get("joined_on")
        if isinstance(joined, date) and (person.pk, joined) not in self.standing.joined:
            yield RosterChange(
                "joined",
                person.number,
                person.name,
                row=row.number,
                staff=person.pk,
                on=joined,
                after={"state": StaffState.Kind.JOINED.value},
            )

    def _edit(self, row: Row, person: StaffMember) -> Iterator[RosterChange]:
        """An empty cell says nothing about the position; a name is always given."""
        before = {"name": person.name, "position_title": person.position_title}
        after = {
            "name": str(row.values["name"]),
            "position_title": str(row.values.get("position_title") or person.position_title),
        }
        if after != before:
            keys = [key for key in after if after[key] != before[key]]
            yield RosterChange(
                "edit",
                person.number,
                after["name"],
                row=row.number,
                staff=person.pk,
                before={key: before[key] for key in keys},
                after={key: after[key] for key in keys},
            )

    def _place(self, row: Row, department: Department, post: Post | None) -> dict[str, Any]:
        return {
            "department": department.pk,
            "post": post.pk if post else None,
            "category": row.values["category"],
        }


def _shown(department: Department, post: Post | None, category: str) -> dict[str, str]:
    shown = {"department": department.name, "category": category}
    return shown | {"post": post.name} if post else shown
