"""What an entry says beyond count and points: level, kind, matter, row of a list, attributes of its clause.

The ledger keeps them in case-file form; pages and sheets offer each as a field of its own. Costs no statement.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from assessment.ledger.new_entry import Faults, add_fault
from assessment.rules import Recordable
from assessment.rules.vocabulary.clauses import ByLevel

LONGEST = 60
YES = frozenset({"1", "true", "yes", "on", "是", "√"})
NO = frozenset({"0", "false", "no", "off", "否"})


@dataclass(frozen=True)
class ParticularChoice:
    """One line of a list: what is stored, and how it reads."""

    value: str
    title: str


Groups = tuple[tuple[str | None, tuple[ParticularChoice, ...]], ...]


@dataclass(frozen=True)
class Field:
    """One thing that may be said of an entry. ``type`` is ``choice``, ``text``, ``whole`` or ``flag``.

    ``groups`` are the lines of a choice by the kind of matter (None where there are no kinds); a line of a kind is
    stored as ``kind|level``.
    """

    name: str
    title: str
    type: str
    required: bool = False
    highest: int | None = None
    groups: Groups = ()


def fields_of(clause: Recordable, language: str) -> tuple[Field, ...]:
    """The fields of a clause, in the order in which they are entered, in this language."""
    with override(language):
        return tuple(_fields(clause, language))


def _fields(clause: Recordable, language: str) -> Iterator[Field]:
    if clause.kind == "levels":
        yield Field("level", _("Level"), "choice", required=True, groups=_levels(clause, language))
    if clause.kind == "finding" and clause.refs is not None:
        yield Field("ref", _("No. in the list"), "whole", required=True, highest=clause.refs)
    for attribute in getattr(clause, "attributes", ()):
        entered = "whole" if attribute.effect == "divides" else "flag"
        yield Field(attribute.name, attribute.title.get(language), entered)
    if getattr(clause, "matter", False):
        yield Field("matter", _("Matter (the same matter counts once)"), "text")


def _levels(clause: ByLevel, language: str) -> Groups:
    if clause.levels:
        return ((None, tuple(ParticularChoice(lv.code, lv.title.get(language)) for lv in clause.levels)),)
    return tuple(
        (
            kind.title.get(language),
            tuple(ParticularChoice(f"{kind.code}|{lv.code}", lv.title.get(language)) for lv in kind.levels),
        )
        for kind in clause.kinds
    )


def read_typed(clause: Recordable, typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed into the fields, in case-file form. What is none of a field's values stays as it was typed."""
    found: dict[str, Any] = {}
    fields = {field.name: field for field in fields_of(clause, "zh-hans")}
    english = {field.name: field for field in fields_of(clause, "en")}
    for name, stated in typed.items():
        text = stated.strip()
        if text and name in fields:
            found |= _read(fields[name], english[name], text)
        elif text:
            found[name] = text
    return found


def _read(field: Field, english: Field, text: str) -> dict[str, Any]:
    if field.type == "whole":
        is_whole = text.isascii() and text.isdigit() and len(text) < 9
        return {field.name: int(text) if is_whole else text}
    if field.type == "flag":
        low = text.lower()
        return {} if low in NO else {field.name: True if low in YES else text}
    if field.type == "choice":
        kind, bar, level = (_chosen(field, text) or _chosen(english, text) or text).partition("|")
        return {"kind": kind, "level": level} if bar else {field.name: kind}
    return {field.name: text}


def _chosen(field: Field, text: str) -> str | None:
    """The one line of a list that a text means: its code, its title, or kind and title; None when it is not clear."""
    wanted = _bare(text)
    found = [
        choice.value
        for kind, lines in field.groups
        for choice in lines
        if wanted in {_bare(choice.value), _bare(choice.title), _bare(f"{kind or ''}{choice.title}")}
    ]
    return found[0] if len(found) == 1 else None


def _bare(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())


def check_particulars(faults: Faults, clause: Recordable, said: Mapping[str, Any], language: str) -> None:
    """Note what is wrong with the particulars of an entry, each under the name of its field."""
    fields = {field.name: field for field in fields_of(clause, language)}
    for name in said:
        if name not in fields and not (name == "kind" and "level" in fields):
            add_fault(faults, name, _("This clause does not take “%(name)s”.") % {"name": name})
    for field in fields.values():
        if why := _fault(field, said):
            add_fault(faults, field.name, why)


def _fault(field: Field, said: Mapping[str, Any]) -> str:
    stated = said.get(field.name)
    if stated is None or stated == "":
        return _("%(title)s is needed for this clause.") % {"title": field.title} if field.required else ""
    if field.type == "choice":
        known = {choice.value for _kind, lines in field.groups for choice in lines}
        wanted = f"{said['kind']}|{stated}" if said.get("kind") else str(stated)
        return "" if wanted in known else _("Choose a line of “%(title)s”.") % {"title": field.title}
    if field.type == "whole":
        return _whole_fault(field, stated)
    if field.type == "flag":
        return "" if isinstance(stated, bool) else _("“%(title)s” is yes or no.") % {"title": field.title}
    return "" if isinstance(stated, str) and len(stated) <= LONGEST else _("At most 60 characters.")


def _whole_fault(field: Field, stated: Any) -> str:
    is_whole = isinstance(stated, int) and not isinstance(stated, bool)
    if is_whole and 1 <= stated <= (field.highest or 10**8):
        return ""
    if field.highest is None:
        return _("“%(title)s” is a whole number from 1.") % {"title": field.title}
    bounds = {"title": field.title, "highest": field.highest}
    return _("“%(title)s” is a whole number from 1 to %(highest)s.") % bounds


def in_words(clause: Recordable, said: Mapping[str, Any], language: str) -> list[str]:
    """The particulars of an entry as they read, in the order of the fields."""
    found = []
    for field in fields_of(clause, language):
        stated = said.get(field.name)
        if stated is None or stated is False:
            continue
        if field.type == "choice":
            found.append(_choice_words(field, said))
        elif field.type == "flag":
            found.append(field.title)
        else:
            found.append(
                f"{field.title}: {stated}" if not language.startswith("zh") else f"{field.title}：{stated}"
            )
    return found


def _choice_words(field: Field, said: Mapping[str, Any]) -> str:
    wanted = f"{said['kind']}|{said['level']}" if said.get("kind") else str(said["level"])
    for kind, lines in field.groups:
        for choice in lines:
            if choice.value == wanted:
                return f"{kind} · {choice.title}" if kind else choice.title
    return wanted
