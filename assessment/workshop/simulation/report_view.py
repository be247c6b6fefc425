"""The stored report in words and tables for a page or a sheet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Result, TryOut
from assessment.models.periods import period_title
from assessment.rules import OUT_OF_SCOPE, PeriodKey
from assessment.workshop.simulation.comparison import Comparison
from assessment.workshop.simulation.reasons import ReasonWords
from foundation.numbers import trimmed

UNUSED = {
    "entry": gettext_lazy("Entries on the clause “%(name)s”"),
    "rating": gettext_lazy("Given scores of “%(name)s”"),
    "duty": gettext_lazy("Duties “%(name)s”"),
    "fact": gettext_lazy("The figure “%(name)s”"),
    "department_fact": gettext_lazy("The figure “%(name)s” of the department"),
    "month": gettext_lazy("The monthly figure “%(name)s”"),
    "state": gettext_lazy("The state “%(name)s”"),
    "history": gettext_lazy("Results of earlier periods"),
    "journal": gettext_lazy("Weekly journals"),
    "answers": gettext_lazy("Answers of the group “%(name)s”"),
    "heading": gettext_lazy("Answers under the heading “%(name)s”"),
    "answer": gettext_lazy("Answers “%(name)s”"),
}
CANNOT = {
    "category": gettext_lazy("The draft has no category “%(name)s”"),
    "entry": gettext_lazy("Entries on the clause “%(name)s” lack what the draft asks for there"),
    "rating": gettext_lazy("Nobody scored “%(name)s”, which the draft requires"),
    "duty": gettext_lazy("No duty of “%(name)s”, of which the draft requires one"),
    "fact": gettext_lazy("The figure “%(name)s”, which the draft requires, was not recorded"),
    "fact_value": gettext_lazy("The figure “%(name)s” is not one that the draft allows"),
    "history": gettext_lazy("No earlier period with a score, which the draft requires"),
    "past_grade": gettext_lazy("The draft does not know the earlier grade “%(name)s”"),
    "past_score": gettext_lazy("The score of “%(name)s” is over the maximum of the draft"),
    "vote": gettext_lazy("The votes on “%(name)s” are not such as the draft asks for"),
    "journal": gettext_lazy("No weekly journal that counts, of which the draft requires one"),
    "month": gettext_lazy("Monthly figures that the draft requires were not recorded: %(name)s"),
    "journal_level": gettext_lazy("Journals were scored at a level that the draft does not know: “%(name)s”"),
    "over": gettext_lazy("The score of “%(name)s” is over the maximum of the draft"),
}
OTHER = gettext_lazy("“%(name)s” is required by the draft and was not recorded")


@dataclass(frozen=True)
class ChangedRow:
    """A person who comes out otherwise, old beside new."""

    result: Any
    category: str
    score: tuple[Decimal | None, Decimal | None]
    grade: tuple[str, str]
    bonus: tuple[Decimal | None, Decimal | None]
    decided: str
    reasons: list[str]

    @property
    def change(self) -> Decimal | None:
        """The change of the score in points."""
        before, after = self.score
        return None if before is None or after is None else after - before


@dataclass
class Telling:
    """One report in the reader's language."""

    tryout: TryOut
    comparison: Comparison
    words: ReasonWords = field(init=False)

    def __post_init__(self) -> None:
        side = self.comparison
        self.words = ReasonWords(side.version, side.draft, side.key.cadence)

    @property
    def report(self) -> dict[str, Any]:
        """What is stored."""
        report: dict[str, Any] = self.tryout.report
        return report

    @property
    def has_grades(self) -> bool:
        """Whether one of the two versions knows grades in such a period."""
        return bool(self.comparison.old_part.grades or self.comparison.new_part.grades)

    def place(self, code: str) -> str:
        """A line of the distribution: a grade, not assessed, or without a grade."""
        if code == OUT_OF_SCOPE:
            return _("not assessed")
        return _("no grade") if code == "-" else self.words.grade(code)

    def category(self, code: str | None) -> str:
        """A category's title, or the whole unit."""
        return _("Whole unit") if code is None else self.words.category(code)

    @cached_property
    def groups(self) -> list[dict[str, Any]]:
        """The distribution by category: every grade with its people then and now, and the seats of its caps."""
        caps = {(cap["category"], cap["grade"]): cap for cap in self.report["caps"]}
        groups = [self._group(group, caps) for group in self.report["groups"]]
        if len(groups) > 2:
            return groups
        return [group for group in groups if group["has_caps"]][:1] or groups[-1:]

    def _group(self, group: Mapping[str, Any], caps: Mapping[Any, Any]) -> dict[str, Any]:
        rows = []
        for grade, old, standing, new in group["grades"]:
            cap = caps.get((group["category"], grade))
            if not (old or standing or new or cap):
                continue
            rows.append(
                {
                    "title": self.place(grade),
                    "old": old,
                    "standing": standing,
                    "new": new,
                    "difference": new - old,
                    "less": old - new,
                    "caps": [_cap(cap["old"]), _cap(cap["new"])] if cap else None,
                }
            )
        return {
            "title": self.category(group["category"]),
            "is_unit": group["category"] is None,
            "bases": group["bases"],
            "rows": rows,
            "has_caps": any(row["caps"] for row in rows),
            "scores": [_spread(each) for each in group["scores"]],
            "chart": self._chart(rows),
        }

    def _chart(self, rows: Iterable[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
        chart: list[tuple[Any, ...]] = []
        for row in rows:
            for side, title in (("old", row["title"]), ("new", _("by the draft"))):
                cap = row["caps"][side == "new"] if row["caps"] else None
                tone = "quiet" if side == "old" else ""
                chart.append((title, row[side], cap["seats"] if cap else None, tone))
        return chart

    @property
    def moves(self) -> list[tuple[str, str, int]]:
        """From which grade to which, how many people."""
        return [(self.place(old), self.place(new), count) for old, new, count in self.report["moves"]]

    @property
    def scores(self) -> dict[str, Any]:
        """How far scores move."""
        return _spread(self.report["scores"]) | {
            name: self.report["directions"].get(name, 0) for name in ("up", "down", "same")
        }

    @property
    def bonus(self) -> dict[str, Decimal] | None:
        """What the bonuses cost then and now, in yuan."""
        stored = self.report["bonus"]
        return {name: Decimal(text) for name, text in stored.items()} if stored else None

    @property
    def unused(self) -> list[tuple[str, int, int]]:
        """What the draft does not count: sentence, records, people."""
        return [
            (str(UNUSED[what]) % {"name": self._name(what, name, old=True)}, records, people)
            for what, name, records, people in self.report["unused"]
        ]

    @property
    def cannot(self) -> list[tuple[str, int]]:
        """Why people cannot be computed: sentence, how many of them."""
        return [(self.why(what, name), people) for what, name, people in self.report["left_out"]["reasons"]]

    def why(self, what: str, name: str) -> str:
        """Why somebody cannot be computed."""
        return str(CANNOT.get(what, OTHER)) % {"name": self._name(what, name, old=False)}

    @property
    def departments(self) -> list[tuple[Any, Decimal | None, list[str]]]:
        """Departments that come out otherwise: the result then, the score by the draft, the items; one statement."""
        rows = self.report["departments"]["rows"]
        results = (
            Result.objects.departments().defer("facts", "standing").in_bulk([row["result"] for row in rows])
        )
        return [
            (
                results[row["result"]],
                _figure(row["score"]),
                self.words.sentences([["item", *item] for item in row["items"]]),
            )
            for row in rows
        ]

    @property
    def department_notes(self) -> list[str]:
        """What of the departments did not fit."""
        stored = self.report["departments"]
        said = []
        if stored["is_dropped"]:
            said.append(_("The draft does not assess departments; their results are not compared."))
        if stored["is_new"]:
            said.append(
                _("The draft assesses departments, of which nothing was recorded; they are not computed.")
            )
        said += [
            _("%(what)s: %(records)s records of %(count)s departments are not counted.")
            % {
                "what": str(UNUSED.get(what, UNUSED["fact"])) % {"name": self._name(what, name, old=True)},
                "records": records,
                "count": departments,
            }
            for what, name, records, departments in stored["unused"]
        ]
        return said + [
            _("%(why)s: %(count)s departments cannot be computed.")
            % {"why": self.why(what, name), "count": departments}
            for what, name, departments in stored["left_out"]
        ]

    @property
    def notes(self) -> list[str]:
        """What the draft takes for granted, what it leaves aside, and scores given on another scale."""
        part, items = self.comparison.new_part, self.comparison.old_part.items
        said = [
            _(
                "“%(name)s” is new in the draft; nobody recorded it, the draft’s own value %(value)s counts for %(people)s people."
            )
            % {
                "name": part.facts[name].title.get(self.words.language),
                "value": trimmed(value),
                "people": people,
            }
            for name, value, people in self.report["assumed"]
        ]
        said += [
            _(
                "“%(name)s” was scored out of %(old)s and is out of %(new)s in the draft; the scores count as they were given."
            )
            % {
                "name": items[name].title.get(self.words.language),
                "old": trimmed(old),
                "new": trimmed(new),
            }
            for name, old, new in self.report["scales"]
        ]
        settings = self.comparison.version.settings
        return said + [
            _("The unit’s own setting “%(name)s” is unknown to the draft and not used.")
            % {"name": settings[name].title.get(self.words.language) if name in settings else name}
            for name in self.report["settings"]
        ]

    def _name(self, what: str, name: str, *, old: bool) -> str:
        """A name of the pack in words, by the version or by the draft first; a clause with its id."""
        if what == "category":
            return self.words.category(name)
        if what == "past_grade":
            return self.words.grade(name)
        if what == "entry":
            return f"{name} {self._title(what, name, old=old)}"
        return " ".join(self._title(what, word, old=old) for word in name.split())

    def _title(self, what: str, name: str, *, old: bool) -> str:
        found = next((known[name] for known in self._places(what, old=old) if name in known), None)
        if found is not None:
            return str(found.title.get(self.words.language))
        try:
            return period_title(PeriodKey.parse(name).key)
        except ValueError:
            return name

    def _places(self, what: str, *, old: bool) -> list[Any]:
        """Where the pack may name such a thing: of the two sides first the one that is asked."""
        side = self.comparison
        order = 1 if old else -1
        parts, schemes = [side.old_part, side.new_part][::order], [side.version, side.draft][::order]
        parts += [part.departments for part in parts if part.departments not in (None, part)]
        if what == "state":
            return [scheme.states for scheme in schemes]
        if what in ("heading", "answer"):
            asked = [part.asks for part in parts if part.asks is not None]
            named = [asks.headings if what == "heading" else asks.answers for asks in asked]
            return [{each.code: each for each in codes} for codes in named]
        if what == "journal_level":
            items = [item for part in parts for item in part.weekly_items.values()]
            return [{level.code: level for level in item.levels} for item in items]
        attributes = {
            "entry": ["clauses"],
            "fact": ["facts"],
            "fact_value": ["facts"],
            "department_fact": ["facts"],
        }.get(what, ["rating_items", "months", "items"])
        return [getattr(part, attribute) for part in parts for attribute in attributes]

    def changed(self, rows: Iterable[Mapping[str, Any]]) -> list[ChangedRow]:
        """Those of the stored rows with what was computed then; one statement for their results, one for decisions."""
        rows = list(rows)
        results = results_with_decisions([row["result"] for row in rows])
        return [self._changed(row, results[row["result"]]) for row in rows]

    def _changed(self, row: Mapping[str, Any], result: Any) -> ChangedRow:
        decided = next((each for each in result.decided.all() if each.is_active), None)
        return ChangedRow(
            result=result,
            category=self.words.category(result.category),
            score=(result.score, _figure(row["score"])),
            grade=(
                self.grade(result.status, result.grade),
                self.grade(row["status"], row["grade"]),
            ),
            bonus=(result.bonus, _figure(row["bonus"])),
            decided=self.words.grade(decided.grade) if decided else "",
            reasons=self.words.sentences(row["reasons"]),
        )

    def grade(self, status: str, grade: str | None) -> str:
        """A grade in words, that somebody is not assessed, or nothing."""
        if status == OUT_OF_SCOPE:
            return self.place(OUT_OF_SCOPE)
        return self.words.grade(grade)

    def absent(self, rows: Iterable[Any]) -> list[tuple[Any, list[str]]]:
        """People whom the draft cannot compute, with the reasons; two statements."""
        rows = list(rows)
        results = results_with_decisions([result for result, _reasons in rows])
        return [
            (results[result], [self.why(what, name) for what, name in reasons]) for result, reasons in rows
        ]


def results_with_decisions(ids: list[int]) -> dict[int, Any]:
    """Results by id, without facts, with what the leading group decided."""
    rows = Result.objects.people().filter(pk__in=ids).defer("facts", "standing").prefetch_related("decided")
    return {row.pk: row for row in rows}


def _cap(cap: list[Any] | None) -> dict[str, Any] | None:
    if cap is None:
        return None
    percent, base, seats, used = cap
    return {
        "percent": Decimal(percent),
        "base": base,
        "seats": seats,
        "used": used,
        "free": max(seats - used, 0),
        "over": max(used - seats, 0),
    }


def _spread(stored: list[Any]) -> dict[str, Any]:
    count, lowest, middle, highest = stored
    return {
        "count": count,
        "lowest": _figure(lowest),
        "median": _figure(middle),
        "highest": _figure(highest),
    }


def _figure(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
