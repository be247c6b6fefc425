"""The section of a gate that fired."""

from assessment.rules.subjects import Json

from .teller import Section, Teller, section


def gate(teller: Teller, each: Json) -> Section:
    """Why it fired, what it does, the flags it sets."""
    made = section("gate", each["gate"], teller.wording.gate(each["gate"]))
    because = teller.wording.because(each["because"])
    made["sentences"].append(teller.say("gate", title=made["title"], because=because))
    effect = each["effect"]
    sentence = teller.say(
        f"effect_{effect['kind']}",
        grade=teller.wording.grade(effect.get("grade")),
        paid_as=teller.wording.grade(effect.get("paid_as")),
        unqualified=teller.wording.grade("unqualified"),
        undetermined=teller.wording.grade("undetermined"),
    )
    if sentence:
        made["sentences"].append(sentence)
    if each["flags"]:
        flags = teller.listed(teller.wording.flag(flag) for flag in each["flags"])
        made["sentences"].append(teller.say("flags", flags=flags))
    made["lines"] = [{"text": teller.wording.evidence(found), "value": None} for found in each["because"]]
    return made
