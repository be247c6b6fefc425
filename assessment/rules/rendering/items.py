"""The section of an item, whatever its kind."""

from collections.abc import Callable, Mapping
from decimal import Decimal, localcontext

from assessment.rules.numbers import EXACT
from assessment.rules.periods import PeriodKey
from assessment.rules.scheme import Scheme
from assessment.rules.subjects import Json, Subject
from assessment.rules.vocabulary.conditions import View
from assessment.rules.vocabulary.items import OwnItem

from . import entries, figures, rated, votes
from .teller import Section, Teller, section


def item(teller: Teller, each: Json) -> Section:
    """How the printed value of one item came about."""
    made = section("item", each["item"], teller.title(teller.part.items[each["item"]]), each["value"])
    _KINDS[each["kind"]](teller, each, made)
    return made


def told_so_far(
    scheme: Scheme, period: PeriodKey, subject: Subject, values: Mapping[str, Decimal], language: str
) -> dict[str, Section]:
    """Sections of the items that follow from the subject's own figures, votes and journals, as far as they have values."""
    teller = Teller({"period": period.key, "kind": subject.kind}, scheme, language)
    view = View(subject, period, teller.part.defaults)
    sections = {}
    with localcontext(EXACT):
        for each in teller.part.items.values():
            if isinstance(each, OwnItem) and each.id in values:
                account = {"item": each.id, "kind": each.kind, "value": str(values[each.id])}
                sections[each.id] = item(teller, account | each.account(view))
    return sections


def _sum(teller: Teller, each: Json, made: Section) -> None:
    made["sentences"].append(teller.say("sum", arithmetic=each["arithmetic"]))
    for term in each["terms"]:
        text = f"{teller.title(teller.part.items[term['item']])} {teller.figure(term['value'])}"
        made["lines"].append({"text": text, "value": term["value"], "item": term["item"]})


def _carried(teller: Teller, each: Json, made: Section) -> None:
    of = teller.title(teller.whole.items[each["of"]])
    for person, value in each["people"]:
        text = teller.say("carried_person", person=person, value=teller.figure(value))
        made["lines"].append({"text": text, "value": value, "person": person})
    sentence = teller.say(
        "carried" if each["people"] else "carried_none",
        item=of,
        sum=teller.figure(each["sum"]),
        per=each["per"],
        points=teller.figure(each["points"]),
        arithmetic=each["arithmetic"],
    )
    made["sentences"].append(sentence)


_KINDS: dict[str, Callable[[Teller, Json, Section], None]] = {
    "entries": entries.entries,
    "given": rated.given,
    "rated": rated.rated,
    "rank_bands": rated.ranked,
    "rounds": votes.rounds,
    "weekly": votes.weekly,
    "tally": figures.tally,
    "share": figures.share,
    "month_tiers": figures.month_tiers,
    "sum": _sum,
    "carried_over": _carried,
}
