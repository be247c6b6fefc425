"""Names, figures and evidence of an explanation in words."""

from collections.abc import Sequence
from fractions import Fraction

from .figures import round2
from .scheme import Part, Scheme
from .sentences import words
from .subjects import Json


class Wording:
    """The words of one scheme's part in one language."""

    def __init__(self, scheme: Scheme, part: Part, language: str) -> None:
        self.scheme, self.part, self.language = scheme, part, language
        self.words = words(language)

    def grade(self, code: str | None) -> str:
        """The scheme's title of a grade."""
        title = self.scheme.grades.get(code or "")
        return title.get(self.language) if title is not None else ""

    def category(self, code: str | None) -> str:
        title = self.scheme.categories.get(code or "")
        return title.get(self.language) if title is not None else ""

    def flag(self, code: str) -> str:
        return self.scheme.flags[code].get(self.language)

    def gate(self, name: str) -> str:
        return self.part.gates[name].title.get(self.language)

    def state(self, kind: str) -> str:
        return self.scheme.states[kind].title.get(self.language)

    def figure(self, text: str) -> str:
        """A figure with the typographic minus."""
        return text.replace("-", "−")

    def percent(self, text: str) -> str:
        """A percentage without needless zeros."""
        return text.rstrip("0").rstrip(".") if "." in text else text

    def fraction(self, text: str) -> str:
        """An exact fraction as a figure of two decimals, marked when it is rounded."""
        value = Fraction(text)
        rounded = round2(value)
        return str(rounded) if Fraction(rounded) == value else f"≈ {rounded}"

    def because(self, evidence: Sequence[Json]) -> str:
        """All the evidence in one phrase."""
        return self.words["and"].join(self.evidence(found) for found in evidence)

    def evidence(self, found: Json) -> str:
        """One fact, state, count, earlier grade or gate that made a condition hold."""
        kind = found["kind"]
        if kind == "fact":
            return self._fact(found)
        if kind == "state":
            template = "state_ended" if found["last"] else "state"
            state = self.state(found["state"])
            return self.words[template].format(state=state, first=found["first"], last=found["last"])
        if kind == "count":
            bound = self._bound(found, self.words["times"])
            return self.words["count"].format(value=found["value"], bound=bound)
        if kind == "gate":
            return self.gate(found["gate"])
        return self._past(found)

    def _fact(self, found: Json) -> str:
        fact = self.part.facts[found["fact"]]
        unit = fact.unit.get(self.language)
        title, bound = fact.title.get(self.language), self._bound(found, unit)
        return self.words["fact"].format(fact=title, value=found["value"], unit=unit, bound=bound)

    def _bound(self, found: Json, unit: str) -> str:
        return self.words[found["is"]].format(bound=found["bound"], unit=unit)

    def _past(self, found: Json) -> str:
        periods = self.words["and"].join(found["periods"])
        scored = found["grade"] == "scored"
        grade = self.words["past_scored"] if scored else self.grade(found["grade"])
        template = found["kind"] if periods else f"{found['kind']}_none"
        return self.words[template].format(grade=grade, value=found.get("value"), periods=periods)
