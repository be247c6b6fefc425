"""What a pack's parts say of each other: every name that is used must exist, once."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from .vocabulary.conditions import (
    EveryPastCondition,
    FactCondition,
    GateCondition,
    PastCondition,
    StateCondition,
    StatesCondition,
    leaves,
)
from .vocabulary.items import EntriesItem, GivenItem, RankItem, SumItem, TallyItem
from .vocabulary.pack import PackModel, PartModel
from .vocabulary.results import (
    BonusAs,
    Ceiling,
    FixedPay,
    HistoryScore,
    Listed,
    MonthlyPay,
    OutOfScope,
    SettingName,
    TotalScore,
)
from .yaml_source import Path

Found = tuple[Path, str]
ENGINE_FLAGS = ("tie_at_cap", "quota_drop")


def dangling(pack: PackModel) -> Iterator[Found]:
    """Every reference that leads nowhere and every name given twice, with its path."""
    yield from _twice([c.code for c in pack.categories], ("categories",), "code")
    yield from _twice([g.code for g in pack.grades], ("grades",), "code")
    yield from _twice([f.code for f in pack.flags], ("flags",), "code")
    yield from _twice([s.kind for s in pack.states], ("states",), "kind")
    yield from _twice([s.name for s in pack.settings], ("settings",), "name")
    yield from _twice([c.id for c in pack.checks], ("checks",), "id")
    for cadence, part in pack.parts.items():
        yield from _PartCheck(pack, part, ("parts", cadence)).faults()


def _twice(names: Sequence[str], path: Path, key: str) -> Iterator[Found]:
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            yield (*path, number, key), f"`{name}` is given a second time"
        seen.add(name)


class _PartCheck:
    """The references of one part of a pack."""

    def __init__(self, pack: PackModel, part: PartModel, path: Path) -> None:
        self.pack, self.part, self.path = pack, part, path
        self.grades = {grade.code for grade in pack.grades}
        self.flags = {flag.code for flag in pack.flags}
        self.states = {state.kind for state in pack.states}
        self.facts = {fact.name for fact in part.facts}
        self.items = {item.id for item in part.items}

    def faults(self) -> Iterator[Found]:
        return chain(
            self._names_once(),
            self._clauses(),
            self._items(),
            self._conditions(),
            self._score(),
            self._grading(),
            self._gates(),
            self._quotas(),
            self._rest(),
        )

    def _known(self, name: str, known: Iterable[str], what: str, *path: str | int) -> Iterator[Found]:
        if name not in known:
            listed = ", ".join(sorted(known)) or "none"
            yield (*self.path, *path), f"there is no {what} `{name}`; there is: {listed}"

    def _names_once(self) -> Iterator[Found]:
        part, path = self.part, self.path
        yield from _twice([c.id for c in part.clauses], (*path, "clauses"), "id")
        yield from _twice([f.name for f in part.facts], (*path, "facts"), "name")
        yield from _twice([f.name for f in part.months], (*path, "months"), "name")
        yield from _twice([i.id for i in part.items], (*path, "items"), "id")
        yield from _twice([g.id for g in part.gates], (*path, "gates"), "id")
        yield from _twice([r.id for r in part.rules], (*path, "rules"), "id")
        yield from _twice([s.id for s in part.procedure], (*path, "procedure"), "id")
        seen: set[str] = set()
        for number, item in enumerate(part.items):
            for rated in item.rating_items:
                if rated.id in seen:
                    yield (*path, "items", number), f"`{rated.id}` is rated a second time"
                seen.add(rated.id)

    def _clauses(self) -> Iterator[Found]:
        homes = {item.id for item in self.part.items if isinstance(item, EntriesItem)}
        for number, clause in enumerate(self.part.clauses):
            if clause.item is not None:
                yield from self._known(clause.item, homes, "item of kind entries", "clauses", number, "item")
        used = {clause.item for clause in self.part.clauses}
        for number, item in enumerate(self.part.items):
            if isinstance(item, EntriesItem) and item.id not in used:
                yield (*self.path, "items", number), f"no clause belongs to the item `{item.id}`"

    def _items(self) -> Iterator[Found]:
        given = {item.id for item in self.part.items if isinstance(item, GivenItem)}
        before: set[str] = set()
        for number, item in enumerate(self.part.items):
            if isinstance(item, GivenItem) and item.maximum_without is not None:
                name = item.maximum_without.item
                path = ("items", number, "maximum_without", "item")
                yield from self._known(name, given - {item.id}, "item of kind given", *path)
            if isinstance(item, TallyItem):
                for place, each in enumerate(item.each):
                    yield from self._known(
                        each.fact, self.facts, "fact", "items", number, "each", place, "fact"
                    )
            if isinstance(item, RankItem):
                shares = [band.percent for band in item.bands]
                for place in range(1, len(shares)):
                    if shares[place] <= shares[place - 1]:
                        where = (*self.path, "items", number, "bands", place, "percent")
                        yield where, "a share above the one before is expected"
            if isinstance(item, SumItem):
                for place, name in enumerate(item.items):
                    yield from self._known(name, before, "item above", "items", number, "items", place)
            before.add(item.id)

    def _conditions(self) -> Iterator[Found]:
        for path, condition in _conditions(self.part):
            for leaf in leaves(condition):
                yield from self._leaf(leaf, path)

    def _gates_before(self, path: Path) -> set[str]:
        """The gates that have been tried when the condition at this path is: a later one would never hold."""
        if path[0] not in ("gates", "rules"):
            return set()
        gates = self.part.gates
        if path[0] == "gates":
            place = int(path[1])
            gates = () if isinstance(gates[place].effect, OutOfScope) else gates[:place]
        return {gate.id for gate in gates if not isinstance(gate.effect, OutOfScope)}

    def _leaf(self, leaf: Any, path: Path) -> Iterator[Found]:
        if isinstance(leaf, FactCondition):
            yield from self._known(leaf.fact, self.facts, "fact", *path)
        elif isinstance(leaf, StateCondition):
            yield from self._known(leaf.state, self.states, "state", *path)
        elif isinstance(leaf, StatesCondition):
            for kind in leaf.states:
                yield from self._known(kind, self.states, "state", *path)
        elif isinstance(leaf, PastCondition):
            scored = {"scored"} if isinstance(self.part.score, HistoryScore) else set()
            yield from self._known(leaf.past, self._past_grades() | scored, "earlier grade", *path)
        elif isinstance(leaf, EveryPastCondition):
            yield from self._known(leaf.every_past, self._past_grades(), "earlier grade", *path)
        elif isinstance(leaf, GateCondition):
            yield from self._known(leaf.gate, self._gates_before(path), "gate tried before", *path)

    def _past_grades(self) -> set[str]:
        score = self.part.score
        if not isinstance(score, HistoryScore) or score.of not in self.pack.parts:
            return set()
        return set(self.pack.parts[score.of].grades)

    def _score(self) -> Iterator[Found]:
        score = self.part.score
        if isinstance(score, HistoryScore):
            yield from self._known(score.of, self.pack.parts, "part", "score", "of")
            return
        if isinstance(score, TotalScore):
            for number, term in enumerate(score.terms):
                yield from self._known(term.item, self.items, "item", "score", "terms", number, "item")

    def _grading(self) -> Iterator[Found]:
        part = self.part
        for number, grade in enumerate(part.grades):
            yield from self._known(grade, self.grades, "grade", "grades", number)
        yield from _in_pack_order(self.pack, part, self.path)
        if part.bands and part.rules:
            yield (*self.path, "rules"), "either bands or rules decide the grade, not both"
        for number, band in enumerate(part.bands):
            yield from self._known(band.grade, part.grades, "grade of this part", "bands", number, "grade")
        yield from _falling_bands(part, self.path)
        for number, rule in enumerate(part.rules):
            if rule.grade is not None:
                yield from self._known(
                    rule.grade, part.grades, "grade of this part", "rules", number, "grade"
                )
            yield from self._flags(rule.flags, "rules", number, "flags")
            if (rule.when is None) != (number == len(part.rules) - 1):
                yield (*self.path, "rules", number), "the last rule, and only it, has no `when`"

    def _flags(self, flags: Sequence[str], *path: str | int) -> Iterator[Found]:
        for number, flag in enumerate(flags):
            yield from self._known(flag, self.flags, "flag", *path, number)

    def _gates(self) -> Iterator[Found]:
        part = self.part
        for number, gate in enumerate(part.gates):
            effect, path = gate.effect, ("gates", number, "effect")
            yield from self._flags(gate.flags, "gates", number, "flags")
            if isinstance(effect, Ceiling):
                yield from self._known(effect.grade, part.grades, "grade of this part", *path, "grade")
            if isinstance(effect, BonusAs):
                paid = part.bonus.by_grade if part.bonus else {}
                yield from self._known(effect.grade, paid, "paid grade", *path, "grade")
                yield from self._known(effect.paid_as, paid, "paid grade", *path, "paid_as")
            if isinstance(effect, OutOfScope) and isinstance(effect.bonus, MonthlyPay):
                yield from self._known(effect.bonus.before, self.states, "state", *path, "bonus", "before")
            if effect.kind in ("unqualified", "undetermined"):
                yield from self._known(effect.kind, part.grades, "grade of this part", *path, "kind")
                if part.rules:
                    yield (*self.path, *path), "where rules decide the grade a gate is listed or a ceiling"
            if isinstance(effect, Listed) and not part.rules:
                yield (*self.path, *path), "`listed` is for a part whose grade is decided by rules"

    def _quotas(self) -> Iterator[Found]:
        settings = {setting.name for setting in self.pack.settings}
        order = list(self.part.grades)
        capped: set[str] = set()
        for number, quota in enumerate(self.part.quotas):
            path = ("quotas", number)
            if quota.grade in capped:
                yield (*self.path, *path, "grade"), f"the grade `{quota.grade}` is capped a second time"
            capped.add(quota.grade)
            if quota.next in capped:
                yield (*self.path, *path, "next"), "the quota of the next grade is expected below this one"
            yield from self._known(quota.grade, order, "grade of this part", *path, "grade")
            yield from self._known(quota.next, order, "grade of this part", *path, "next")
            if quota.grade in order and quota.next in order[: order.index(quota.grade) + 1]:
                yield (*self.path, *path, "next"), "a grade below the quota's own is expected"
            if isinstance(quota.percent, SettingName):
                name = quota.percent.setting
                yield from self._known(name, settings, "setting", *path, "percent", "setting")
            yield from self._flags(quota.dropped_flags, *path, "dropped_flags")
        if self.part.quotas:
            for flag in ENGINE_FLAGS:
                yield from self._known(flag, self.flags, "flag", "quotas")

    def _rest(self) -> Iterator[Found]:
        part = self.part
        if part.bonus is not None:
            for grade in part.bonus.by_grade:
                path = ("bonus", "by_grade", grade)
                yield from self._known(grade, part.grades, "grade of this part", *path)
        for number, consequence in enumerate(part.consequences):
            for place, grade in enumerate(consequence.grades):
                path = ("consequences", number, "grades", place)  # type: ignore[assignment]
                yield from self._known(grade, part.grades, "grade of this part", *path)
            yield from self._flags(consequence.flags, "consequences", number, "flags")


def _in_pack_order(pack: PackModel, part: PartModel, path: Path) -> Iterator[Found]:
    order = [grade.code for grade in pack.grades]
    known = [grade for grade in part.grades if grade in order]
    if known != sorted(known, key=order.index):
        yield (*path, "grades"), "the order of the pack's own grades is expected, best first"


def _falling_bands(part: PartModel, path: Path) -> Iterator[Found]:
    bands = part.bands
    for number, band in enumerate(bands):
        last = number == len(bands) - 1
        if (band.at_least is None) != last:
            yield (*path, "bands", number), "every band but the last states `at_least`"
        above = bands[number - 1].at_least if number else None
        known = number and {band.grade, bands[number - 1].grade} <= set(part.grades)
        if known and part.grades.index(bands[number - 1].grade) >= part.grades.index(band.grade):
            yield (*path, "bands", number, "grade"), "a grade below the one of the band above is expected"
        if band.at_least is not None and above is not None and band.at_least >= above:
            yield (*path, "bands", number, "at_least"), "bands are expected from the highest down"


def _conditions(part: PartModel) -> Iterator[tuple[Path, Any]]:
    for number, fact in enumerate(part.facts):
        if fact.required_when is not None:
            yield ("facts", number, "required_when"), fact.required_when
    for number, item in enumerate(part.items):
        if isinstance(item, TallyItem) and item.zero_when is not None:
            yield ("items", number, "zero_when"), item.zero_when
    for number, gate in enumerate(part.gates):
        yield ("gates", number, "when"), gate.when
        if isinstance(gate.effect, OutOfScope) and isinstance(gate.effect.bonus, FixedPay):
            pay = gate.effect.bonus
            if pay.nothing_when is not None:
                yield ("gates", number, "effect", "bonus", "nothing_when"), pay.nothing_when
    for number, rule in enumerate(part.rules):
        if rule.when is not None:
            yield ("rules", number, "when"), rule.when
