"""A rater's own sheet: their people, and departments, by what they are scored on. Reads nothing of any other rater."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.core.paginator import Page, Paginator

from assessment.facts.scope import out_of_scope
from assessment.models import Period, RatingSheet, RatingTask
from assessment.periods.membership import members
from assessment.ratings.duties import duties_of
from assessment.ratings.give_scores import is_over_maximum
from assessment.ratings.rated_items import (
    ScoredItem,
    category_title,
    column_key,
    maximum_shown,
    scored_items,
)
from organization.models import Assignment, StaffMember
from organization.policy import Access
from organization.subjects import Someone, SubjectKind, SubjectRef

PEOPLE_PER_PAGE = 150


@dataclass
class ScoreCell:
    """One score to give: its task, the highest score, and what is wrong with the one that stands.

    ``is_required`` is False where the scheme says what no score is worth.
    """

    task: RatingTask
    item: ScoredItem
    maximum: Decimal | None
    is_over: bool = False
    is_asked: bool = True
    is_required: bool = True

    @property
    def level_title(self) -> str:
        """The level that was given, in words; empty without one."""
        return dict(self.item.levels).get(self.task.level, "")


@dataclass
class SheetRow:
    """One person or department of the sheet; ``cells`` follow the columns, None where the rater scores nothing."""

    about: Someone
    department: str
    category: str
    cells: list[ScoreCell | None]
    is_asked: bool

    @property
    def number(self) -> str:
        """The number of a person; nothing for a department."""
        return self.about.number if isinstance(self.about, StaffMember) else ""

    @property
    def lacks(self) -> bool:
        """Whether a score is still to be given or to be corrected."""
        return self.is_asked and any(cell and (not cell.task.is_given or cell.is_over) for cell in self.cells)


@dataclass(frozen=True)
class SheetFilter:
    """What of a sheet is shown; it never changes the counts."""

    department: str = ""
    only_missing: bool = False

    def keeps(self, row: SheetRow) -> bool:
        """Whether the row is shown."""
        if self.department and row.department != self.department:
            return False
        return not self.only_missing or row.lacks


@dataclass
class Block:
    """The people, or the departments, of a sheet."""

    columns: list[ScoredItem] = field(default_factory=list)
    rows: list[SheetRow] = field(default_factory=list)


@dataclass
class RaterSheet:
    """What one rater has to do in one period; ``total`` counts what the scheme requires and what was given."""

    period: Period
    columns: list[ScoredItem] = field(default_factory=list)
    rows: list[SheetRow] = field(default_factory=list)
    page: Page | None = None  # type: ignore[type-arg]
    given: int = 0
    total: int = 0
    to_correct: list[str] = field(default_factory=list)
    handed_in_at: datetime | None = None
    takes_facts: bool = True
    departments: list[str] = field(default_factory=list)
    scored_departments: Block = field(default_factory=Block)

    @property
    def is_open(self) -> bool:
        """Whether the rater may write."""
        return self.takes_facts and self.handed_in_at is None

    def count(self, row: SheetRow) -> None:
        """Add a row to the counts."""
        for cell in row.cells:
            if cell is None or not cell.is_asked:
                continue
            self.given += cell.task.is_given
            self.total += cell.task.is_given or cell.is_required
            if cell.is_over and row.about.name not in self.to_correct:
                self.to_correct.append(row.about.name)


def periods_to_rate(access: Access) -> list[Period]:
    """The periods in which the asker scores somebody or a department: those that take facts first, then the latest closed ones."""
    if access.staff is None:
        return []
    mine = Period.objects.filter(rating_tasks__rater=access.staff, unit=access.unit)
    found = list(mine.select_related("version").distinct().order_by("-starts_on")[:12])
    return sorted(found, key=lambda period: not period.takes_entries)


def own_task(access: Access, task_id: int) -> RatingTask | None:
    """A task of the asker in the unit; None for anybody else's."""
    if access.staff is None:
        return None
    tasks = RatingTask.objects.filter(rater=access.staff, period__unit=access.unit, pk=task_id)
    return tasks.select_related("period__unit", "period__version", "staff", "department", "rater").first()


def sheet_of(
    period: Period, rater: StaffMember, *, page: str | int = 1, shown: SheetFilter | None = None
) -> RaterSheet:
    """The rater's sheet; the counts are of the whole sheet, the rows of one page. A fixed number of statements."""
    tasks: dict[SubjectRef, dict[str, RatingTask]] = defaultdict(dict)
    mine = RatingTask.objects.filter(period=period, rater=rater).select_related("staff", "department")
    for task in mine.order_by("department__position", "department__code", "pk"):
        tasks[task.subject][column_key(task.item, task.round)] = task
    sheet = RaterSheet(period)
    sheet.takes_facts = period.takes_entries and period.claim is None
    handed_in = RatingSheet.objects.filter(period=period, rater=rater).first()
    sheet.handed_in_at = handed_in.handed_in_at if handed_in else None
    outside, duties = out_of_scope(period, tasks.keys()), duties_of(period, list(tasks))
    people = _block(period, "staff", tasks, outside, duties)
    sheet.scored_departments = _block(period, "department", tasks, outside, duties)
    for row in [*people.rows, *sheet.scored_departments.rows]:
        sheet.count(row)
    sheet.columns = people.columns
    sheet.departments = list(dict.fromkeys(row.department for row in people.rows if row.department))
    kept = [row for row in people.rows if shown is None or shown.keeps(row)]
    sheet.page = Paginator(kept, PEOPLE_PER_PAGE).get_page(page)
    sheet.rows = list(sheet.page.object_list)
    return sheet


def _block(
    period: Period,
    kind: SubjectKind,
    tasks: dict[SubjectRef, dict[str, RatingTask]],
    outside: Collection[SubjectRef],
    duties: dict[SubjectRef, list[str]],
) -> Block:
    """The rows of a kind: people by department and number, those that have left last; departments in their order."""
    mine = {subject: own for subject, own in tasks.items() if subject.kind == kind}
    places: dict[SubjectRef, Assignment] = {}
    if kind == "staff":
        found = members(period).filter(staff_id__in=[each.id for each in mine])
        places = {SubjectRef.staff(place.staff_id): place for place in found}
    used = {item for own in mine.values() for item in own}
    block = Block([item for item in scored_items(period, kind) if item.key in used])
    for subject in [*places, *(each for each in mine if each not in places)]:
        own, place = mine[subject], places.get(subject)
        cells = [
            _cell(period, column, own.get(column.key), duties[subject], subject not in outside)
            for column in block.columns
        ]
        block.rows.append(
            SheetRow(
                about=next(iter(own.values())).about,
                department=place.department.name if place else "",
                category=category_title(period, place.category) if place else "",
                cells=cells,
                is_asked=subject not in outside,
            )
        )
    return block


def _cell(
    period: Period, column: ScoredItem, task: RatingTask | None, duties: list[str], is_asked: bool
) -> ScoreCell | None:
    if task is None:
        return None
    part = period.part.of_kind(column.kind)
    return ScoreCell(
        task,
        column,
        None if column.levels else maximum_shown(part, column.id, duties),
        is_over=is_asked and is_over_maximum(period, task, duties),
        is_asked=is_asked,
        is_required=column.kind == "staff" or column.required,
    )
