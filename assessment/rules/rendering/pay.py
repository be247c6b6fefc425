"""The section of the bonus."""

from assessment.rules.subjects import Json

from .teller import Section, Teller, section


def bonus(teller: Teller, each: Json) -> Section:
    """What is paid, and why so much."""
    made = section("bonus", "bonus", teller.words["bonus_title"], each["value"])
    template = {"by_grade": "bonus_by_grade", "fixed": "bonus_amount", "per_month": "bonus_months"}.get(
        each.get("rule", "fixed"), "bonus_amount"
    )
    if "paid_as" in each:
        template = "bonus_as"
    elif "nothing_because" in each:
        template = "bonus_nothing"
    sentence = teller.say(
        template,
        gate=teller.wording.gate(each["gate"]) if "gate" in each else "",
        grade=teller.wording.grade(each.get("grade")),
        paid_as=teller.wording.grade(each.get("paid_as")),
        because=teller.wording.because(each.get("nothing_because", [])),
        value=each["value"],
        amount=each.get("amount"),
        divided_by=each.get("divided_by"),
        months=each.get("months"),
    )
    made["sentences"].append(sentence)
    return made
