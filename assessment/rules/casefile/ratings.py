"""The given scores of a case."""

from ..figures import plain
from ..scheme import Part
from ..subjects import Rating, Subject
from .values import Place

_KEYS = frozenset({"staff", "item", "rater", "score"})


class Ratings:
    """Reads the ratings of a case and remembers what was given, faulty or not."""

    def __init__(self, part: Part, people: dict[str, Subject]) -> None:
        self.part, self.people = part, people
        self.given: dict[str, set[str]] = {}
        self.read: dict[str, list[Rating]] = {}
        self._seen: set[tuple[str, str, str]] = set()

    def add(self, place: Place, ref: int) -> None:
        """One rating, at its place in the case."""
        place.only(_KEYS)
        person = self._person(place)
        item = self._item(place, person)
        rater = place.text("rater")
        score = place.figure("score")
        if score is not None and score < 0:
            place.fault("score", f"{plain(score)} is below 0")
            score = None
        if item is not None and score is not None:
            duties = person.duties if person is not None else ()
            if self.part.over_maximum(item, score, tuple(duties)):
                maximum = plain(self.part.maximum(item, tuple(duties)))
                place.fault("score", f"{plain(score)} is over the maximum {maximum} of {item}")
                score = None
        if person is None or item is None:
            return
        self.given.setdefault(person.id, set()).add(item)
        if rater is None:
            return
        if (person.id, item, rater) in self._seen:
            place.notes.add(place.path, f"{rater!r} rates {item} of {person.id!r} a second time")
            return
        self._seen.add((person.id, item, rater))
        if score is not None:
            self.read.setdefault(person.id, []).append(Rating(ref, item, rater, score))

    def _person(self, place: Place) -> Subject | None:
        name = place.data.get("staff")
        person = self.people.get(name) if isinstance(name, str) else None
        if person is None:
            place.fault("staff", f"there is no person {name!r}" if name else "the id of a person is required")
        return person

    def _item(self, place: Place, person: Subject | None) -> str | None:
        item = place.text("item")
        if item is None:
            return None
        if item not in self.part.rating_items:
            known = ", ".join(self.part.rating_items)
            place.fault("item", f"there is nothing to rate by the name {item!r}: {known}")
            return None
        if person is not None and self.part.is_duty(item) and item not in person.duties:
            place.fault("item", f"{person.id!r} has no duty {item!r}")
            return None
        return item
