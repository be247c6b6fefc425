"""How one printed subtotal comes about, in sentences, by the kind of the item."""

from typing import Any

from ..vocabulary.items import EntriesItem, GivenItem, RankItem, SumItem, TallyItem
from .speaker import Speaker, says


def limits_after(speaker: Speaker, model: Any) -> str:
    """The bounds as the end of a sentence, empty without any."""
    limits = speaker.limits(model)
    return speaker.say("limits_after", limits=limits) if limits else ""


@says(EntriesItem, "lowest highest")
def _entries(speaker: Speaker, item: Any) -> str:
    return speaker.say("entries", limits=limits_after(speaker, item))


@says(GivenItem, "maximum maximum_without required duties")
def _given(speaker: Speaker, item: Any) -> str:
    said = [speaker.say("given", maximum=speaker.figure(item.maximum))]
    other = item.maximum_without
    if other is not None:
        maximum = speaker.figure(other.maximum)
        said.append(speaker.say("given_without", item=speaker.item(other.item), maximum=maximum))
    if item.required:
        said.append(speaker.say("given_required"))
    return ("" if speaker.is_chinese else " ").join(said)


@says(TallyItem, "start each lowest highest zero_when")
def _tally(speaker: Speaker, item: Any) -> str:
    rows = []
    for each in item.each:
        title, unit = speaker.fact(each.fact)
        rows.append(speaker.say("tally_each", fact=title, unit=unit, points=speaker.signed(each.points)))
    said = speaker.say(
        "tally",
        start=speaker.figure(item.start),
        each=speaker.joined(rows, "clauses"),
        limits=limits_after(speaker, item),
    )
    if item.zero_when is None:
        return said
    zero = speaker.say("tally_zero", when=speaker.any(item.zero_when))
    return said + ("" if speaker.is_chinese else " ") + zero


@says(SumItem, "items")
def _sum(speaker: Speaker, item: Any) -> str:
    return speaker.say("sum", items=speaker.joined(speaker.item(name) for name in item.items))


@says(RankItem, "maximum rated_by bands otherwise")
def _rank(speaker: Speaker, item: Any) -> str:
    bands = [
        speaker.say("rank_band", percent=speaker.figure(band.percent), value=speaker.figure(band.value))
        for band in item.bands
    ]
    return speaker.say(
        "rank",
        rated_by=speaker.text(item.rated_by),
        maximum=speaker.figure(item.maximum),
        bands=speaker.joined(bands),
        otherwise=speaker.figure(item.otherwise),
    )


def duty(speaker: Speaker, rating: Any) -> str:
    """What a rater scores, and who that is."""
    title, rated_by = speaker.text(rating.title), speaker.text(rating.rated_by)
    return speaker.say("duty", title=title, rated_by=rated_by)
