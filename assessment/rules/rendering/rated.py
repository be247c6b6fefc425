"""Items that raters give scores for: duties, one score for everyone, ranks."""

from assessment.rules.subjects import Json

from .teller import Section, Teller


def given(teller: Teller, each: Json, made: Section) -> None:
    """``kind: given``."""
    for row in each["duties"]:
        duty, ratings = teller.title(teller.part.rating_items[row["duty"]]), row["ratings"]
        sentence = teller.say(
            "given_one" if len(ratings) == 1 else "given_many",
            duty=duty,
            maximum=row["maximum"],
            rater=ratings[0]["rater"],
            score=ratings[0]["score"],
            n=len(ratings),
            mean=teller.fraction(row["mean"]),
        )
        made["sentences"].append(sentence)
        made["lines"] += [_rating(rating, duty) for rating in ratings]
    made["sentences"].append(teller.say("given_total", maximum=each["maximum"], value=each["value"]))


def rated(teller: Teller, each: Json, made: Section) -> None:
    """``kind: rated``."""
    ratings = each["ratings"]
    if each.get("none"):
        made["sentences"].append(teller.say("rated_none", value=each["value"]))
        return
    sentence = teller.say(
        "rated_one" if len(ratings) == 1 else "rated_many",
        maximum=each["maximum"],
        rater=ratings[0]["rater"],
        score=ratings[0]["score"],
        n=len(ratings),
        mean=teller.fraction(each["mean"]),
    )
    made["sentences"].append(sentence)
    made["lines"] += [_rating(rating, made["title"]) for rating in ratings]


def ranked(teller: Teller, each: Json, made: Section) -> None:
    """``kind: rank_bands``."""
    sentence = teller.say(
        "rank",
        n_raters=len(each["ratings"]),
        mean=teller.fraction(each["mean"]),
        category=teller.wording.category(each["category"]),
        n=each["n"],
        rank=each["rank"],
        share=each["share"],
    )
    percent = each["band"] or each["bands"][-1]["percent"]
    template = "rank_otherwise" if each["band"] is None else "rank_band"
    made["sentences"] += [sentence, teller.say(template, percent=percent, value=each["value"])]
    made["lines"] += [_rating(rating, made["title"]) for rating in each["ratings"]]


def _rating(rating: Json, title: str) -> Json:
    text = f"{title} {rating['rater']} {rating['score']}"
    return {"text": text, "value": rating["score"], "ref": rating["ref"], "rater": rating["rater"]}
