"""Who votes by level in which round and role, and who scores departments, for the page of the duties."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from assessment.models import DepartmentRating, Period, RatingTask
from assessment.ratings.rated_items import ScoredItem, department_items, language, vote_items
from organization.models import StaffMember


@dataclass(frozen=True)
class Voters:
    """Those who vote in one round, in one role; ``role`` and its title are empty where the item has no roles."""

    item: str
    round: int
    role: str
    title: str
    raters: list[StaffMember]

    @property
    def field_id(self) -> str:
        """The id of its search box."""
        return f"voters-{self.item}-{self.round}-{self.role}".replace(".", "-").strip("-")

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


@dataclass(frozen=True)
class DepartmentPanel:
    """An item on which departments are scored, and who scores them."""

    item: ScoredItem
    raters: list[StaffMember]

    @property
    def field_id(self) -> str:
        """The id of its search box."""
        return f"departments-{self.item.id.replace('.', '-')}"

    @property
    def chosen(self) -> list[dict[str, object]]:
        """The raters as the search box wants them."""
        return [{"value": rater.pk, "label": rater.name} for rater in self.raters]


def votes_of(period: Period) -> list[Vote]:
    """The votes of the period in the scheme's order; two statements."""
    items, part, lang = vote_items(period), period.part, language()
    if not items:
        return []
    rows = RatingTask.objects.filter(period=period, item__in=items).order_by()
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
                    Voters(name, each.round, code, title, _in_order(known[name, each.round, code]))
                    for code, title in roles
                ],
            )
            for each in rounds
        ]
        found.append(Vote(rounds[0], lines))
    return found


def department_panels(period: Period) -> list[DepartmentPanel]:
    """The items on which departments are scored, with their raters."""
    found = []
    for item in department_items(period).values():
        tasks = DepartmentRating.objects.filter(period=period, item=item.id).order_by()
        found.append(
            DepartmentPanel(item, _in_order(StaffMember.objects.filter(pk__in=tasks.values("rater"))))
        )
    return found


def _in_order(people: Iterable[StaffMember]) -> list[StaffMember]:
    return sorted(people, key=lambda person: person.number)
