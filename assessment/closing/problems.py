"""What keeps a period from being closed, person by person, in data and in sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assessment.facts.department_subjects import DepartmentSnapshot
from assessment.facts.scope import out_of_scope
from assessment.facts.subjects import Gathering, Snapshot
from assessment.models import Period
from assessment.models.periods import period_title
from assessment.rules import Missing, Part
from organization.models import StaffMember

Found = tuple[int, str, str]
SHOWN = 8

SENTENCES = {
    "entries": gettext_lazy(
        "Entries of people without a place in the period (reverse them, or correct the roster)"
    ),
    "category": gettext_lazy("Their category is not one of the scheme"),
    "score": gettext_lazy("Not given yet: “%(item)s”, by %(rater)s"),
    "over": gettext_lazy("Over the maximum: “%(item)s”, by %(rater)s"),
    "rating": gettext_lazy("Nobody is assigned to score “%(item)s”"),
    "duty": gettext_lazy("No duty of “%(item)s” is assigned"),
    "fact": gettext_lazy("The figure “%(item)s” is missing"),
    "history": gettext_lazy("No earlier period with a score"),
    "month": gettext_lazy("Figures of a month are missing: “%(item)s”"),
    "journal": gettext_lazy("No week of “%(item)s” is on record"),
}


@dataclass(frozen=True)
class Problem:
    """One thing that a person lacks. ``what`` is a key of SENTENCES, ``item`` what it is about, ``rater`` who owes it.

    For a department ``department_id`` says which, ``number`` is its code and ``staff_id`` 0.
    """

    what: str
    staff_id: int
    number: str
    name: str
    item: str = ""
    title: str = ""
    rater: str = ""
    department_id: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return asdict(self)


def problems_of(
    period: Period,
    gathering: Gathering,
    people: Sequence[Snapshot],
    missing: Iterable[Missing],
    over: Sequence[Found],
) -> list[Problem]:
    """Everything that keeps the period from being closed; no statement when there is nothing."""
    known = gathering.scheme.categories
    strange = [person for person in people if person.category not in known] if known else []
    missing, owed = list(missing), gathering.owed
    if not (strange or missing or owed or over or gathering.strangers):
        return []
    place = {person.staff_id: person for person in people}
    found = [*_strangers(gathering.strangers)]
    found += [Problem("category", p.staff_id, p.number, p.name, p.category) for p in strange]
    outside = out_of_scope(period, {staff_id for staff_id, _item, _rater in owed}) if owed else set()
    found += _ratings(
        "score", [(s, i, str(r)) for s, i, r in owed if s not in outside], place, gathering.part
    )
    found += _ratings("over", over, place, gathering.part)
    asked = {(staff_id, item) for staff_id, item, _rater in owed}
    found += [
        _missing(each, place[int(each.id)], gathering.part)
        for each in missing
        if each.what != "rating" or (int(each.id), each.item.partition(" ")[0]) not in asked
    ]
    return found


def problems_of_departments(
    gathering: Gathering,
    departments: Sequence[DepartmentSnapshot],
    missing: Sequence[Missing],
    over: Sequence[Found],
) -> list[Problem]:
    """What keeps a period from being closed because of its departments; no statement when there is nothing."""
    part, owed = gathering.part.departments, gathering.owed_on_departments
    if part is None or not (missing or owed or over):
        return []
    place = {each.department_id: each for each in departments}
    by_rater = [("score", d, item, str(rater)) for d, item, rater in owed]
    by_rater += [("over", d, item, rater) for d, item, rater in over]
    raters = StaffMember.objects.in_bulk({int(rater) for _w, _d, _i, rater in by_rater})
    found = [
        _department(what, place[d], item, part, raters[int(rater)].name) for what, d, item, rater in by_rater
    ]
    asked = {(d, item) for _what, d, item, _rater in by_rater}
    found += [
        _department(each.what, place[int(each.id)], each.item, part)
        for each in missing
        if each.what != "rating" or (int(each.id), each.item) not in asked
    ]
    return found


def _department(what: str, place: DepartmentSnapshot, item: str, part: Part, rater: str = "") -> Problem:
    title = _title(part, what, item)
    return Problem(what, 0, place.code, place.name, item, title, rater, department_id=place.department_id)


def _strangers(staff_ids: Iterable[int]) -> list[Problem]:
    rows = StaffMember.objects.filter(pk__in=staff_ids).order_by("number") if staff_ids else []
    return [Problem("entries", row.pk, row.number, row.name) for row in rows]


def _ratings(what: str, found: Sequence[Found], place: dict[int, Snapshot], part: Part) -> list[Problem]:
    raters = StaffMember.objects.in_bulk({int(rater) for _s, _i, rater in found}) if found else {}
    return [
        Problem(
            what,
            staff_id,
            place[staff_id].number,
            place[staff_id].name,
            item,
            part.rating_items[item].title.get(_language()),
            raters[int(rater)].name,
        )
        for staff_id, item, rater in found
    ]


def _missing(each: Missing, person: Snapshot, part: Part) -> Problem:
    title = _title(part, each.what, each.item)
    return Problem(each.what, person.staff_id, person.number, person.name, each.item, title)


def _title(part: Part, what: str, item: str) -> str:
    """What is missing in words: a rating may name its round (``peer 2``), a month's figure its month."""
    language = _language()
    if what == "month":
        month, _space, figure = item.partition(" ")
        if figure:
            return f"{period_title(month)} {part.months[figure].title.get(language)}"
        return part.items[item].title.get(language)
    kinds: dict[str, Any] = {
        "rating": part.rating_items,
        "score": part.rating_items,
        "over": part.rating_items,
        "duty": part.items,
        "journal": part.items,
        "fact": part.facts,
    }
    titled, (name, _space, number) = kinds.get(what, {}), item.partition(" ")
    if name not in titled:
        return ""
    title = str(titled[name].title.get(language))
    return _("%(item)s, round %(number)s") % {"item": title, "number": number} if number else title


def _language() -> str:
    return get_language() or "zh-hans"


def in_words(problems: Sequence[Problem]) -> str:
    """The problems as text, a line for each kind, with the names of those it concerns."""
    lines: dict[str, list[str]] = {}
    for each in problems:
        sentence = str(SENTENCES[each.what]) % {"item": each.title or each.item, "rater": each.rater}
        lines.setdefault(sentence, []).append(f"{each.name} ({each.number})")
    comma, colon = ("、", "：") if _language().startswith("zh") else (", ", ": ")
    return "\n".join(f"{sentence}{colon}{_names(names, comma)}" for sentence, names in lines.items())


def _names(names: list[str], comma: str) -> str:
    text = comma.join(names[:SHOWN])
    if len(names) <= SHOWN:
        return text
    return _("%(names)s and %(count)s more") % {"names": text, "count": len(names) - SHOWN}
