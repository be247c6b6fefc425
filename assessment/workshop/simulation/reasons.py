"""Why a person comes out otherwise under the draft: codes, found by comparing two outcomes, and their words."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.rules import Scheme
from assessment.workshop.simulation.comparison import ComparedPerson, Comparison, Side
from foundation.numbers import points, trimmed

Reason = list[Any]
"""A code and what it is about, ready for JSON; figures as texts."""


def reasons_of(line: ComparedPerson, comparison: Comparison) -> list[Reason]:
    """What differs, in the order of the way from facts to grade; empty for somebody who comes out the same."""
    if line.new is None or not line.is_changed:
        return []
    old, new = line.old, line.new
    found = [["gate+", gate] for gate in new.gates if gate not in old.gates]
    found += [["gate-", gate] for gate in old.gates if gate not in new.gates]
    items = [*_items(old, new, comparison)]
    found += items
    if old.score != new.score and not items and not found:
        found.append(["total"])
    if line.changes_grade:
        found += _grade(old, new, comparison)
    if not found or (old.grade == new.grade and old.bonus != new.bonus):
        found.append(["pay"] if old.bonus != new.bonus else ["rules"])
    return found


def _items(old: Side, new: Side, comparison: Comparison) -> Iterator[Reason]:
    """The items that differ, in the order of the packs: what is stored keeps none."""
    packs = [*comparison.new_part.items, *comparison.old_part.items]
    for name in dict.fromkeys([*packs, *old.items, *new.items]):
        before, after = old.items.get(name), new.items.get(name)
        if before != after:
            yield ["item", name, _text(before), _text(after)]


def _grade(old: Side, new: Side, comparison: Comparison) -> Iterator[Reason]:
    """What decides the grade after the score: a bound, a ceiling, a seat."""
    if new.score is not None:
        grade, bounds = _moved_bound(comparison, new.score)
        if grade is not None:
            yield ["band", grade, *map(_text, bounds)]
    if old.ceiling != new.ceiling:
        yield ["ceiling", old.ceiling, new.ceiling]
    before, after = _verdicts(old), _verdicts(new)
    capped = {quota.grade for quota in comparison.new_part.quotas}
    for grade in dict.fromkeys([*before, *after]):
        if grade in after and before.get(grade) != after[grade]:
            yield ["quota", grade, after[grade]]
        elif grade not in capped:
            yield ["uncapped", grade]


def _moved_bound(
    comparison: Comparison, score: Decimal
) -> tuple[str | None, tuple[Decimal | None, Decimal | None]]:
    """The best grade whose bound this score passes under one version and not under the other, with both bounds."""
    old = {band.grade: band.at_least for band in comparison.old_part.bands}
    new = {band.grade: band.at_least for band in comparison.new_part.bands}
    for grade in dict.fromkeys([*new, *old]):
        reached = [grade in bounds and _reaches(score, bounds[grade]) for bounds in (old, new)]
        if reached[0] != reached[1]:
            return grade, (old.get(grade), new.get(grade))
    return None, (None, None)


def _reaches(score: Decimal, bound: Decimal | None) -> bool:
    return bound is None or score >= bound


def _verdicts(side: Side) -> dict[str, str]:
    return {row["grade"]: row["verdict"] for row in side.standing.get("quotas", ())}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


class ReasonWords:
    """The codes in sentences; names come from the draft, and from the version where the draft has dropped them."""

    def __init__(self, version: Scheme, draft: Scheme, cadence: Any) -> None:
        self.schemes = (draft, version)
        parts = (draft.part(cadence), version.part(cadence))
        self.parts = (*parts, *(part.departments for part in parts if part.departments is not None))
        self.language = get_language() or "zh-hans"

    def sentences(self, reasons: list[Reason]) -> list[str]:
        """One short sentence for each reason."""
        return [self._said(*reason) for reason in reasons]

    def grade(self, code: str | None) -> str:
        """A grade's title; empty for none."""
        return self._titled([scheme.grades for scheme in self.schemes], code or "") if code else ""

    def category(self, code: str | None) -> str:
        """A category's title."""
        return self._titled([scheme.categories for scheme in self.schemes], code or "") if code else ""

    def _titled(self, places: list[Any], name: str) -> str:
        for known in places:
            if name in known:
                found = getattr(known[name], "title", known[name])
                return str(found.get(self.language))
        return name

    def _said(self, code: str, *about: Any) -> str:
        if code == "item":
            title = self._titled([part.items for part in self.parts], about[0])
            values = {"item": title, "before": points(about[1]), "after": points(about[2])}
            return "{item} {before} → {after}".format(**values)
        if code in ("gate+", "gate-"):
            title = self._titled([part.gates for part in self.parts], about[0])
            now = _("now applies: %(gate)s") if code == "gate+" else _("no longer applies: %(gate)s")
            return now % {"gate": title}
        if code == "band":
            return self._band(*about)
        if code == "quota":
            return self._quota(*about)
        if code == "uncapped":
            return _("“%(grade)s” has no cap any more") % {"grade": self.grade(about[0])}
        return self._plain(code, about)

    def _band(self, grade: str, before: str | None, after: str | None) -> str:
        if before is None or after is None:
            return _("the bands of the grades are others")
        return _("“%(grade)s” from %(after)s points instead of %(before)s") % {
            "grade": self.grade(grade),
            "before": trimmed(before),
            "after": trimmed(after),
        }

    def _quota(self, grade: str, verdict: str) -> str:
        sentence = {
            "seated": _("has a seat of “%(grade)s”"),
            "tie": _("equal scores at the cap of “%(grade)s”, to be decided"),
            "dropped": _("no seat of “%(grade)s” left"),
        }[verdict]
        return sentence % {"grade": self.grade(grade)}

    def _plain(self, code: str, about: tuple[Any, ...]) -> str:
        if code == "ceiling":
            values = {"before": self.grade(about[0]) or "–", "after": self.grade(about[1]) or "–"}
            return _("ceiling of the grade: %(before)s → %(after)s") % values
        return {
            "total": _("weights or bounds of the total"),
            "pay": _("the amount of the bonus"),
            "rules": _("the order of the rules"),
        }[code]
