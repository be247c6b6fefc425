"""Who says it: one scheme, one of its parts, one language; names of things and the tables of sentences by kind."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from assessment.rules.numbers import plain
from assessment.rules.scheme import Part, Scheme
from assessment.rules.sentences import of_departments
from assessment.rules.vocabulary.base import Strict, Text
from assessment.rules.vocabulary.clauses import signed

from .keys import key_label, value_label
from .templates import templates

Sentence = Callable[["Speaker", Any], str]
AnySentence = TypeVar("AnySentence", bound=Callable[..., str])


@dataclass(frozen=True, slots=True)
class Said:
    """The sentence of a kind, the keys of the pack that it tells, and whether a change is told by the whole of it."""

    sentence: Sentence
    covers: frozenset[str]
    whole: bool


_SENTENCES: dict[type, Said] = {}


def says(model: type, covers: str, *, whole: bool = False) -> Callable[[AnySentence], AnySentence]:
    """Register the sentence of a kind; ``covers`` names the keys it tells, the others are told after it by label."""

    def register(sentence: AnySentence) -> AnySentence:
        _SENTENCES[model] = Said(sentence, frozenset(covers.split()), whole)
        return sentence

    return register


def sentence_of(model: Any) -> Said | None:
    """The sentence that a model has of its own; None for kinds that are told by their labels alone."""
    return _SENTENCES.get(type(model))


class Speaker:
    """Says what a scheme says, in ``zh-hans`` (any Chinese) or ``en`` (anything else).

    ``settings`` are the figures that a unit set for itself.
    """

    def __init__(
        self, scheme: Scheme, part: Part | None, language: str, settings: Mapping[str, Decimal] | None = None
    ) -> None:
        self.scheme, self.part, self.language = scheme, part, language
        self.figures = scheme.figures() | dict(settings or {})
        self.templates = templates(language)
        if part is not None and part.of_departments:
            self.templates = of_departments(self.templates)
        self.is_chinese = language.startswith("zh")
        self.short = "zh" if self.is_chinese else "en"

    # names

    def text(self, text: Text | None) -> str:
        """A text of the pack; empty where there is none."""
        return "" if text is None else text.get(self.language)

    def grade(self, code: str) -> str:
        """The scheme's title of a grade."""
        return self._titled(self.scheme.grades, code)

    def state(self, kind: str) -> str:
        """The scheme's title of a kind of state."""
        known = self.scheme.states.get(kind)
        return kind if known is None else self.text(known.title)

    def flag(self, code: str) -> str:
        """The scheme's title of a mark."""
        return self._titled(self.scheme.flags, code)

    def item(self, name: str) -> str:
        """The title of an item of this part, quoted."""
        return self.quoted(self.of_part("items", name))

    def gate(self, name: str) -> str:
        """The title of a gate of this part, quoted."""
        return self.quoted(self.of_part("gates", name))

    def fact(self, name: str) -> tuple[str, str]:
        """Title and unit of a figure of this part."""
        for table in ("facts", "months"):
            known = getattr(self.part, table, {}).get(name)
            if known is not None:
                return self.text(known.title), self.text(known.unit)
        return self.name(name), ""

    def of_part(self, table: str, name: str) -> str:
        """The title of something that a table of this part holds, the name itself where it does not."""
        known = getattr(self.part, table, {}).get(name)
        return name if known is None else self.text(known.title)

    def name(self, value: str) -> str:
        """What a word of the pack stands for: a title of something in this part or scheme, a fixed value, or itself."""
        tables: Iterable[Any] = (
            *(getattr(self.part, table, {}) for table in ("facts", "months", "items", "clauses", "gates")),
            getattr(self.part, "rating_items", {}),
            *(self.scheme.settings, self.scheme.states, self.scheme.grades),
            *(self.scheme.flags, self.scheme.categories),
        )
        for table in tables:
            known = table.get(value)
            if known is not None:
                return self.text(getattr(known, "title", known))
        for table in _titled_lists(self.scheme):
            if value in table:
                return self.text(table[value])
        return value_label(value, self.language)

    def _titled(self, table: Mapping[str, Text], code: str) -> str:
        known = table.get(code)
        return value_label(code, self.language) if known is None else self.text(known)

    # ways of saying

    def quoted(self, words: str) -> str:
        """The words in the quotation marks of the language."""
        return f"「{words}」" if self.is_chinese else f"“{words}”"

    def say(self, template: str, /, **words: Any) -> str:
        """One sentence of the table, filled in."""
        return self.templates[template].format(**words)

    def joined(self, parts: Iterable[str], by: str = "list") -> str:
        """Parts one after the other: ``list`` 、, ``clauses`` ；, ``and`` 且, ``or`` 或."""
        return self.templates[f"join_{by}"].join(part for part in parts if part)

    def figure(self, value: Decimal | int) -> str:
        """A figure without needless zeros, with the typographic minus."""
        return plain(Decimal(value)).replace("-", "−")

    def signed(self, value: Decimal) -> str:
        """A figure with its sign."""
        return signed(value)

    def money(self, value: Decimal) -> str:
        """An amount in yuan."""
        return self.say("yuan", amount=self.figure(value))

    def day(self, value: date) -> str:
        """A date."""
        return value.isoformat()

    def setting(self, name: str, value: str) -> str:
        """The figure that a setting has, with its title."""
        return self.say("setting", value=value, setting=self.text(self.scheme.settings[name].title))

    def sentences(self, said: Iterable[str]) -> str:
        """Whole sentences one after the other."""
        return ("" if self.is_chinese else " ").join(each for each in said if each)

    def limits(self, model: Any) -> str:
        """The lowest and highest value of something, empty without any."""
        lowest, highest = getattr(model, "lowest", None), getattr(model, "highest", None)
        said = []
        if lowest is not None:
            said.append(self.say("lowest", value=self.figure(lowest)))
        if highest is not None:
            said.append(self.say("highest", value=self.figure(highest)))
        return self.joined(said)

    def any(self, value: Any) -> str:
        """Anything at all: a model in its own sentence, and by the labels of the keys that the sentence does not tell."""
        if isinstance(value, Text):
            return self.text(value)
        if isinstance(value, Strict):
            return self._model(value)
        if isinstance(value, tuple | list | frozenset | set):
            return self.joined(self._inner(each) for each in value)
        if isinstance(value, Mapping):
            return self.joined(f"{self.name(str(key))} {self.any(each)}" for key, each in value.items())
        return self.scalar(value)

    def scalar(self, value: Any) -> str:
        """A single value in words."""
        if isinstance(value, bool) or value is None:
            return value_label(str(value), self.language)
        if isinstance(value, Decimal | int):
            return self.figure(value)
        if isinstance(value, date):
            return self.day(value)
        return self.name(str(value))

    def details(self, model: Strict) -> str:
        """What a model says besides its title."""
        return self._model(model, {"title"})

    def _model(self, model: Strict, skip: Iterable[str] = ()) -> str:
        if hasattr(model, "points_text"):
            return str(model.points_text(self.language))
        known = sentence_of(model)
        own = "" if known is None else known.sentence(self, model)
        return self.joined((own, *self._labelled(model, known, set(skip))), "clauses")

    def _labelled(self, model: Strict, known: Said | None, skip: set[str]) -> Iterable[str]:
        """The keys that the sentence does not tell, as far as they differ from what holds by default."""
        told = {"id", "kind"} | skip if known is None else {"id", "kind", "title"} | known.covers
        for key, field in type(model).model_fields.items():
            value = getattr(model, key)
            if key in told or value in ((), {}) or (not field.is_required() and value == field.default):
                continue
            yield self.say("labelled", label=key_label(key, self.language), value=self.under(key, value))

    def under(self, key: str, value: Any) -> str:
        """A value as it is written under its key: a percentage with its sign, points with theirs."""
        if key == "percent" and isinstance(value, Decimal):
            return self.say("percent", value=self.figure(value))
        if key == "percent" and (name := getattr(value, "setting", None)) is not None:
            return self.setting(name, self.say("percent", value=self.figure(self.figures[name])))
        return self.signed(value) if isinstance(value, Decimal) and key == "points" else self.any(value)

    def _inner(self, value: Any) -> str:
        said = self.any(value)
        return self.say("brackets", inner=said) if isinstance(value, Strict) else said


def _titled_lists(scheme: Scheme) -> Iterable[Mapping[str, Text]]:
    """Titles of what the head of a pack lists by a code or an id, whatever it is called."""
    for _key, value in scheme.model:
        if isinstance(value, tuple):
            yield {
                str(name): each.title
                for each in value
                if (name := getattr(each, "code", None) or getattr(each, "id", None))
                and isinstance(getattr(each, "title", None), Text)
            }
