"""Given scores and figures of people and departments share their tables: the check, and the way there and back."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from assessment.models import Figure, Period, RatingTask
from assessment.periods.open_period import open_period
from assessment.ratings.assign_duties import set_panel
from assessment.ratings.give_scores import give_scores
from assessment.ratings.set_figures import FigureRow, set_figures
from tests.cast import House

MIGRATION = ("assessment", "0003_one_rating_and_figure")


@pytest.fixture
def april(hall: House, clock: time_machine.Traveller) -> Period:  # noqa: ARG001  # for its effect
    """严明 scores the three departments and has scored one; a window has the red flag; 梅雪 a figure."""
    office, yan = hall.user("su"), hall.people["yan"]
    period = open_period(actor=office, unit=hall.unit, scheme=hall.scheme, key="2026-04")
    RatingTask.objects.create(period=period, staff=hall.people["mei"], item="looks", rater=yan, score=7)
    Figure.objects.create(
        period=period, staff=hall.people["mei"], name="late", value=Decimal(2), entered_by=office
    )
    set_panel(actor=office, period=period, item="looks", raters=[yan], kind="department")
    task = RatingTask.objects.get(period=period, department=hall.departments["tax"])
    give_scores(actor=hall.user("yan"), period=period, rater=yan, scores={task.pk: "8.5"})
    set_figures(
        actor=office, period=period, rows=[FigureRow(hall.departments["tax"], "red_flag", Decimal(1))]
    )
    return period


@pytest.mark.parametrize("about", [(), ("mei", "tax")])
@pytest.mark.parametrize("model", [RatingTask, Figure])
def test_a_row_is_about_exactly_one(hall: House, april: Period, model: Any, about: tuple[str, ...]) -> None:
    given = {"item": "x", "rater": hall.people["yan"]}
    if model is Figure:
        given = {"name": "x", "value": Decimal(1), "entered_by": hall.user("su")}
    whom = {"staff": hall.people["mei"], "department": hall.departments["tax"]} if about else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(period=april, **given, **whom)


@pytest.mark.parametrize("whom", [{"staff": "mei"}, {"department": "tax"}])
def test_a_rater_gives_one_score_on_each(hall: House, april: Period, whom: dict[str, str]) -> None:
    [(kind, name)] = whom.items()
    about = {kind: hall.people.get(name) or hall.departments[name]}
    with pytest.raises(IntegrityError), transaction.atomic():
        RatingTask.objects.create(period=april, item="looks", rater=hall.people["yan"], **about)
    RatingTask.objects.create(period=april, item="looks", rater=hall.people["yan"], round=1, **about)


@pytest.mark.parametrize(("month", "is_new"), [("", False), ("2026-04", True)])
def test_there_is_one_figure_of_a_name_and_month(
    hall: House, april: Period, month: str, is_new: bool
) -> None:
    more = {"period": april, "name": "red_flag", "month": month, "value": 1, "entered_by": hall.user("su")}
    if is_new:
        Figure.objects.create(department=hall.departments["tax"], **more)
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.create(department=hall.departments["tax"], **more)


@pytest.mark.usefixtures("hall")
def test_a_person_and_a_department_of_one_id_do_not_get_in_each_others_way(april: Period) -> None:
    assert RatingTask.objects.filter(period=april).count() == 4
    assert {str(task.subject)[0] for task in RatingTask.objects.filter(period=april)} == {"s", "d"}


@pytest.fixture
def migrated(transactional_db: None) -> Iterator[Any]:  # noqa: ARG001  # for its effect
    """``migrated(place)``: the tables as they are there; in the end they are as the code wants them."""

    def to(place: tuple[str, str]) -> Any:
        executor = MigrationExecutor(connection)
        executor.migrate([place])
        return MigrationExecutor(connection).loader.project_state([place]).apps

    yield to
    everything = MigrationExecutor(connection)
    everything.migrate(everything.loader.graph.leaf_nodes())


def place_before() -> tuple[str, str]:
    """The migration of the room that stands before the one that brings them together."""
    found = MigrationExecutor(connection).loader.get_migration(*MIGRATION).dependencies
    return next((app, name) for app, name in found if app == "assessment")


def triggers() -> set[str]:
    listed = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(listed[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def rows(model: Any, *without: str) -> list[dict[str, Any]]:
    """All rows, oldest first, without these columns."""
    order = "history_id" if hasattr(model, "history_id") else "pk"
    return [
        {name: value for name, value in row.items() if name not in ("id", "history_id", *without)}
        for row in model.objects.order_by(order).values()
    ]


@pytest.mark.usefixtures("april")
@pytest.mark.django_db(transaction=True)
def test_rows_and_their_history_go_back_and_come_again(migrated: Any) -> None:
    models = (RatingTask, RatingTask.history.model, Figure, Figure.history.model)
    before, guarded = [rows(model) for model in models], triggers()
    assert [len(each) for each in before] == [4, 5, 2, 2]
    old = migrated(place_before())
    names = (
        "DepartmentRating",
        "HistoricalDepartmentRating",
        "DepartmentFigure",
        "HistoricalDepartmentFigure",
    )
    parted = [rows(old.get_model("assessment", name)) for name in names]
    assert [len(each) for each in parted] == [3, 4, 1, 1]
    for name, mine, all_of_them in zip(names, parted, before, strict=True):
        about = [row for row in all_of_them if row["department_id"] is not None]
        assert [{key: row[key] for key in mine[0]} for row in about] == mine, name
    kept = [old.get_model("assessment", model.__name__) for model in models]
    assert [len(rows(each)) for each in kept] == [1, 1, 1, 1]
    migrated(MIGRATION)
    again = [sorted(rows(model), key=repr) for model in models]
    assert again == [sorted(each, key=repr) for each in before]
    assert triggers() == guarded
    assert {each.id for each in RatingTask.history.all()} == {each.pk for each in RatingTask.objects.all()}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["vote", "month"])
def test_what_the_old_tables_cannot_hold_keeps_the_way_back_shut(
    hall: House, april: Period, migrated: Any, what: str
) -> None:
    tax = hall.departments["tax"]
    if what == "vote":
        RatingTask.objects.create(
            period=april, department=tax, item="review", rater=hall.people["yan"], round=1, level="good"
        )
    else:
        Figure.objects.create(
            period=april,
            department=tax,
            name="on_time",
            month="2026-04",
            value=1,
            entered_by=hall.user("su"),
        )
    before = [rows(RatingTask), rows(Figure)]
    with pytest.raises(RuntimeError, match="no place in the old tables"):
        migrated(place_before())
    assert [rows(RatingTask), rows(Figure)] == before
