"""What keeps a period from being closed, subject by subject, in data and in sentences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assessment.facts.scope import out_of_scope
from assessment.facts.subjects import Gathering, Snapshot
from assessment.models import Period
from assessment.rules import Missing, Part
from organization.models import StaffMember
from organization.subjects import SubjectKind, SubjectRef

Found = tuple[SubjectRef, str, str]
"""Who was scored, on which item, by which rater."""
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
    """One thing that a subject lacks. ``what`` is a key of SENTENCES, ``item`` what it is about, ``rater`` who owes it.

    ``number`` is that of a person, the code of a department.
    """

    what: str
    subject: SubjectRef
    number: str
    name: str
    item: str = ""
    title: str = ""
    rater: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON; the id of the kind that the subject is not is 0."""
        return {
            "what": self.what,
            "staff_id": 0 if self.subject.is_department else self.subject.id,
            "department_id": self.subject.id if self.subject.is_department else 0,
            "number": self.number,
            "name": self.name,
            "item": self.item,
            "title": self.title,
            "rater": self.rater,
        }


def problems_of(
    period: Period,
    gathering: Gathering,
    seen: Iterable[Snapshot],
    missing: Mapping[SubjectKind, Sequence[Missing]],
    over: Sequence[Found],
) -> list[Problem]:
    """Everything that keeps the period from being closed; no statement when there is nothing."""
    known, seen = gathering.scheme.categories, list(seen)
    strange = [p for p in seen if p.category not in known and not p.subject.is_department] if known else []
    owed = gathering.owed
    if not (strange or any(missing.values()) or owed or over or gathering.strangers):
        return []
    place = {each.subject: each for each in seen}
    outside = out_of_scope(period, {each.subject for each in owed})
    found = [*_strangers(gathering.strangers)]
    found += [Problem("category", p.subject, p.number, p.name, p.category) for p in strange]
    asked = [(who, item, str(rater)) for who, item, rater in owed if who not in outside]
    found += _ratings("score", asked, place, gathering.part)
    found += _ratings("over", over, place, gathering.part)
    waiting = {(who, item) for who, item, _rater in owed}
    for kind, lacking in missing.items():
        for each in lacking:
            who = SubjectRef(kind, int(each.id))
            if each.what != "rating" or (who, each.item.partition(" ")[0]) not in waiting:
                found.append(_missing(each, place[who], gathering.part))
    return found


def _strangers(staff_ids: Iterable[int]) -> list[Problem]:
    rows = StaffMember.objects.filter(pk__in=staff_ids).order_by("number") if staff_ids else []
    return [Problem("entries", SubjectRef.staff(row.pk), row.number, row.name) for row in rows]


def _ratings(
    what: str, found: Sequence[Found], place: Mapping[SubjectRef, Snapshot], part: Part
) -> list[Problem]:
    raters = StaffMember.objects.in_bulk({int(rater) for _who, _item, rater in found}) if found else {}
    return [
        Problem(
            what,
            who,
            place[who].number,
            place[who].name,
            item,
            _title(part.of_kind(who.kind), what, item),
            raters[int(rater)].name,
        )
        for who, item, rater in found
    ]


def _missing(each: Missing, place: Snapshot, part: Part) -> Problem:
    title = _title(part.of_kind(place.subject.kind), each.what, each.item)
    return Problem(each.what, place.subject, place.number, place.name, each.item, title)


def _title(part: Part, what: str, item: str) -> str:
    """What is missing in words: a rating may name its round (``peer 2``), a month's figure its month."""
    language = _language()
    if what == "month":
        month, _space, figure = item.partition(" ")
        if figure:
            return f"{month} {part.months[figure].title.get(language)}"
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
