"""Item kinds: how one printed subtotal comes about.

An item says which other items it needs (``needs``), whether it has to wait for the group
(``of_group``), what it is worth (``value``) and how that came about (``account``).
``value`` returns :data:`ABSENT` for an item that does not apply to the person.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from ..figures import mean, plain, printed, round2
from ..subjects import Json, Rating
from .base import Amount, Exact, Flag, Id, Percent, Strict, Text, Titled
from .clauses import AnyClause
from .conditions import Condition, View

ABSENT = None
Values = dict[str, Decimal]


class RatingItem(Strict):
    """What a rater scores: a duty of a given-score item, or an item of its own."""

    id: Id
    title: Text
    rated_by: Text


def limited(value: Decimal, lowest: Decimal | None, highest: Decimal | None) -> Decimal:
    """The value kept within its bounds, where there are any."""
    if lowest is not None and value < lowest:
        return lowest
    if highest is not None and value > highest:
        return highest
    return value


class _Item(Titled):
    of_group: ClassVar[bool] = False

    @property
    def needs(self) -> tuple[str, ...]:
        return ()

    @property
    def rating_items(self) -> tuple[RatingItem, ...]:
        return ()


class EntriesItem(_Item):
    """``kind: entries``: the signed sum of the entries on the item's clauses, within bounds."""

    kind: Literal["entries"]
    lowest: Exact | None = None
    highest: Exact | None = None

    def settle(self, total: Decimal) -> Decimal:
        """The printed value of the sum of all effects."""
        return round2(limited(total, self.lowest, self.highest))

    def account(self, view: View, clauses: Mapping[str, AnyClause]) -> Json:
        """Each entry with its effect, the sum and the bound that cut it."""
        mine = [e for e in view.subject.entries if clauses[e.clause].item == self.id]
        rows: list[Json] = []
        total = Decimal(0)
        for clause_id in sorted({entry.clause for entry in mine}):
            clause = clauses[clause_id]
            group = sorted((e for e in mine if e.clause == clause_id), key=lambda e: (e.date, str(e.ref)))
            counted = clause.total(group)
            total += counted
            for number, entry in enumerate(group):
                repeated = clause.once_per_period and number > 0
                effect = Decimal(0) if repeated else clause.effect(entry)
                rows.append(_entry_row(entry, clause, effect, repeated))
        value = self.settle(total)
        account: Json = {"entries": rows, "sum": printed(total)}
        if round2(total) != value:
            account["limited_to"] = printed(value)
        return account


def _entry_row(entry: object, clause: AnyClause, effect: Decimal, repeated: bool) -> Json:
    row: Json = {
        "ref": getattr(entry, "ref", None),
        "clause": clause.id,
        "date": getattr(entry, "date").isoformat(),  # noqa: B009
        "effect": printed(effect),
    }
    if clause.kind == "per_count":
        row |= {"count": plain(getattr(entry, "count")), "points": plain(clause.points)}  # noqa: B009
    if repeated:
        row["counted_already"] = True
    return row


class Substitute(Strict):
    """Another maximum when the person has no duty of a second item."""

    item: Id
    maximum: Amount


class GivenItem(_Item):
    """``kind: given``: scores given for the person's duties, which share the maximum equally.

    Several raters of one duty: their mean. ``required`` asks for at least one duty of the
    item; without it the item is absent for people who have none.
    """

    kind: Literal["given"]
    maximum: Amount
    maximum_without: Substitute | None = None
    required: Flag = False
    duties: Annotated[tuple[RatingItem, ...], Field(min_length=1)]

    @property
    def rating_items(self) -> tuple[RatingItem, ...]:
        return self.duties

    def duties_of(self, duties: Sequence[str]) -> list[str]:
        """The person's duties that belong to this item, in the scheme's order."""
        return [duty.id for duty in self.duties if duty.id in duties]

    def whole_maximum(self, duties: Sequence[str], others: Mapping[str, "GivenItem"]) -> Decimal:
        """The maximum of the item for a person with these duties."""
        other = self.maximum_without
        if other is not None and not others[other.item].duties_of(duties):
            return other.maximum
        return self.maximum

    def share(self, duties: Sequence[str], others: Mapping[str, "GivenItem"]) -> Fraction:
        """The maximum of one of the person's duties, exact."""
        count = len(self.duties_of(duties)) or 1
        return Fraction(self.whole_maximum(duties, others)) / count

    def value(self, view: View, ratings: Mapping[str, list[Decimal]]) -> Decimal | None:
        duties = self.duties_of(view.subject.duties)
        if not duties:
            return ABSENT
        if len(duties) == 1 and len(ratings[duties[0]]) == 1:
            return round2(ratings[duties[0]][0])
        return round2(sum((mean(ratings[duty]) for duty in duties), Fraction(0)))

    def account(self, view: View, others: Mapping[str, "GivenItem"]) -> Json:
        """Each duty with its maximum, the scores of its raters and their mean."""
        rows = []
        for duty in self.duties_of(view.subject.duties):
            given = rating_rows(view.subject.ratings, duty)
            average = mean([Decimal(row["score"]) for row in given])
            rows.append(
                {
                    "duty": duty,
                    "maximum": printed(self.share(view.subject.duties, others)),
                    "ratings": given,
                    "mean": str(average),
                }
            )
        return {"duties": rows, "maximum": printed(self.whole_maximum(view.subject.duties, others))}


def rating_rows(ratings: Sequence[Rating], item: str) -> list[Json]:
    """The ratings on one item, by rater."""
    found = [r for r in ratings if r.item == item and r.score is not None]
    return [
        {"ref": r.ref, "rater": r.rater, "score": plain(r.score)}
        for r in sorted(found, key=lambda r: (r.rater, str(r.ref)))
        if r.score is not None
    ]


class PerFact(Strict):
    """So many points for each unit of a fact."""

    fact: Id
    points: Exact


class TallyItem(_Item):
    """``kind: tally``: a start, so many points for each unit of the facts, bounds, and nothing in bad cases."""

    kind: Literal["tally"]
    start: Exact
    each: Annotated[tuple[PerFact, ...], Field(min_length=1)]
    lowest: Exact | None = None
    highest: Exact | None = None
    zero_when: Condition | None = None

    def value(self, view: View) -> Decimal:
        if self.zero_when is not None and self.zero_when.holds(view):
            return round2(Decimal(0))
        return round2(limited(self._sum(view), self.lowest, self.highest))

    def _sum(self, view: View) -> Decimal:
        return sum((each.points * view.fact(each.fact) for each in self.each), self.start)

    def account(self, view: View) -> Json:
        """The facts with their effect, the sum, the bound that cut it and why it is nothing."""
        rows = [
            {
                "fact": each.fact,
                "value": plain(view.fact(each.fact)),
                "points": plain(each.points),
                "effect": printed(each.points * view.fact(each.fact)),
            }
            for each in self.each
        ]
        total = self._sum(view)
        account: Json = {"start": printed(self.start), "facts": rows, "sum": printed(total)}
        zero = self.zero_when.evidence(view) if self.zero_when is not None else []
        if zero:
            account["zero_because"] = zero
        elif limited(total, self.lowest, self.highest) != total:
            account["limited_to"] = printed(self.value(view))
        return account


class SumItem(_Item):
    """``kind: sum``: the sum of other printed items; those that do not apply are left out."""

    kind: Literal["sum"]
    items: Annotated[tuple[Id, ...], Field(min_length=1)]

    @property
    def needs(self) -> tuple[str, ...]:
        return self.items

    def value(self, values: Values) -> Decimal:
        return round2(sum((values[item] for item in self.items if item in values), Decimal(0)))

    def account(self, values: Values) -> Json:
        """The items that were added."""
        terms = [{"item": item, "value": str(values[item])} for item in self.items if item in values]
        return {
            "terms": terms,
            "arithmetic": _addition([term["value"] for term in terms], self.value(values)),
        }


def _addition(terms: Sequence[str], total: Decimal) -> str:
    """``59.40 + 32.00 = 91.40``, signs of negative terms drawn into the sum."""
    text = ""
    for term in terms:
        sign, figure = ("−", term[1:]) if term.startswith("-") else ("+", term)
        text += f" {sign} {figure}" if text else (f"−{figure}" if sign == "−" else figure)
    return f"{text or '0.00'} = {str(total).replace('-', '−')}"


addition = _addition


class Band(Strict):
    """Ranks up to this share of the group have this value."""

    percent: Percent
    value: Exact


class RankItem(_Item):
    """``kind: rank_bands``: the raters' mean is ranked within the category; the rank's share gives the value."""

    of_group: ClassVar[bool] = True

    kind: Literal["rank_bands"]
    maximum: Amount
    rated_by: Text
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]
    otherwise: Exact

    @property
    def rating_items(self) -> tuple[RatingItem, ...]:
        return (RatingItem(id=self.id, title=self.title, rated_by=self.rated_by),)

    def band(self, rank: int, size: int) -> Band | None:
        """The first band that a rank in a group of this size still reaches, None when it reaches none."""
        return next((band for band in self.bands if rank * 100 <= band.percent * size), None)

    def value(self, standing: Json) -> Decimal:
        band = self.band(standing["rank"], standing["n"])
        return round2(self.otherwise if band is None else band.value)

    def account(self, view: View, standing: Json) -> Json:
        """The raters' scores, their exact mean, the rank and the share it was held against."""
        rank, size = standing["rank"], standing["n"]
        band = self.band(rank, size)
        return {
            "ratings": rating_rows(view.subject.ratings, self.id),
            "mean": standing["mean"],
            "category": standing["category"],
            "rank": rank,
            "n": size,
            "share": printed(Fraction(rank * 100, size)),
            "band": None if band is None else plain(band.percent),
            "bands": [{"percent": plain(b.percent), "value": printed(b.value)} for b in self.bands],
            "otherwise": printed(self.otherwise),
        }


Item = Annotated[
    EntriesItem | GivenItem | TallyItem | SumItem | RankItem,
    Field(discriminator="kind"),
]
AnyItem = EntriesItem | GivenItem | TallyItem | SumItem | RankItem
