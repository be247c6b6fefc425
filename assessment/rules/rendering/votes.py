"""Items of many hands: votes in rounds, weekly journals."""

from fractions import Fraction
from typing import Any

from assessment.rules.numbers import round2
from assessment.rules.subjects import Json

from .teller import Section, Teller


def rounds(teller: Teller, each: Json, made: Section) -> None:
    """``kind: rounds``: how many votes, never whose."""
    item: Any = teller.part.items[each["item"]]
    for row in each["rounds"]:
        told = _roles(teller, item, row) if "roles" in row else _votes(teller, item, row)
        value = _told(teller, row["value"])
        template = "round_line" if "votes" in row else "round_roles"
        if len(row.get("roles", ())) == 1:
            template = "round_together"
        text = teller.say(template, value=value, **told)
        made["lines"].append({"text": text, "value": _rounded(row["value"]), "round": row["round"]})
    if each["count"] == 1:
        made["sentences"].append(teller.say("round_one", value=each["value"]))
        return
    values = " + ".join(teller.wording.exact(row["value"]) for row in each["rounds"])
    arithmetic = f"({values}) ÷ {each['count']} = {each['value']}"
    made["sentences"].append(teller.say("rounds", rounds=each["count"], arithmetic=arithmetic))


def _votes(teller: Teller, item: Any, row: Json) -> Json:
    titles = {level.code: teller.title(level) for level in item.levels}
    votes = (
        teller.say("round_votes", level=titles[each["level"]], points=each["points"], votes=each["votes"])
        for each in row["votes"]
    )
    return {"round": row["round"], "votes": teller.listed(votes)}


def _roles(teller: Teller, item: Any, row: Json) -> Json:
    titles = {role.code: teller.title(role) for role in item.roles}
    told = []
    for group in row["roles"]:
        names = teller.listed(titles[code] for code in group["roles"])
        template = "role_nobody" if group["nobody"] else "role" if len(group["roles"]) == 1 else "roles"
        told.append(teller.say(template, role=names, value=_told(teller, group["value"])))
    return {"round": row["round"], "roles": teller.words["comma"].join(told)}


def weekly(teller: Teller, each: Json, made: Section) -> None:
    """``kind: weekly``."""
    item: Any = teller.part.items[each["item"]]
    levels = {level.code: teller.title(level) for level in item.levels}
    for row in each["weeks"]:
        value = _told(teller, row["value"]) if "value" in row else ""
        types = (
            teller.say("week_type", type=goal["type"], score=goal["score"], level=levels[goal["level"]])
            for goal in row.get("types", ())
        )
        template = {"missing": "week_missing", "excused": "week_excused"}.get(row["state"], "week_line")
        text = teller.say(template, week=row["week"], value=value, types=teller.listed(types))
        worth = _rounded(row["value"]) if "value" in row else None
        made["lines"].append({"text": text, "value": worth, "ref": row["ref"], "week": row["week"]})
    arithmetic = f"{teller.wording.exact(each['sum'])} ÷ {each['count']} = {each['value']}"
    made["sentences"].append(teller.say("weeks", count=each["count"], arithmetic=arithmetic))


def _rounded(text: str) -> str:
    return str(round2(Fraction(text)))


def _told(teller: Teller, text: str) -> str:
    """A mean; one without end also as the fraction it is, which the sums below count with."""
    exact, rounded = teller.wording.exact(text), teller.fraction(text)
    return f"{exact} {rounded}" if rounded.startswith("≈") else exact
