"""The section of the score."""

from assessment.rules.subjects import Json
from assessment.rules.vocabulary.results import IndexScore

from .teller import Section, Teller, section


def score(teller: Teller, each: Json) -> Section:
    """How the score came about, and the gate that set it where one did."""
    made = section("score", "score", teller.words["score_title"], each["value"])
    if each["kind"] == "history_mean":
        _history(teller, each, made)
    elif each["kind"] == "index":
        _index(teller, each, made)
    else:
        _total(teller, each, made)
    if "set_by" in each:
        gate = teller.wording.gate(each["set_by"])
        made["sentences"].append(teller.say("score_set", gate=gate, value=teller.figure(each["value"])))
    return made


def _total(teller: Teller, each: Json, made: Section) -> None:
    made["lines"] = [_term(teller, term) for term in each["terms"]]
    made["sentences"].append(teller.say("score_total", arithmetic=each["arithmetic"]))
    if "limited_to" in each:
        total, value = teller.figure(each["sum"]), teller.figure(each["limited_to"])
        made["sentences"].append(teller.say("score_limited", sum=total, value=value))


def _term(teller: Teller, term: Json) -> Json:
    product = teller.figure(term["product"])
    if "start" in term:
        return {"text": teller.say("term_start", product=product), "value": term["product"]}
    text = teller.say(
        "term_weighted" if "weight" in term else "term",
        item=teller.title(teller.part.items[term["item"]]),
        value=teller.figure(term["value"]),
        weight=term.get("weight", ""),
        product=product,
    )
    return {"text": text, "value": term["product"], "item": term["item"]}


def _history(teller: Teller, each: Json, made: Section) -> None:
    made["lines"] = [_past(teller, row) for row in each["periods"]]
    of = teller.words[each["of"]]
    sentence = teller.say("score_history", of=of, count=each["count"], arithmetic=each["arithmetic"])
    made["sentences"].append(sentence)


def _past(teller: Teller, row: Json) -> Json:
    template = "history_none" if row["score"] is None else "history_grade" if row["grade"] else "history"
    grade = teller.wording.grade(row["grade"]) if row["grade"] else ""
    text = teller.say(template, period=teller.wording.period(row["period"]), score=row["score"], grade=grade)
    return {"text": text, "value": row["score"], "period": row["period"], "grade": row["grade"]}


def _index(teller: Teller, each: Json, made: Section) -> None:
    asks = teller.part.asks
    answers = asks.answers if isinstance(asks, IndexScore) else ()
    for row in each["groups"]:
        counts = teller.listed(
            teller.say("index_answer", answer=teller.title(answer), count=row["counts"][answer.code])
            for answer in answers
        )
        told = teller.say("index_answers", group=row["group"], answers=counts)
        index = {"weight": row["weight"], "arithmetic": row["arithmetic"]}
        made["lines"] += [
            {"text": told, "value": None, "group": row["group"]},
            {
                "text": teller.say("index_group", group=row["group"], **index),
                "value": row["index"],
                "group": row["group"],
            },
        ]
    made["sentences"].append(teller.say("score_index", arithmetic=each["arithmetic"]))
