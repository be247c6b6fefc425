"""The page of the duties: people with what they are scored on, by whom, and what lacks. Scoped to the asker."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import Count

from assessment.data_entry.ratings.missing import Gap, gaps
from assessment.facts.scope import out_of_scope
from assessment.models import Period, RatingTask
from assessment.periods.membership import members
from assessment.policy import Action
from assessment.ratings.rated_items import (
    ScoredItem,
    category_title,
    duty_items,
    maximum_shown,
    panel_items,
    vote_items,
)
from foundation.ids import row_id
from organization.models import Assignment, StaffMember
from organization.policy import Access
from organization.selectors import name_matches
from organization.subjects import SubjectRef

PEOPLE_PER_PAGE = 60


@dataclass
class DutyLine:
    """One duty of a person with its rater."""

    task: RatingTask
    item: ScoredItem
    maximum: Decimal


@dataclass
class PersonDuties:
    """A person's line of the page. ``panel``: how many leaders score the person."""

    staff: StaffMember
    department: str
    category: str
    duties: list[DutyLine] = field(default_factory=list)
    panel: int = 0
    lacks: list[Gap] = field(default_factory=list)
    is_asked: bool = True


@dataclass(frozen=True)
class DutyFilter:
    """What of the page is asked for."""

    department: str = ""
    text: str = ""
    only_lacking: bool = False


def duty_page(
    access: Access, period: Period, wanted: DutyFilter, *, page: str = "1"
) -> tuple[Page, list[PersonDuties]]:  # type: ignore[type-arg]
    """One page of the people of the asker's departments. The number of statements does not depend on the people."""
    people = members(period, access.departments(Action.ASSIGN_DUTIES))
    if (department := row_id(wanted.department)) is not None:
        people = people.filter(department_id=department)
    if wanted.text.strip():
        people = people.filter(name_matches(wanted.text, prefix="staff__"))
    if wanted.only_lacking:
        lacking = {gap.subject.id for gap in gaps(period) if gap.what != "fact"}
        people = people.filter(staff_id__in=lacking)
    found = Paginator(people, PEOPLE_PER_PAGE).get_page(page)
    return found, _lines(period, list(found.object_list))


def _lines(period: Period, places: list[Assignment]) -> list[PersonDuties]:
    part, duties, ids = period.part, duty_items(period), [place.staff_id for place in places]
    tasks: dict[int, list[RatingTask]] = defaultdict(list)
    own = RatingTask.objects.filter(period=period, staff_id__in=ids, item__in=duties)
    for task in own.select_related("rater"):
        tasks[task.subject.id].append(task)
    others = panel_items(period).keys() - duties.keys() | vote_items(period).keys()
    panel = dict(
        RatingTask.objects.filter(period=period, staff_id__in=ids, item__in=others)
        .order_by()
        .values_list("staff_id")
        .annotate(count=Count("pk"))
    )
    lacks: dict[int, list[Gap]] = defaultdict(list)
    for gap in gaps(period, staff_ids=ids):
        if gap.what != "fact":
            lacks[gap.subject.id].append(gap)
    outside, order = out_of_scope(period, list(map(SubjectRef.staff, ids))), list(duties)
    lines = []
    for place in places:
        mine = sorted(tasks[place.staff_id], key=lambda task: order.index(task.item))
        names = [task.item for task in mine]
        lines.append(
            PersonDuties(
                staff=place.staff,
                department=place.department.name,
                category=category_title(period, place.category),
                duties=[
                    DutyLine(task, duties[task.item], maximum_shown(part, task.item, names)) for task in mine
                ],
                panel=panel.get(place.staff_id, 0),
                lacks=lacks[place.staff_id],
                is_asked=SubjectRef.staff(place.staff_id) not in outside,
            )
        )
    return lines


def raters_matching(period: Period, text: str, limit: int = 20) -> list[Assignment]:
    """People of the whole unit who may score in the period, found by what was typed."""
    people = members(period)
    if text.strip():
        people = people.filter(name_matches(text, prefix="staff__"))
    return list(people.order_by("staff__number")[:limit])


def people_matching(access: Access, period: Period, text: str, limit: int = 20) -> list[Assignment]:
    """People in the period for whom the asker assigns duties, found by what was typed."""
    people = members(period, access.departments(Action.ASSIGN_DUTIES))
    if text.strip():
        people = people.filter(name_matches(text, prefix="staff__"))
    return list(people.order_by("staff__number")[:limit])


def own_people(
    period: Period, staff_ids: Collection[str], departments: Collection[int] | None
) -> list[StaffMember]:
    """The people named by id who are in the period and in these departments, each once."""
    wanted = [pk for pk in map(row_id, staff_ids) if pk is not None]
    return [place.staff for place in members(period, departments).filter(staff_id__in=wanted)]
