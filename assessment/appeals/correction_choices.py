"""What may be corrected when an appeal is answered, as a form shows it and as it comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from assessment.appeals.correct_facts import Corrections, figures_of, standing_entries_of, tasks_of
from assessment.ledger.clauses import name_clauses
from assessment.models import Appeal, RatingTask
from assessment.ratings.give_scores import read_score
from assessment.ratings.rated_items import figure_columns
from foundation.ids import row_id
from foundation.numbers import trimmed


@dataclass(frozen=True)
class Chosen:
    """What was ticked and typed so far."""

    entries: frozenset[int] = frozenset()
    figures: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[int, str] = field(default_factory=dict)
    anew: bool = False
    answer: str = ""


def chosen_of_job(params: Mapping[str, Any]) -> Chosen:
    """What a piece of work was begun with."""
    corrections = Corrections.from_json(params.get("corrections", {}))
    return Chosen(
        entries=frozenset(corrections.entries),
        figures={name: trimmed(value) for name, value in corrections.figures},
        scores={task: trimmed(score) for task, score in corrections.scores},
        anew=corrections.anew,
        answer=params.get("answer", ""),
    )


def chosen_in(posted: QueryDict) -> Chosen:
    """What came back in a form, as it was typed."""
    figures = {
        name.removeprefix("figure_"): str(posted[name]) for name in posted if name.startswith("figure_")
    }
    scores = {
        row_id(name.removeprefix("score_")): str(posted[name]) for name in posted if name.startswith("score_")
    }
    return Chosen(
        entries=frozenset(pk for pk in map(row_id, posted.getlist("entry")) if pk is not None),
        figures=figures,
        scores={task: typed for task, typed in scores.items() if task is not None},
        anew=bool(posted.get("anew")),
        answer=posted.get("answer", ""),
    )


def choices_of(appeal: Appeal, chosen: Chosen, language: str) -> dict[str, Any]:
    """Entries, figures and given scores of the person (or department) with what is chosen; a constant number of statements."""
    entries = name_clauses(standing_entries_of(appeal), language)
    for entry in entries:
        entry.fixed = entry.pk == appeal.entry_id
        entry.chosen = entry.fixed or entry.pk in chosen.entries
    part = appeal.period.part.of_kind(appeal.subject.kind)
    return {
        "entries": entries,
        "figures": _figures(appeal, chosen),
        "scores": _scores(appeal, chosen, language),
        "may_decide_anew": bool(part.grades) and not appeal.period.takes_entries and appeal.entry_id is None,
        "anew": chosen.anew,
        "answer": chosen.answer,
    }


def _figures(appeal: Appeal, chosen: Chosen) -> list[dict[str, Any]]:
    known = dict(figures_of(appeal).values_list("name", "value"))
    return [
        {
            "column": column,
            "current": known.get(column.name, column.default),
            "typed": chosen.figures.get(column.name, ""),
        }
        for column in figure_columns(appeal.period, kind=appeal.subject.kind)
    ]


def _scores(appeal: Appeal, chosen: Chosen, language: str) -> list[dict[str, Any]]:
    """Given scores; who of a panel gave which is not told here either, its members are numbered."""
    part, rows, members = appeal.period.part.of_kind(appeal.subject.kind), [], dict[str, int]()
    panels = {
        item.id for each in part.items.values() if each.kind == "rank_bands" for item in each.rating_items
    }
    for task in tasks_of(appeal):
        members[task.item] = members.get(task.item, 0) + 1
        rows.append(
            {
                "task": task,
                "title": _item_title(task, part, language),
                "rater": _("Member %(number)s of the panel") % {"number": members[task.item]}
                if task.item in panels
                else task.rater.name,
                "current": task.score,
                "typed": chosen.scores.get(task.pk, ""),
            }
        )
    return rows


def _item_title(task: RatingTask, part: Any, language: str) -> str:
    item = part.rating_items.get(task.item)
    title = item.title.get(language) if item else task.item
    return f"{title} · {task.title}" if task.title else title


def corrections_in(appeal: Appeal, posted: QueryDict) -> Corrections:
    """What was chosen in the form; a figure that says what stands there is no correction.

    Raises ValidationError for what is no number.
    """
    entries = {pk for pk in map(row_id, posted.getlist("entry")) if pk is not None}
    if appeal.entry_id is not None:
        entries.add(appeal.entry_id)
    figures, scores = {}, {}
    for row in _figures(appeal, Chosen()):
        value = _number(posted.get(f"figure_{row['column'].name}", ""), row["column"].title)
        if value is not None and value != row["current"]:
            figures[row["column"].name] = value
    for task in tasks_of(appeal):
        value = _number(posted.get(f"score_{task.pk}", ""), str(task.item))
        if value is not None and value != task.score:
            scores[task.pk] = value
    return Corrections(
        entries=tuple(sorted(entries)),
        figures=tuple(sorted(figures.items())),
        scores=tuple(sorted(scores.items())),
        anew=bool(posted.get("anew")) and appeal.entry_id is None,
    )


def _number(text: str, title: str) -> Decimal | None:
    if not text.strip():
        return None
    try:
        return read_score(text)
    except ValidationError as fault:
        texts = [f"{title}: {each}" for each in fault.messages]
        raise ValidationError({"corrections": texts}) from fault
