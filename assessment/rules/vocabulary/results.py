"""From items to a result: totals, gates, grades, quotas and bonuses."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from assessment.rules.numbers import mean, plain, printed, round2
from assessment.rules.subjects import Answers, Json, Subject

from .base import Amount, CadenceName, Exact, Flag, Id, Percent, StateKind, Strict, Text, Titled, Whole, wrong
from .conditions import Condition, View
from .items import Values, addition, limited


class SettingName(Strict):
    """``{setting: name}``: the figure of a setting of the scheme."""

    setting: Id


def _figure_or_setting(value: Any) -> str:
    return "share:setting" if isinstance(value, dict | SettingName) else "share:figure"


def _figure(stated: Decimal | SettingName, settings: Mapping[str, Decimal]) -> Decimal:
    return settings[stated.setting] if isinstance(stated, SettingName) else stated


FigureOrSetting = Discriminator(_figure_or_setting)


class Term(Strict):
    """One item of a total with its weight."""

    item: Id
    weight: Exact = Decimal(1)


class TotalScore(Strict):
    """``kind: total``: a start and the weighted items, within bounds, rounded once at the end."""

    kind: Literal["total"]
    start: Annotated[
        Annotated[Exact, Tag("share:figure")] | Annotated[SettingName, Tag("share:setting")],
        FigureOrSetting,
    ] = Decimal(0)
    terms: Annotated[tuple[Term, ...], Field(min_length=1)]
    lowest: Exact | None = None
    highest: Exact | None = None

    def start_in(self, settings: Mapping[str, Decimal]) -> Decimal:
        """The figure the total starts from."""
        return self.start if isinstance(self.start, Decimal) else settings[self.start.setting]

    def value(self, values: Values, settings: Mapping[str, Decimal]) -> Decimal | None:
        """The score; None for someone to whom none of the items applies."""
        if not any(term.item in values for term in self.terms):
            return None
        return round2(limited(self._sum(values, settings), self.lowest, self.highest))

    def _sum(self, values: Values, settings: Mapping[str, Decimal]) -> Decimal:
        total = self.start_in(settings)
        for term in self.terms:
            if term.item in values:
                total += term.weight * values[term.item]
        return total

    def account(self, values: Values, settings: Mapping[str, Decimal]) -> Json:
        """The terms, the sum and the bound that cut it."""
        terms: list[Json] = []
        start = self.start_in(settings)
        if start:
            terms.append({"start": True, "product": printed(start)})
        for term in self.terms:
            if term.item in values:
                product = printed(term.weight * values[term.item])
                row = {"item": term.item, "value": str(values[term.item]), "product": product}
                terms.append(row if term.weight == 1 else row | {"weight": plain(term.weight)})
        total = self._sum(values, settings)
        account: Json = {"kind": self.kind, "terms": terms, "sum": printed(total)}
        account["arithmetic"] = addition([term["product"] for term in terms], round2(total))
        if limited(total, self.lowest, self.highest) != total:
            account["limited_to"] = str(self.value(values, settings))
        return account


class HistoryScore(Strict):
    """``kind: history_mean``: the mean of the earlier periods that have a score, exact, then rounded.

    ``maximum`` is the highest score a period can have; ``required`` makes a person without
    any scored period a fault.
    """

    kind: Literal["history_mean"]
    of: CadenceName
    maximum: Amount
    required: Flag = False

    def value(self, view: View) -> Decimal | None:
        scores = [past.score for past in view.subject.history if past.score is not None]
        return round2(mean(scores)) if scores else None

    def account(self, view: View) -> Json:
        """The periods that counted and their mean."""
        past = sorted(view.subject.history, key=lambda each: each.period)
        rows = [
            {"period": p.period, "score": None if p.score is None else plain(p.score), "grade": p.grade}
            for p in past
        ]
        scores = [p.score for p in past if p.score is not None]
        total = sum(scores, Decimal(0))
        account: Json = {"kind": self.kind, "of": self.of, "periods": rows}
        if scores:
            value = round2(mean(scores))
            account |= {"sum": printed(total), "count": len(scores)}
            account["arithmetic"] = f"{printed(total)} ÷ {len(scores)} = {value}"
        return account


class Answer(Strict):
    """An answer of a questionnaire, worth the figure of a setting."""

    code: Id
    title: Text
    setting: Id


class Heading(Strict):
    """A question of a questionnaire."""

    code: Id
    title: Text


class IndexScore(Strict):
    """``kind: index``: a questionnaire answered by groups of raters.

    The index of a group is the mean of what its valid answers are worth, over all headings
    together; the score is the mean of the groups' indices by their weights. A group without a
    valid answer is left out.
    """

    kind: Literal["index"]
    headings: Annotated[tuple[Heading, ...], Field(min_length=1)]
    answers: Annotated[tuple[Answer, ...], Field(min_length=2)]
    nothing_flag: Id
    """The flag of someone nobody answered about."""

    def counts(self, answers: Answers) -> dict[str, int]:
        """How often each answer was given, over all headings."""
        return {
            each.code: sum(
                answers.counts.get(heading.code, {}).get(each.code, 0) for heading in self.headings
            )
            for each in self.answers
        }

    def index(self, counts: Mapping[str, int], settings: Mapping[str, Decimal]) -> Decimal | None:
        """The index of a group, None without a valid answer."""
        valid = sum(counts.values())
        worth = sum((settings[each.setting] * counts[each.code] for each in self.answers), Decimal(0))
        return round2(Fraction(worth) / valid) if valid else None

    def indices(self, subject: Subject, settings: Mapping[str, Decimal]) -> dict[str, Decimal]:
        """The printed index of each group that answered, in the groups' order."""
        found = ((each.group, self.index(self.counts(each), settings)) for each in subject.answers)
        return {group: index for group, index in found if index is not None}

    def value(self, subject: Subject, indices: Mapping[str, Decimal]) -> Decimal | None:
        """The mean of the groups' indices by weight; None when nobody answered."""
        weights = {each.group: each.weight for each in subject.answers if each.group in indices}
        if not weights:
            return None
        total = sum((weights[group] * indices[group] for group in weights), Decimal(0))
        return round2(Fraction(total) / Fraction(sum(weights.values(), Decimal(0))))

    def shares(self, subject: Subject) -> Json:
        """The shares of the valid answers in percent, by group."""
        shares: Json = {}
        for each in subject.answers:
            counts = self.counts(each)
            valid = sum(counts.values())
            if valid:
                percents = {code: str(round2(Fraction(100 * n, valid))) for code, n in counts.items()}
                shares[each.group] = {**percents, "valid": valid}
        return shares

    def account(self, subject: Subject, settings: Mapping[str, Decimal]) -> Json:
        """Each group with its counts, index and weight, and the arithmetic of the mean."""
        indices = self.indices(subject, settings)
        groups = [
            {
                "group": each.group,
                "weight": plain(each.weight),
                "counts": self.counts(each),
                "index": str(indices[each.group]),
                "arithmetic": self._arithmetic(self.counts(each), settings, indices[each.group]),
            }
            for each in subject.answers
            if each.group in indices
        ]
        worth = {each.code: plain(settings[each.setting]) for each in self.answers}
        parts = " + ".join(f"{row['weight']} × {row['index']}" for row in groups)
        weights = plain(sum((each.weight for each in subject.answers if each.group in indices), Decimal(0)))
        arithmetic = f"({parts}) ÷ {weights} = {self.value(subject, indices)}"
        return {"kind": self.kind, "groups": groups, "worth": worth, "arithmetic": arithmetic}

    def _arithmetic(self, counts: dict[str, int], settings: Mapping[str, Decimal], index: Decimal) -> str:
        parts = " + ".join(f"{plain(settings[each.setting])} × {counts[each.code]}" for each in self.answers)
        return f"({parts}) ÷ {sum(counts.values())} = {index}"


Score = Annotated[TotalScore | HistoryScore | IndexScore, Field(discriminator="kind")]


class FixedPay(Strict):
    """``kind: fixed``: a fixed bonus, or nothing when a condition holds."""

    kind: Literal["fixed"]
    amount: Amount
    nothing_when: Condition | None = None

    def value(self, view: View) -> Decimal:
        if self.nothing_when is not None and self.nothing_when.holds(view):
            return round2(Decimal(0))
        return round2(self.amount)

    def account(self, view: View) -> Json:
        """The amount, and the condition that took it away."""
        account: Json = {"rule": self.kind, "amount": printed(self.amount)}
        lost = self.nothing_when.evidence(view) if self.nothing_when is not None else []
        return account | {"nothing_because": lost} if lost else account


class MonthlyPay(Strict):
    """``kind: per_month``: a share for each month whose first day lies before a state began."""

    kind: Literal["per_month"]
    amount: Amount
    months: Annotated[Whole, Field(gt=0)]
    before: StateKind

    def _count(self, view: View) -> int:
        begins = [s.first for s in view.states((self.before,), "begins_by_end")]
        months = view.period.parts("month") or (view.period,)
        return sum(month.first_day < min(begins) for month in months) if begins else 0

    def value(self, view: View) -> Decimal:
        return round2(Fraction(self.amount) / self.months * self._count(view))

    def account(self, view: View) -> Json:
        """The amount, its divisor and the number of months."""
        return {
            "rule": self.kind,
            "amount": printed(self.amount),
            "divided_by": self.months,
            "months": self._count(view),
        }


Pay = Annotated[FixedPay | MonthlyPay, Field(discriminator="kind")]


class OutOfScope(Strict):
    """The person is not assessed; ``bonus`` says what is paid nevertheless."""

    kind: Literal["out_of_scope"]
    bonus: Pay | None = None


class Decided(Strict):
    """The grade is unqualified, or undetermined, whatever the score; with ``score`` that is the score, too."""

    kind: Literal["unqualified", "undetermined"]
    score: Exact | None = None


class Ceiling(Strict):
    """The grade is at most this one."""

    kind: Literal["ceiling"]
    grade: Id


class BonusAs(Strict):
    """Someone with one grade is paid the bonus of another; the grade stays."""

    kind: Literal["bonus_as"]
    grade: Id
    paid_as: Id


class Listed(Strict):
    """The gate is listed with its flags; a table of rules may say what else follows."""

    kind: Literal["listed"]


Effect = Annotated[OutOfScope | Decided | Ceiling | BonusAs | Listed, Field(discriminator="kind")]


class Gate(Titled):
    """A condition with an effect, listed with the result whenever it holds."""

    when: Condition
    effect: Effect
    flags: tuple[Id, ...] = ()


class GradeBand(Strict):
    """Scores from this figure on have this grade; the last band takes the rest."""

    grade: Id
    at_least: Exact | None = None


class GradeRule(Titled):
    """A row of a table of rules: the first whose condition holds decides the grade.

    ``grade`` left out means that the leading group decides.
    """

    when: Condition | None = None
    grade: Id | None = None
    flags: tuple[Id, ...] = ()


class Quota(Strict):
    """At most so many percent of the base may have the grade; the rest drop to ``next``.

    ``spread: category`` (with ``of: unit``): the best of each category sit down first.
    ``round_up_from``: the fraction of a seat from which on it is a whole one; 1 cuts fractions off.
    """

    grade: Id
    percent: Annotated[
        Annotated[Percent, Tag("share:figure")] | Annotated[SettingName, Tag("share:setting")],
        FigureOrSetting,
    ]
    of: Literal["category", "unit"]
    next: Id
    spread: Literal["category"] | None = None
    minimum: Annotated[Whole, Field(ge=0)] = 0
    round_up_from: Annotated[
        Annotated[Amount, Tag("share:figure")] | Annotated[SettingName, Tag("share:setting")],
        FigureOrSetting,
    ] = Decimal(1)
    dropped_flags: tuple[Id, ...] = ()

    def percent_in(self, settings: Mapping[str, Decimal]) -> Decimal:
        return _figure(self.percent, settings)

    def seats(self, base: int, settings: Mapping[str, Decimal]) -> int:
        """Seats for a base of so many people: floor(percent × base ÷ 100), at least ``minimum``.

        In whole numbers: a percentage of many digits must not be rounded up to a further seat.
        A fraction of a seat is one only where the pack says from which size on.
        """
        share, whole = self.percent_in(settings).as_integer_ratio()
        seats, rest = divmod(share * base, whole * 100)
        if rest and Fraction(rest, whole * 100) >= Fraction(_figure(self.round_up_from, settings)):
            seats += 1
        return max(self.minimum, seats)


class Award(Strict):
    """So many of the highest scores get a flag; equal scores all or none."""

    flag: Id
    seats: Annotated[Whole, Field(ge=1)]


class Bonus(Strict):
    """What each grade is paid for the period, in yuan."""

    by_grade: dict[Id, Amount]
    title: Text

    @model_validator(mode="after")
    def _some_grade(self) -> "Bonus":
        if not self.by_grade:
            raise wrong("bonus_without_grade")
        return self
