"""A condition in a sentence, by its key."""

from typing import Any

from assessment.rules.vocabulary.conditions import (
    AllCondition,
    AnyCondition,
    EntriesCondition,
    EveryPastCondition,
    FactCondition,
    GateCondition,
    PastCondition,
    ScoreCondition,
    ShareCondition,
    StateCondition,
    StatesCondition,
    SumCondition,
)

from .speaker import Speaker, says

COMPARISONS = ("at_least", "more_than", "at_most", "less_than", "equals")


def comparison(speaker: Speaker, model: Any, unit: str) -> str:
    """``10 次及以上``, ``more than 2 days``."""
    for name in COMPARISONS:
        bound = getattr(model, name, None)
        if bound is not None:
            said = speaker.say(name, bound=speaker.figure(bound), unit=unit)
            return " ".join(said.split()).replace(" %", "%")
    return ""


@says(FactCondition, "fact at_least more_than at_most less_than equals", whole=True)
def _fact(speaker: Speaker, model: Any) -> str:
    title, unit = speaker.fact(model.fact)
    return speaker.say("fact", fact=title, bound=comparison(speaker, model, unit))


@says(SumCondition, "facts at_least more_than at_most less_than equals", whole=True)
def _facts(speaker: Speaker, model: Any) -> str:
    known = [speaker.fact(name) for name in model.facts]
    facts = speaker.joined(speaker.quoted(title) for title, _unit in known)
    return speaker.say("facts_sum", facts=facts, bound=comparison(speaker, model, known[0][1]))


@says(ShareCondition, "share of at_least more_than at_most less_than equals", whole=True)
def _share(speaker: Speaker, model: Any) -> str:
    share, of = (speaker.quoted(speaker.fact(name)[0]) for name in (model.share, model.of))
    return speaker.say("share_of", share=share, of=of, bound=comparison(speaker, model, "%"))


@says(EntriesCondition, "entries at_least more_than at_most less_than equals", whole=True)
def _entries(speaker: Speaker, model: Any) -> str:
    mark = "」「" if speaker.is_chinese else "”, “"
    clauses = mark.join(speaker.of_part("clauses", name) for name in model.entries)
    return speaker.say("entries_on", clauses=clauses, bound=comparison(speaker, model, speaker.say("times")))


@says(ScoreCondition, "score at_least more_than at_most less_than equals", whole=True)
def _score(speaker: Speaker, model: Any) -> str:
    return speaker.say("score_is", bound=comparison(speaker, model, speaker.say("points")))


@says(StateCondition, "state when", whole=True)
def _state(speaker: Speaker, model: Any) -> str:
    return speaker.say(f"state_{model.when}", state=speaker.state(model.state))


@says(StatesCondition, "states when at_least more_than at_most less_than equals", whole=True)
def _states(speaker: Speaker, model: Any) -> str:
    mark = "」「" if speaker.is_chinese else "”, “"
    kinds = mark.join(speaker.state(kind) for kind in model.states)
    found = speaker.say(f"state_{model.when}", state=kinds)
    return speaker.say("states", states=found, bound=comparison(speaker, model, speaker.say("times")))


@says(PastCondition, "past at_least more_than at_most less_than equals", whole=True)
def _past(speaker: Speaker, model: Any) -> str:
    bound = comparison(speaker, model, speaker.say("times"))
    if model.past == "scored":
        return speaker.say("past_scored", bound=bound)
    return speaker.say("past", grade=speaker.grade(model.past), bound=bound)


@says(EveryPastCondition, "every_past", whole=True)
def _every_past(speaker: Speaker, model: Any) -> str:
    return speaker.say("every_past", grade=speaker.grade(model.every_past))


@says(GateCondition, "gate", whole=True)
def _gate(speaker: Speaker, model: Any) -> str:
    return speaker.say("gate_holds", gate=speaker.gate(model.gate))


@says(AllCondition, "all", whole=True)
def _all(speaker: Speaker, model: Any) -> str:
    return speaker.joined((_inner(speaker, each) for each in model.all), "and")


@says(AnyCondition, "any", whole=True)
def _any(speaker: Speaker, model: Any) -> str:
    return speaker.joined((_inner(speaker, each) for each in model.any), "or")


def _inner(speaker: Speaker, model: Any) -> str:
    """A part of a longer condition, in brackets where it has parts itself."""
    said = speaker.any(model)
    nested = len(getattr(model, "all", None) or getattr(model, "any", None) or ()) > 1
    return speaker.say("brackets", inner=said) if nested else said
