"""Who tells an explanation: its scheme, its part and its language."""

from collections.abc import Iterable

from assessment.rules.periods import PeriodKey
from assessment.rules.scheme import Part, Scheme
from assessment.rules.sentences import of_departments, words
from assessment.rules.subjects import Json
from assessment.rules.wording import Wording

Section = Json


class Teller:
    """One explanation in one language."""

    def __init__(self, explanation: Json, scheme: Scheme, language: str) -> None:
        self.explanation, self.scheme, self.language = explanation, scheme, language
        self.whole: Part = scheme.part(PeriodKey.parse(explanation["period"]).cadence)
        self.part: Part = self.whole.of_kind(explanation["kind"])
        self.words = words(language)
        if explanation["kind"] == "department":
            self.words = of_departments(self.words)
        self.wording = Wording(scheme, self.part, language)

    def say(self, template: str, **values: object) -> str:
        """A template with its values filled in."""
        return self.words[template].format(**values).strip()

    def listed(self, phrases: Iterable[str]) -> str:
        """Phrases in a row."""
        return self.words["and"].join(phrases)

    def figure(self, text: str) -> str:
        return self.wording.figure(text)

    def fraction(self, text: str) -> str:
        return self.wording.fraction(text)

    def title(self, of: object) -> str:
        """The title of something of the pack."""
        return str(of.title.get(self.language))  # type: ignore[attr-defined]


def section(kind: str, name: str, title: str, value: str | None = None) -> Section:
    """A section without content yet."""
    return {"kind": kind, "id": name, "title": title, "value": value, "sentences": [], "lines": []}
