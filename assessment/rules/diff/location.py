"""Where in the schemes a difference lies, and how it is put into both languages."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from assessment.rules.description import Speaker, key_label
from assessment.rules.vocabulary.base import Strict, Text

from .change import LANGUAGES, Change, Voices
from .element_names import is_clause, name_of
from .words import word

Both = dict[str, str]
_SPACE_BEFORE_QUOTE = re.compile(r"(?<=[\u4e00-\u9fff]) 「")


@dataclass(frozen=True)
class SchemeLocation:
    """A place in both schemes: its path, what it is called, and the key that stands there."""

    voices: Voices
    path: str
    names: tuple[Both, ...] = ()
    last_key: str = ""

    @classmethod
    def root(cls, voices: Voices, path: str = "") -> "SchemeLocation":
        """The head, or a part."""
        return cls(voices, path)

    def key(self, key: str, written: str) -> "SchemeLocation":
        """The place of a key of the model here, as the pack writes it; the keys before the last one become part of the name."""
        names = self.names
        if self.last_key:
            names = (*names, {language: key_label(self.last_key, language) for language in LANGUAGES})
        path = f"{self.path}.{written}" if self.path else written
        return replace(self, path=path, last_key=key, names=names)

    def entry(self, key: str) -> "SchemeLocation":
        """The place of an entry of a mapping here."""
        label = self._both(
            lambda speaker: f"{self.label(speaker)} {word(speaker.short, 'quoted', words=speaker.name(key))}"
        )
        return replace(self, path=f"{self.path}.{key}", names=(*self.names, label), last_key="")

    def inside(self, model: Any, position: int, key: str | None) -> "SchemeLocation":
        """The place of a model in the list here; ``key`` tells the models apart, without one their numbers do."""
        named = self._both(lambda speaker: self._member(model, position, key, speaker))
        return replace(self, path=f"{self.path}[{position}]", names=(*self.names, named), last_key="")

    def _member(self, model: Any, position: int, key: str | None, speaker: Speaker) -> str:
        what = self.label(speaker)
        if key is None:
            return word(speaker.short, "numbered", what=what, number=position + 1)
        name = name_of(model, speaker, key)
        return name if is_clause(model) else _beside(what, name, speaker)

    # sentences

    def text(self, old: Text, new: Text) -> Change:
        """A text that reads otherwise; where one language stays, it tells that the other was changed."""
        said = {}
        for language in LANGUAGES:
            before, after = old.get(language), new.get(language)
            if before == after:
                other = new.en if language == "zh" else new.zh
                said[language] = word(language, "text_other", new=other, **self._where(language))
            else:
                said[language] = self._changed(language, before, after, quoted=True)
        return self._change("changed", said)

    def sentence(self, old: Any, new: Any) -> Change:
        """Two models by their sentences."""
        said = {}
        for language in LANGUAGES:
            before = self.voices.of(language, new=False).any(old)
            after = self.voices.of(language, new=True).any(new)
            said[language] = self._changed(language, before, after)
        return self._change("changed", said)

    def values(self, say: Callable[[Speaker, bool], str]) -> Change:
        """Two values, each put into words by ``say(speaker, is_new)``."""
        said = {}
        for language in LANGUAGES:
            before, after = (say(self.voices.of(language, new=new), new) for new in (False, True))
            said[language] = self._changed(language, before, after)
        return self._change("changed", said)

    def whole(self, old: Any, new: Any) -> Change:
        """A part, or an entry of a mapping, that is there in one scheme only."""
        kind, model = ("removed", old) if new is None else ("added", new)
        said = {}
        for language in LANGUAGES:
            name = self._name(language)
            if self.names:
                detail = self.voices.of(language, new=new is not None).any(model)
                name = word(language, "detail", name=name, said=detail)
            said[language] = word(language, f"{kind}_whole", name=name)
        return self._change(kind, said)

    def member(self, kind: str, model: Any, position: int, key: str | None) -> Change:
        """A model that was added to the list here, or removed from it."""
        said = {}
        for language in LANGUAGES:
            speaker = self.voices.of(language, new=kind == "added")
            name = name_of(model, speaker, key)
            detail = _told(model, speaker)
            if detail and detail != name:
                name = word(language, "detail", name=name, said=detail)
            said[language] = self._placed(language, kind, what=self.label(speaker), name=name)
        return replace(self, path=f"{self.path}[{position}]")._change(kind, said)

    def set_or_unset(self, old: Any, new: Any) -> Change:
        """A key that was left out on one side."""
        kind, value = ("unset", old) if new is None else ("set", new)
        said = {}
        for language in LANGUAGES:
            speaker = self.voices.of(language, new=new is not None)
            words = {"old" if new is None else "new": speaker.any(value)}
            where = {"place": self._name(language), "label": key_label(self.last_key, language)}
            said[language] = word(language, kind, **where, **words)
        return self._change("removed" if new is None else "added", said)

    def moved(self, say: Callable[[Speaker, bool], str]) -> Change:
        """The same members in another order."""
        said = {}
        for language in LANGUAGES:
            before, after = (say(self.voices.of(language, new=new), new) for new in (False, True))
            what = self.label(self.voices.of(language, new=True))
            said[language] = self._placed(language, "moved", what=what, old=before, new=after)
        return self._change("moved", said)

    # names

    def label(self, speaker: Speaker) -> str:
        """What the key that stands here is called."""
        return key_label(self.last_key, speaker.language)

    def _name(self, language: str) -> str:
        return " · ".join(each[language] for each in self.names) or self.voices.group.get(language)

    def _where(self, language: str) -> Both:
        label = key_label(self.last_key, language)
        return (
            {"place": self._name(language), "label": label} if self.names else {"place": label, "label": ""}
        )

    def _changed(self, language: str, old: str, new: str, *, quoted: bool = False) -> str:
        if quoted:
            old, new = (word(language, "quoted", words=words) for words in (old, new))
        where = self._where(language)
        template = "labelled" if self.last_key and where["label"] else "changed"
        return word(language, template, old=old, new=new, **where)

    def _placed(self, language: str, template: str, **words: str) -> str:
        if self.names:
            return word(language, f"{template}_in", place=self._name(language), **words)
        return word(language, template, **words)

    def _change(self, kind: str, said: Both) -> Change:
        zh = _SPACE_BEFORE_QUOTE.sub("「", said["zh"])
        return Change(
            self.voices.group, self.path, kind, Text(zh=zh, en=said["en"][0].upper() + said["en"][1:])
        )

    def _both(self, name: Callable[[Speaker], str]) -> Both:
        return {language: name(self.voices.of(language, new=True)) for language in LANGUAGES}


def _beside(what: str, name: str, speaker: Speaker) -> str:
    return f"{what}{name}" if speaker.is_chinese else f"{what} {name}"


def _told(model: Any, speaker: Speaker) -> str:
    """What somebody should know of something added or removed: its points, or what it says besides its title."""
    return speaker.details(model) if isinstance(model, Strict) and not isinstance(model, Text) else ""
