"""Faults of a pack in the reader's language: the core states them in English, here they are recognised and told again."""

import re
from collections.abc import Mapping
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

# The sentences of the core, braces where a name or a figure stands.
_SENTENCES = (
    _("this key is required"),
    _("`{key}` is not a key of this place"),
    _("a mapping is expected"),
    _("a list is expected"),
    _("a text is expected; write it in quotes if it looks like a number"),
    _("true or false is expected"),
    _("`kind` is expected here"),
    _("a text that is not empty is expected"),
    _("a name of letters, digits, points, hyphens and underscores is expected"),
    _("a list of at least {number} is expected"),
    _("a figure above {number} is expected"),
    _("a figure of at least {number} is expected"),
    _("a figure of at most {number} is expected"),
    _("expected one of: {words}"),
    _("a condition is expected: exactly one of {words}"),
    _("exactly one comparison is expected: at_least, more_than, at_most, less_than or equals"),
    _("a figure is expected, written without quotes"),
    _("a whole number is expected"),
    _("a date that exists is expected, written 2026-01-31"),
    _("`to` is expected on or after `from`"),
    _("a percentage is at most 100"),
    _("`month` is expected with `kind: day_of_year` and nowhere else"),
    _("a day of the month from 1 to 28 is expected"),
    _("either `days` or `working_days` is expected"),
    _("either `levels` or `kinds` is expected"),
    _("the bonus of at least one grade is expected"),
    _("not readable as YAML: {problem}"),
    _("a scheme is expected: a mapping with id, title, …"),
    _("anchors and aliases are not allowed; write the value out"),
    _("a plain key is expected"),
    _("a key is a text; write it in quotes: '{key}'"),
    _("the key `{key}` stands here a second time"),
    _("`{text}` is not allowed here; write figures with digits and a point"),
    _("there is no {what} `{name}`; there is: {words}"),
    _("`{name}` is given a second time"),
    _("`{name}` is rated a second time"),
    _("no clause belongs to the item `{name}`"),
    _("`{name}` is a key that entries have already"),
    _("a clause that counts once a period has neither matters nor attributes"),
    _("where rules decide the grade a gate is listed or a ceiling"),
    _("a listed gate has flags, or a rule or a later gate looks at it"),
    _("`{name}` is a clause of the people's part"),
    _("`{name}` is a level that counts"),
    _("a department has no states"),
    _("departments have no categories: `of: unit`"),
    _("departments have no categories"),
    _("`{name}` is a gate of the people's part"),
    _("a figure of a month is required where an item reads it"),
    _("a questionnaire about departments is the one about the people"),
    _("the part `{name}` assesses no departments"),
    _("a part whose score is a questionnaire has no `{key}`"),
    _("either bands or rules decide the grade, not both"),
    _("a grade without a score stands beside bands"),
    _("the order of the pack's own grades is expected, best first"),
    _("every band but the last states `at_least`"),
    _("a grade below the one of the band above is expected"),
    _("bands are expected from the highest down"),
    _("the last rule, and only it, has no `when`"),
    _("the grade `{name}` is capped a second time"),
    _("the quota of the next grade is expected below this one"),
    _("a grade below the quota's own is expected"),
    _("seats that are spread over the categories are seats of the unit: `of: unit`"),
    _("departments have items of {words}"),
    _("a share above the one before is expected"),
    _("tiers are expected from the highest down"),
    _("only departments have items that are carried over"),
    _("a clause of this kind is for the people of a part that assesses departments"),
    _("at least {number} is expected here"),
    _("the score is not known here; only gates in scope may look at it"),
    _("`rows` has as many texts as `refs` says"),
    _("either `otherwise` or `unless` says what holds without a rating"),
)

_NOTHING = _("nothing")
# What a name that leads nowhere should have been the name of.
_THINGS = {
    "item": _("item of the part"),
    "item above": _("item above this one"),
    "item of kind entries": _("item made of entries"),
    "item of kind given": _("item of given scores"),
    "item of the people": _("item of the people"),
    "fact": _("figure"),
    "fact of departments": _("figure of departments"),
    "figure of a month": _("monthly figure"),
    "state": _("state"),
    "flag": _("mark"),
    "setting": _("setting"),
    "part": _("part"),
    "grade": _("grade"),
    "grade of this part": _("grade of this part"),
    "earlier grade": _("grade of earlier periods"),
    "paid grade": _("grade with a bonus"),
    "gate tried before": _("condition tried before"),
    "clause for entries": _("clause for entries"),
}


@cache
def _patterns() -> list[tuple[re.Pattern[str], Promise]]:
    """Each sentence as it stands in the core, with what it is in the language of the reader."""
    with override("en"):
        return [(_pattern(str(sentence)), sentence) for sentence in _SENTENCES]


def _pattern(sentence: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\w+)\}", sentence)
    shaped = [f"(?P<{piece}>.*)" if odd % 2 else re.escape(piece) for odd, piece in enumerate(pieces)]
    return re.compile("".join(shaped), re.DOTALL)


def _listed(words: str) -> str:
    """Several words as Chinese lists them."""
    return "、".join(re.split(r", (?:or )?| or ", words)).replace("'", "")


def recognised(message: str) -> tuple[Promise, Mapping[str, str]] | None:
    """The sentence that a message of the core is, and what stands in its places; None for one that is not known."""
    for pattern, sentence in _patterns():
        if found := pattern.fullmatch(message):
            return sentence, found.groupdict()
    return None


def fault_text(message: str) -> str:
    """A message of the core in the active language; one that is not known stays English."""
    known = recognised(message)
    if known is None or (get_language() or "").startswith("en"):
        return message
    sentence, values = known
    told = {name: _listed(value) if name == "words" else value for name, value in values.items()}
    if "what" in told:
        told["what"] = str(_THINGS.get(told["what"], told["what"]))
    if told.get("words") == "none":
        told["words"] = str(_NOTHING)
    return str(sentence).format(**told)
