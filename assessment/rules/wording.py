"""Names, figures and evidence of an explanation in words."""

from collections.abc import Sequence
from fractions import Fraction

from .description.keys import is_number
from .numbers import ending, printed, round2
from .scheme import Part, Scheme
from .sentences import words
from .subjects import Json
from .vocabulary.clauses import FindingClause


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
        """The scheme's title of a category; a free label where the scheme has none."""
        title = self.scheme.categories.get(code or "")
        return title.get(self.language) if title is not None else code or ""

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

    def exact(self, text: str) -> str:
        """An exact fraction for an arithmetic: a decimal where it ends, else ``13/3``."""
        value = Fraction(text)
        return text if ending(value) is None else printed(value)

    def number(self, clause: str) -> str:
        """The number of a clause with a space after it; nothing where the id is a word of the pack's own."""
        return f"{clause} " if is_number(clause) else ""

    def because(self, evidence: Sequence[Json]) -> str:
        """All the evidence in one phrase."""
        return self.words["and"].join(self.evidence(found) for found in evidence)

    def evidence(self, found: Json) -> str:
        """One fact, state, count, entry, score, earlier grade or gate that made a condition hold."""
        kind = found["kind"]
        if kind == "state":
            template = "state_ended" if found["last"] else "state"
            state = self.state(found["state"])
            return self.words[template].format(state=state, first=found["first"], last=found["last"])
        if kind == "count":
            bound = self._bound(found, self.words["times"])
            return self.words["count"].format(value=found["value"], bound=bound)
        if kind == "score":
            bound = self._bound(found, self.words["points"])
            return self.words["score_is"].format(value=found["value"], bound=bound)
        if kind == "gate":
            return self.gate(found["gate"])
        told = {"fact": self._fact, "facts": self._facts, "share": self._share, "entries": self._entries}
        return told.get(kind, self._past)(found)

    def _fact_words(self, name: str) -> tuple[str, str]:
        fact = self.part.facts[name]
        return fact.title.get(self.language), fact.unit.get(self.language)

    def _fact(self, found: Json) -> str:
        title, unit = self._fact_words(found["fact"])
        bound = self._bound(found, unit)
        return self.words["fact"].format(fact=title, value=found["value"], unit=unit, bound=bound)

    def _facts(self, found: Json) -> str:
        told, unit = [], ""
        for name, value in found["facts"].items():
            title, unit = self._fact_words(name)
            told.append(self.words["one_fact"].format(fact=title, value=value, unit=unit))
        values = {"facts": self.words["and"].join(told), "value": found["value"], "unit": unit}
        return self.words["facts"].format(bound=self._bound(found, unit), **values)

    def _share(self, found: Json) -> str:
        share, unit = self._fact_words(found["share"])
        of, of_unit = self._fact_words(found["of"])
        whole = Fraction(found["whole"])
        percent = self.fraction(str(Fraction(found["value"]) * 100 / whole)) if whole else ""
        return self.words["share_of" if whole else "share_of_nothing"].format(
            share=share,
            value=found["value"],
            unit=unit,
            of=of,
            whole=found["whole"],
            of_unit=of_unit,
            percent=self.percent(percent),
            bound=self._bound(found, "%"),
        )

    def _entries(self, found: Json) -> str:
        recorded = {row["clause"] for row in found["rows"]} or set(found["clauses"])
        names = [name for name in found["clauses"] if name in recorded]
        clauses = [self.part.clauses[name].title.get(self.language) for name in names]
        rows = [self._entry_row(row) for row in found["rows"]]
        template = "entries" if (found["is"], found["bound"]) != ("at_least", "1") else "entries_any"
        return self.words[template if rows else "entries_none"].format(
            clauses=self.words["and"].join(clauses),
            value=found["value"],
            bound=self._bound(found, self.words["times"]),
            rows=self.words["and"].join(rows),
        )

    def _entry_row(self, row: Json) -> str:
        number, clause = row.get("row"), self.part.clauses.get(row["clause"])
        listed = clause.row(number, self.language) if isinstance(clause, FindingClause) and number else ""
        template = "entry_row" if not number else "entry_row_listed" if listed else "entry_row_ref"
        return self.words[template].format(date=row["date"], row=number, listed=listed)

    def _bound(self, found: Json, unit: str) -> str:
        return self.words[found["is"]].format(bound=found["bound"], unit=unit)

    def _past(self, found: Json) -> str:
        periods = self.words["and"].join(found["periods"])
        scored = found["grade"] == "scored"
        grade = self.words["past_scored"] if scored else self.grade(found["grade"])
        template = found["kind"] if periods else f"{found['kind']}_none"
        return self.words[template].format(grade=grade, value=found.get("value"), periods=periods)
