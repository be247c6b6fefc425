"""How a subtotal that people score comes about, in sentences, by the kind of the item."""

from typing import Any

from assessment.rules.vocabulary.items import GivenItem, RankItem, RatedItem, RoundsItem, WeeklyItem

from .speaker import Speaker, says


@says(GivenItem, "maximum maximum_without required duties")
def _given(speaker: Speaker, item: Any) -> str:
    said = [speaker.say("given", maximum=speaker.figure(item.maximum))]
    other = item.maximum_without
    if other is not None:
        maximum = speaker.figure(other.maximum)
        said.append(speaker.say("given_without", item=speaker.item(other.item), maximum=maximum))
    if item.required:
        said.append(speaker.say("given_required"))
    return speaker.sentences(said)


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


@says(RatedItem, "maximum rated_by otherwise unless")
def _rated(speaker: Speaker, item: Any) -> str:
    rated_by, maximum = speaker.text(item.rated_by), speaker.figure(item.maximum)
    said = [speaker.say("rated", rated_by=rated_by, maximum=maximum)]
    if item.otherwise is not None:
        said.append(speaker.say("rated_otherwise", otherwise=speaker.figure(item.otherwise)))
    if item.unless is not None:
        said.append(speaker.say("rated_unless", unless=speaker.any(item.unless)))
    return speaker.sentences(said)


@says(RoundsItem, "rounds levels not_counted roles role_otherwise rated_by")
def _rounds(speaker: Speaker, item: Any) -> str:
    levels = speaker.joined(
        speaker.say("answer", title=speaker.text(level.title), value=speaker.figure(level.points))
        for level in item.levels
    )
    many = "rounds_many" if item.rounds > 1 else "rounds_one"
    said = [speaker.say(many, rated_by=speaker.text(item.rated_by), rounds=item.rounds, levels=levels)]
    if item.roles:
        roles = speaker.joined(speaker.text(role.title) for role in item.roles)
        otherwise = speaker.figure(item.role_otherwise)
        said.append(speaker.say("rounds_roles", roles=roles, otherwise=otherwise))
    else:
        said.append(speaker.say("rounds_mean"))
    if item.not_counted:
        answers = speaker.joined(speaker.quoted(speaker.text(each.title)) for each in item.not_counted)
        said.append(speaker.say("rounds_not_counted", answers=answers))
    return speaker.sentences(said)


@says(WeeklyItem, "maximum levels missing")
def _weekly(speaker: Speaker, item: Any) -> str:
    levels = speaker.joined(speaker.text(level.title) for level in item.levels)
    maximum, missing = speaker.figure(item.maximum), speaker.figure(item.missing)
    return speaker.say("weekly", levels=levels, maximum=maximum, missing=missing)


def duty(speaker: Speaker, rating: Any) -> str:
    """What a rater scores, and who that is."""
    title, rated_by = speaker.text(rating.title), speaker.text(rating.rated_by)
    return speaker.say("duty", title=title, rated_by=rated_by)
