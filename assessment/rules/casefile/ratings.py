"""The ratings of a case: scores, and votes by level in rounds."""

from decimal import Decimal
from typing import NamedTuple

from assessment.rules.numbers import plain
from assessment.rules.scheme import Part
from assessment.rules.subjects import Rating, Subject
from assessment.rules.vocabulary.items import RoundsItem

from .roster import SUBJECT_KEYS, Named, Roll, parts_of
from .values import JsonLocation

_SCORE_KEYS = frozenset({"score"})
_VOTE_KEYS = frozenset({"level", "round"})


class _Rated(NamedTuple):
    """What a rating is about: the part that knows the item, the item, and its rounds where it is voted on."""

    part: Part
    item: str
    votes: RoundsItem | None


class Ratings:
    """Reads the ratings of a case and remembers what was given, faulty or not."""

    def __init__(self, part: Part, roll: Roll, subjects: dict[Named, Subject]) -> None:
        self.part, self.roll, self.subjects = part, roll, subjects
        self.given: dict[Named, set[str]] = {}
        self.read: dict[Named, list[Rating]] = {}
        self._seen: set[tuple[Named, str, str, str | None, int | None]] = set()

    def add(self, place: JsonLocation, ref: int) -> None:
        """One rating, at its place in the case."""
        before = len(place.notes)
        named = self.roll.named(place)
        rated = self._rated(place)
        self._keys(place, rated)
        rater = place.text("rater")
        if rated is not None and named is not None and self._has_no_duty(place, rated, named):
            rated = None
        if rated is None:
            if "score" in place.data or not any(part.rounds_items for part in self._parts):
                self._score(place, None, named)
            return
        rating = Rating(ref, rated.item, rater or "", None)
        if rated.votes is None:
            rating.score = self._score(place, rated, named)
        else:
            self._vote(place, rated.votes, rating)
        if named is None:
            return
        faulty = len(place.notes) > before
        self._give(named, rated, rating, faulty)
        if self._again(place, named, rating, rated) or faulty:
            return
        self.read.setdefault(named, []).append(rating)

    def _rated(self, place: JsonLocation) -> _Rated | None:
        item = place.text("item")
        if item is None:
            return None
        parts = parts_of(place, self.part)
        for part in parts:
            if item in part.rating_items:
                return _Rated(part, item, part.rounds_items.get(item))
        known = tuple(name for part in parts for name in part.rating_items)
        place.fault("item", "nothing_to_rate", name=item, known=known)
        return None

    def _has_no_duty(self, place: JsonLocation, rated: _Rated, named: Named) -> bool:
        if not rated.part.is_duty(rated.item) or rated.item in self.subjects[named].duties:
            return False
        place.fault("item", "has_no_duty", name=named[1], duty=rated.item)
        return True

    def _keys(self, place: JsonLocation, rated: _Rated | None) -> None:
        """Keys the item does not use are faults; with an unknown item only keys nobody uses."""
        if rated is None:
            used = frozenset().union(
                *(_keys_of(part, name) for part in self._parts for name in part.rating_items)
            )
        else:
            used = _keys_of(rated.part, rated.item)
        for key in place.data:
            if key not in used and key not in ("item", "rater") and key not in SUBJECT_KEYS:
                known = key in _SCORE_KEYS | _VOTE_KEYS or key == "role"
                place.fault(key, "key_not_of_item" if known else "unknown_key")

    @property
    def _parts(self) -> list[Part]:
        return [self.part, *([self.part.departments] if self.part.departments is not None else [])]

    def _score(self, place: JsonLocation, rated: _Rated | None, named: Named | None) -> Decimal | None:
        score = place.figure("score")
        if score is None:
            return None
        if score < 0:
            place.fault("score", "below", figure=plain(score), bound="0")
        elif rated is not None:
            duties = tuple(self.subjects[named].duties) if named is not None else ()
            if rated.part.over_maximum(rated.item, score, duties):
                maximum = plain(rated.part.maximum(rated.item, duties))
                place.fault("score", "over_maximum_of", figure=plain(score), bound=maximum, item=rated.item)
        return score

    def _vote(self, place: JsonLocation, votes: RoundsItem, rating: Rating) -> None:
        rating.round = place.whole("round", lowest=1, highest=votes.rounds)
        rating.level = place.code("level", votes.answers)
        if votes.roles:
            rating.role = place.code("role", [role.code for role in votes.roles])

    def _give(self, named: Named, rated: _Rated, rating: Rating, faulty: bool) -> None:
        """What counts as given: a faulty rating does, in every round where its own cannot be read."""
        given = self.given.setdefault(named, set())
        if rated.votes is None:
            given.add(rated.item)
        elif faulty or rating.level in rated.votes.points:
            rounds = range(1, rated.votes.rounds + 1) if rating.round is None else (rating.round,)
            given.update(f"{rated.item}#{number}" for number in rounds)

    def _again(self, place: JsonLocation, named: Named, rating: Rating, rated: _Rated) -> bool:
        """Whether this rater rated so before; what cannot be read is not compared."""
        unread = rated.votes is not None and (
            rating.round is None or (rating.role is None and bool(rated.votes.roles))
        )
        if not rating.rater or unread:
            return False
        key = (named, rating.item, rating.rater, rating.role, rating.round)
        if key in self._seen:
            place.notes.fault(place.path, "rated_twice", rater=rating.rater, item=rating.item, name=named[1])
            return True
        self._seen.add(key)
        return False


def _keys_of(part: Part, item: str) -> frozenset[str]:
    votes = part.rounds_items.get(item)
    if votes is None:
        return _SCORE_KEYS
    return _VOTE_KEYS | {"role"} if votes.roles else _VOTE_KEYS
