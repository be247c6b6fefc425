"""Items that read figures: tallies, shares of what was asked, months."""

from typing import Any

from assessment.rules.subjects import Json

from .teller import Section, Teller


def tally(teller: Teller, each: Json, made: Section) -> None:
    """``kind: tally``."""
    made["lines"].append({"text": teller.say("tally_start", start=each["start"]), "value": each["start"]})
    for row in each["facts"]:
        if row["value"] != "0":
            fact = teller.part.facts[row["fact"]]
            text = teller.say(
                "tally_fact",
                fact=teller.title(fact),
                value=row["value"],
                unit=fact.unit.get(teller.language),
                effect=teller.figure(row["effect"]),
            )
            made["lines"].append({"text": text, "value": row["effect"], "fact": row["fact"]})
    values = {"sum": teller.figure(each["sum"]), "value": each["value"]}
    if "zero_because" in each:
        sentence = teller.say("tally_zero", because=teller.wording.because(each["zero_because"]))
    elif "limited_to" in each:
        sentence = teller.say("tally_limited", **values)
    else:
        sentence = teller.say("tally_sum" if len(made["lines"]) > 1 else "tally_none", **values)
    made["sentences"].append(sentence)


def share(teller: Teller, each: Json, made: Section) -> None:
    """``kind: share``."""
    item: Any = teller.part.items[each["item"]]
    done, of = teller.part.facts[item.done], teller.part.facts[item.of]
    if each.get("none"):
        made["sentences"].append(teller.say("share_none", of_title=teller.title(of), value=each["value"]))
        return
    sentence = teller.say(
        "share",
        done_title=teller.title(done),
        done=each["done"],
        done_unit=done.unit.get(teller.language),
        of_title=teller.title(of),
        of=each["of"],
        of_unit=of.unit.get(teller.language),
        arithmetic=each["arithmetic"],
    )
    made["sentences"].append(sentence)


def month_tiers(teller: Teller, each: Json, made: Section) -> None:
    """``kind: month_tiers``."""
    for row in each["months"]:
        figures = []
        for found in row["figures"]:
            figure = teller.part.months[found["figure"]]
            words = {"title": teller.title(figure), "unit": figure.unit.get(teller.language)}
            figures.append(teller.say("month_figure", value=found["value"], points=found["points"], **words))
        told = teller.words["comma"].join(figures)
        month = teller.wording.period(row["month"])
        text = teller.say("month_line", month=month, figures=told, points=row["points"])
        made["lines"].append({"text": text, "value": row["points"], "month": row["month"]})
    made["sentences"].append(teller.say("months", count=each["count"], arithmetic=each["arithmetic"]))
