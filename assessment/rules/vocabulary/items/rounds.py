"""``kind: rounds``: raters vote by level, in rounds, where wanted by role."""

from collections.abc import Collection, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from assessment.rules.numbers import mean, plain, round2
from assessment.rules.subjects import Json, Rating
from assessment.rules.vocabulary.base import Amount, Id, Strict, Text, Whole
from assessment.rules.vocabulary.clauses import Level
from assessment.rules.vocabulary.conditions import View

from .base import OwnItem, RatingItem


class CodedLevel(Strict):
    """A code with its title."""

    code: Id
    title: Text


class RoundsItem(OwnItem):
    """The mean of the rounds. A round is worth the mean of its votes; with ``roles`` the sum of the roles' means.

    ``not_counted`` are answers that are no vote (abstentions). A role nobody of whom voted counts
    ``role_otherwise``; a round without a vote is missing.
    """

    kind: Literal["rounds"]
    rounds: Annotated[Whole, Field(ge=1, le=12)]
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    not_counted: tuple[CodedLevel, ...] = ()
    roles: tuple[CodedLevel, ...] = ()
    role_otherwise: Amount = Decimal(0)
    rated_by: Text

    @property
    def rating_items(self) -> tuple[RatingItem, ...]:
        return (RatingItem(id=self.id, title=self.title, rated_by=self.rated_by),)

    @cached_property
    def points(self) -> dict[str, Decimal]:
        """What a vote of a level is worth."""
        return {level.code: level.points for level in self.levels}

    @property
    def answers(self) -> tuple[str, ...]:
        """Everything a rater may answer."""
        return (*self.points, *(each.code for each in self.not_counted))

    def votes(self, view: View, number: int) -> list[Rating]:
        """The votes of a round that count."""
        return [
            rating
            for rating in view.subject.ratings
            if rating.item == self.id and rating.round == number and rating.level in self.points
        ]

    def lacking(self, view: View, rated: Collection[str]) -> Iterator[tuple[str, str]]:
        """A vote that counts in every round."""
        for number in range(1, self.rounds + 1):
            if f"{self.id}#{number}" not in rated:
                yield "rating", f"{self.id} {number}"

    def _mean(self, votes: list[Rating]) -> Fraction:
        return mean([self.points[vote.level] for vote in votes if vote.level is not None])

    def _round(self, view: View, number: int) -> Fraction:
        votes = self.votes(view, number)
        if not self.roles:
            return self._mean(votes)
        return sum((self._role(votes, role.code) for role in self.roles), Fraction(0))

    def _role(self, votes: list[Rating], role: str) -> Fraction:
        own = [vote for vote in votes if vote.role == role]
        return self._mean(own) if own else Fraction(self.role_otherwise)

    def value(self, view: View) -> Decimal:
        worth = [self._round(view, number) for number in range(1, self.rounds + 1)]
        return round2(sum(worth, Fraction(0)) / self.rounds)

    def account(self, view: View) -> Json:
        """Each round with its votes, and the mean of the rounds. Nobody can be told from it.

        Without roles a round tells how many votes each level has. With roles it tells the roles' means;
        a role of whom a single one voted is told together with another, and then not each by itself.
        """
        rounds = [self._account(view, number) for number in range(1, self.rounds + 1)]
        total = sum((self._round(view, number) for number in range(1, self.rounds + 1)), Fraction(0))
        return {"rounds": rounds, "by_role": bool(self.roles), "sum": str(total), "count": self.rounds}

    def _account(self, view: View, number: int) -> Json:
        votes = self.votes(view, number)
        row: Json = {"round": number, "n": len(votes), "value": str(self._round(view, number))}
        if self.roles:
            return row | {"roles": [self._group(votes, codes) for codes in self._told_together(votes)]}
        return row | {"votes": self._counts(votes)}

    def _told_together(self, votes: list[Rating]) -> list[tuple[str, ...]]:
        """The roles in groups of which nobody's vote can be read; those nobody voted of by themselves."""
        counts = {role.code: sum(vote.role == role.code for vote in votes) for role in self.roles}
        alone = [code for code, count in counts.items() if count == 1]
        others = sorted((code for code, count in counts.items() if count > 1), key=counts.__getitem__)
        if len(alone) == 1:
            alone += others[:1]
        told = [tuple(code for code in counts if code in alone)] if alone else []
        return told + [(code,) for code in counts if code not in alone]

    def _group(self, votes: list[Rating], codes: tuple[str, ...]) -> Json:
        value = sum((self._role(votes, code) for code in codes), Fraction(0))
        nobody = all(vote.role not in codes for vote in votes)
        return {"roles": list(codes), "value": str(value), "nobody": nobody}

    def _counts(self, votes: list[Rating]) -> list[Json]:
        """How many votes each level has; who gave which is nobody's business in an explanation."""
        return [
            {"level": level.code, "points": plain(level.points), "votes": count}
            for level in self.levels
            if (count := sum(vote.level == level.code for vote in votes))
        ]


__all__ = ["CodedLevel", "RoundsItem"]
