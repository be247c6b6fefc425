"""One change, and the two schemes that it is told from."""

from dataclasses import dataclass
from functools import cached_property

from assessment.rules.description import Speaker
from assessment.rules.scheme import Part, Scheme
from assessment.rules.subjects import Json
from assessment.rules.vocabulary.base import Text

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference in words. ``group`` is the title of the part it lies in, ``path`` its place in the pack.

    ``kind`` is ``added``, ``removed``, ``changed`` or ``moved``.
    """

    group: Text
    path: str
    kind: str
    sentence: Text

    def get(self, language: str) -> str:
        """The sentence in ``zh-hans`` or ``en``."""
        return self.sentence.get(language)

    def as_json(self) -> Json:
        """For storing with a version."""
        return {
            "group": {"zh": self.group.zh, "en": self.group.en},
            "path": self.path,
            "kind": self.kind,
            "zh": self.sentence.zh,
            "en": self.sentence.en,
        }


class Voices:
    """The old and the new scheme, speaking in both languages: of the head, a part, or the departments of a part."""

    def __init__(
        self, old: Scheme, new: Scheme, cadence: str | None = None, *, departments: bool = False
    ) -> None:
        self.old, self.new, self.cadence, self.departments = old, new, cadence, departments

    def of(self, language: str, *, new: bool) -> Speaker:
        """Who speaks for the old or the new scheme."""
        return self._all[language, new]

    @cached_property
    def _all(self) -> dict[tuple[str, bool], Speaker]:
        return {
            (language, new): Speaker(scheme, self._part(scheme), language)
            for language in LANGUAGES
            for new, scheme in ((False, self.old), (True, self.new))
        }

    def _part(self, scheme: Scheme) -> Part | None:
        part: Part | None = scheme.parts.get(self.cadence)  # type: ignore[call-overload]
        return part.departments if self.departments and part is not None else part

    @cached_property
    def group(self) -> Text:
        """The title under which the changes stand."""
        part = self._part(self.new) or self._part(self.old)
        return Text(zh="方案总则", en="The scheme as a whole") if part is None else part.title
