"""Who scores everyone together, and who votes by level in which round and role, for the page of the duties."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from assessment.models import Period, RatingTask
from assessment.ratings.rated_items import ScoredItem, language, panel_items, part_of, vote_items
from organization.models import StaffMember
from organization.subjects import SubjectKind, of_kind


@dataclass(frozen=True)
class Panel:
    """An item on which the same raters score everyone (or every department), with how many scores they have to give."""

    item: ScoredItem
    raters: list[StaffMember]
    tasks: int

    @property
    def field_id(self) -> str:
        """The id of its search box."""
        of = "panel" if self.item.kind == "staff" else "departments"
        return f"{of}-{self.item.id.replace('.', '-')}"

    @property
    def chosen(self) -> list[dict[str, object]]:
        """Its raters as the search box wants them."""
        return [{"value": rater.pk, "label": rater.name} for rater in self.raters]


@dataclass(frozen=True)
class Voters:
    """Those who vote in one round, in one role; ``role`` and its title are empty where the item has no roles."""

    item: str
    round: int
    role: str
    title: str
    raters: list[StaffMember]
    kind: SubjectKind = "staff"

    @property
    def field_id(self) -> str:
        """The id of its search box."""
        of = "voters" if self.kind == "staff" else "department-voters"
        return f"{of}-{self.item}-{self.round}-{self.role}".replace(".", "-").strip("-")

    @property
    def chosen(self) -> list[dict[str, object]]:
        """The voters as the search box wants them."""
        return [{"value": rater.pk, "label": rater.name} for rater in self.raters]


@dataclass(frozen=True)
class VoteRound:
    """One round of a vote with the voters of each role."""

    number: int
    roles: list[Voters]


@dataclass(frozen=True)
class Vote:
    """An item that is voted on, round by round."""

    item: ScoredItem
    rounds: list[VoteRound]


def panels(period: Period, kind: SubjectKind) -> list[Panel]:
    """The panel items of people or departments with their raters, in the scheme's order; two statements."""
    items = panel_items(period, kind)
    if not items:
        return []
    rows = RatingTask.objects.filter(of_kind(kind), period=period, item__in=items).order_by()
    counts = list(rows.values_list("item", "rater_id").annotate(tasks=Count("pk")))
    people = StaffMember.objects.in_bulk({rater for _item, rater, _tasks in counts})
    found = []
    for name, item in items.items():
        mine = [(people[rater], tasks) for each, rater, tasks in counts if each == name]
        raters = _in_order(rater for rater, _tasks in mine)
        found.append(Panel(item, raters, sum(tasks for _rater, tasks in mine)))
    return found


def votes_of(period: Period, kind: SubjectKind) -> list[Vote]:
    """The votes on people or departments in the scheme's order; two statements."""
    items, part, lang = vote_items(period, kind), part_of(period, kind), language()
    if not items or part is None:
        return []
    rows = RatingTask.objects.filter(of_kind(kind), period=period, item__in=items).order_by()
    places = list(rows.values_list("item", "round", "role", "rater_id").distinct())
    people = StaffMember.objects.in_bulk({rater for _i, _n, _r, rater in places})
    known: dict[tuple[str, int, str], list[StaffMember]] = defaultdict(list)
    for item, number, role, rater in places:
        known[item, number, role].append(people[rater])
    found = []
    for name, rounds in items.items():
        roles = [(role.code, role.title.get(lang)) for role in part.rounds_items[name].roles] or [("", "")]
        lines = [
            VoteRound(
                each.round,
                [
                    Voters(name, each.round, code, title, _in_order(known[name, each.round, code]), kind)
                    for code, title in roles
                ],
            )
            for each in rounds
        ]
        found.append(Vote(rounds[0], lines))
    return found


def _in_order(people: Iterable[StaffMember]) -> list[StaffMember]:
    return sorted(people, key=lambda person: person.number)
