"""How one printed subtotal comes about, in sentences, by the kind of the item."""

from typing import Any

from assessment.rules.vocabulary.items import (
    CarriedItem,
    EntriesItem,
    MonthTiersItem,
    ShareItem,
    SumItem,
    TallyItem,
)

from .speaker import Speaker, says


def limits_after(speaker: Speaker, model: Any) -> str:
    """The bounds as the end of a sentence, empty without any."""
    limits = speaker.limits(model)
    return speaker.say("limits_after", limits=limits) if limits else ""


@says(EntriesItem, "start lowest highest")
def _entries(speaker: Speaker, item: Any) -> str:
    if item.start:
        start = speaker.figure(item.start)
        return speaker.say("entries_start", start=start, limits=limits_after(speaker, item))
    return speaker.say("entries", limits=limits_after(speaker, item))


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
    return speaker.sentences([said, zero])


@says(SumItem, "items")
def _sum(speaker: Speaker, item: Any) -> str:
    return speaker.say("sum", items=speaker.joined(speaker.item(name) for name in item.items))


@says(ShareItem, "maximum done of when_none")
def _share(speaker: Speaker, item: Any) -> str:
    done, of = (speaker.quoted(speaker.fact(name)[0]) for name in (item.done, item.of))
    none = speaker.figure(item.when_none)
    return speaker.say("share_item", maximum=speaker.figure(item.maximum), done=done, of=of, when_none=none)


@says(MonthTiersItem, "tables")
def _month_tiers(speaker: Speaker, item: Any) -> str:
    tables = speaker.joined((_tier_table(speaker, table) for table in item.tables), "clauses")
    return speaker.say("month_tiers", tables=tables)


def _tier_table(speaker: Speaker, table: Any) -> str:
    title, unit = speaker.fact(table.figure)
    tiers = [
        speaker.say(
            "tier", bound=speaker.figure(tier.at_least), unit=unit, points=speaker.figure(tier.points)
        )
        for tier in table.tiers
    ]
    otherwise = speaker.figure(table.otherwise)
    return speaker.say("tier_table", figure=title, tiers=speaker.joined(tiers), otherwise=otherwise)


@says(CarriedItem, "of per points clause source")
def _carried(speaker: Speaker, item: Any) -> str:
    known = speaker.scheme.items.get(item.of)
    return speaker.say(
        "carried",
        of=item.of if known is None else speaker.text(known.title),
        per=speaker.figure(item.per),
        points=speaker.signed(item.points),
        source=speaker.say("source", source=item.source) if item.source else "",
    )
