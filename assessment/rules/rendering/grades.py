"""The sections of the grade, of a quota and of an award."""

from assessment.rules.subjects import Json

from .teller import Section, Teller, section


def grade(teller: Teller, each: Json) -> Section:
    """What decided the grade."""
    final = teller.explanation["outcome"]["grade"]
    made = section("grade", "grade", teller.words["grade_title"], final) | {"by": each["by"]}
    made["sentences"].append(_deciding(teller, each))
    if each["by"] == "rule" and each["because"]:
        made["lines"] = [{"text": teller.wording.evidence(e), "value": None} for e in each["because"]]
    if final is not None:
        made["sentences"].append(teller.say("grade_final", grade=teller.wording.grade(final)))
    return made


def _deciding(teller: Teller, each: Json) -> str:
    name = teller.wording.grade(each["grade"])
    if each["by"] == "rule":
        rule = next(rule for rule in teller.part.rules if rule.id == each["rule"])
        return teller.say("grade_pending" if each["grade"] is None else "grade_rule", rule=teller.title(rule))
    if each["by"] == "gate":
        gates = teller.listed(teller.wording.gate(gate) for gate in each["gates"])
        return teller.say("grade_gate", gates=gates, grade=name)
    if each["by"] == "no_score":
        return teller.say("grade_no_score_open" if each["grade"] is None else "grade_no_score", grade=name)
    lowest = each["at_least"] is None
    template = {"band": "grade_lowest" if lowest else "grade_band"}.get(each["by"], "grade_ceiling")
    band, at_least = teller.wording.grade(each["band"]), each["at_least"]
    return teller.say(template, grade=name, band=band, at_least=at_least, below=each.get("below"))


def quota(teller: Teller, each: Json) -> Section:
    """The cap, and the place that was taken in it or not."""
    name = teller.wording.grade(each["grade"])
    made = section("quota", each["grade"], teller.say("quota_title", grade=name), each["verdict"])
    turn = each.get("turn")
    below = each["verdict"] == "dropped" and each["taken"] < each["seats"]
    template = "quota_best" if turn == 1 else "quota_below" if below else f"quota_{each['verdict']}"
    sentence = teller.say(
        template,
        cap=_cap(teller, each, name, turn),
        place=each["place"],
        group=each["group"],
        free=each["seats"] - each["taken"],
        next=teller.wording.grade(each["next"]),
        among=teller.words["among_rest" if turn == 2 else "among_all"],
        category=teller.wording.category(teller.explanation["category"]),
    )
    made["sentences"].append(sentence)
    return made


def _cap(teller: Teller, each: Json, name: str, turn: int | None) -> str:
    cap = teller.say(
        "quota_unit" if each["category"] is None else "quota_category",
        category=teller.wording.category(each["category"]),
        base=each["base"],
        grade=name,
        percent=teller.wording.percent(each["percent"]),
        seats=each["seats"],
    )
    return cap if turn is None else teller.say(f"turn_{turn}", cap=cap)


def award(teller: Teller, each: Json) -> Section:
    """The places of an award, and whether the score has one."""
    flag = teller.wording.flag(each["flag"])
    made = section("award", each["flag"], teller.say("award_title", flag=flag), each["verdict"])
    tie = each["verdict"] == "tie" and each["taken"] < each["seats"]
    seated = each["verdict"] == "seated"
    sentence = teller.say(
        "award_seated" if seated else "award_tie" if tie else "award_dropped",
        flag=flag,
        seats=each["seats"],
        n=each["n"],
        place=each["place"],
        group=each["group"],
        free=each["seats"] - each["taken"],
    )
    made["sentences"].append(sentence)
    return made
