"""An explanation in Chinese or English sentences, for pages and sheets."""

from collections.abc import Callable

from .scheme import Part, Scheme
from .sentences import words
from .subjects import Json
from .wording import Wording

Section = Json


def render(explanation: Json, scheme: Scheme, language: str) -> list[Section]:
    """The explanation as sections in reading order.

    Each section is ``{kind, id, title, value, sentences, lines}``; kind is ``item``, ``score``,
    ``gate``, ``grade``, ``quota`` or ``bonus``. A line is ``{text, value, ref, …}``: one entry,
    rating, fact, term or earlier period, with the reference it was stored under where it has one.
    """
    renderer = _Renderer(explanation, scheme, language)
    sections = [renderer.gate(each) for each in explanation["gates"]]
    sections += [renderer.item(each) for each in explanation["items"]]
    if explanation["score"] is not None:
        sections.append(renderer.score(explanation["score"]))
    if explanation["grade"] is not None:
        sections.append(renderer.grade(explanation["grade"]))
    sections += [renderer.quota(each) for each in explanation["quotas"]]
    if explanation["bonus"] is not None:
        sections.append(renderer.bonus(explanation["bonus"]))
    return sections


def _section(kind: str, name: str, title: str, value: str | None = None) -> Section:
    return {"kind": kind, "id": name, "title": title, "value": value, "sentences": [], "lines": []}


class _Renderer:
    """Renders one explanation in one language."""

    def __init__(self, explanation: Json, scheme: Scheme, language: str) -> None:
        self.explanation, self.scheme, self.language = explanation, scheme, language
        cadence = next(c for c in scheme.parts if _cadence(explanation["period"]) == c)
        self.part: Part = scheme.parts[cadence]
        self.words = words(language)
        self.wording = Wording(scheme, self.part, language)

    def say(self, template: str, **values: object) -> str:
        return self.words[template].format(**values).strip()

    def item(self, each: Json) -> Section:
        title = self.part.items[each["item"]].title.get(self.language)
        section = _section("item", each["item"], title, each["value"])
        kinds: dict[str, Callable[[Json, Section], None]] = {
            "entries": self._entries,
            "given": self._given,
            "tally": self._tally,
            "sum": self._sum,
            "rank_bands": self._rank,
        }
        kinds[each["kind"]](each, section)
        return section

    def _entries(self, each: Json, section: Section) -> None:
        for row in each["entries"]:
            section["lines"].append(self._entry(row))
        if not each["entries"]:
            section["sentences"].append(self.say("no_entries", value=self.wording.figure(each["value"])))
            return
        template = "entries_limited" if "limited_to" in each else "entries_sum"
        total, value = self.wording.figure(each["sum"]), self.wording.figure(each["value"])
        section["sentences"].append(self.say(template, sum=total, value=value))

    def _entry(self, row: Json) -> Json:
        clause = self.part.clauses[row["clause"]]
        template = "entry_count" if "count" in row else "entry_given"
        if row.get("counted_already"):
            template = "entry_repeated"
        text = self.say(
            template,
            date=row["date"],
            clause=row["clause"],
            title=clause.title.get(self.language),
            count=row.get("count", ""),
            unit=clause.unit.get(self.language) if clause.item is not None else "",
            effect=self.wording.figure(row["effect"]),
        )
        line = {
            "text": text,
            "value": row["effect"],
            "ref": row["ref"],
            "clause": row["clause"],
            "date": row["date"],
        }
        return line | {"count": row.get("count"), "repeated": row.get("counted_already", False)}

    def _given(self, each: Json, section: Section) -> None:
        for row in each["duties"]:
            duty = self.part.rating_items[row["duty"]].title.get(self.language)
            given = row["ratings"]
            one = len(given) == 1
            sentence = self.say(
                "given_one" if one else "given_many",
                duty=duty,
                maximum=row["maximum"],
                rater=given[0]["rater"],
                score=given[0]["score"],
                n=len(given),
                mean=self.wording.fraction(row["mean"]),
            )
            section["sentences"].append(sentence)
            section["lines"] += [self._rating(rating, duty) for rating in given]
        total = self.say("given_total", maximum=each["maximum"], value=each["value"])
        section["sentences"].append(total)

    def _rating(self, rating: Json, title: str) -> Json:
        text = f"{title} {rating['rater']} {rating['score']}"
        return {"text": text, "value": rating["score"], "ref": rating["ref"], "rater": rating["rater"]}

    def _tally(self, each: Json, section: Section) -> None:
        section["lines"].append(
            {"text": self.say("tally_start", start=each["start"]), "value": each["start"]}
        )
        for row in each["facts"]:
            if row["value"] != "0":
                fact = self.part.facts[row["fact"]]
                text = self.say(
                    "tally_fact",
                    fact=fact.title.get(self.language),
                    value=row["value"],
                    unit=fact.unit.get(self.language),
                    effect=self.wording.figure(row["effect"]),
                )
                section["lines"].append({"text": text, "value": row["effect"], "fact": row["fact"]})
        values = {"sum": self.wording.figure(each["sum"]), "value": each["value"]}
        if "zero_because" in each:
            template = self.say("tally_zero", because=self.wording.because(each["zero_because"]))
        elif "limited_to" in each:
            template = self.say("tally_limited", **values)
        else:
            template = self.say("tally_sum" if len(section["lines"]) > 1 else "tally_none", **values)
        section["sentences"].append(template)

    def _sum(self, each: Json, section: Section) -> None:
        section["sentences"].append(self.say("sum", arithmetic=each["arithmetic"]))
        for term in each["terms"]:
            title = self.part.items[term["item"]].title.get(self.language)
            text = f"{title} {self.wording.figure(term['value'])}"
            section["lines"].append({"text": text, "value": term["value"], "item": term["item"]})

    def _rank(self, each: Json, section: Section) -> None:
        sentence = self.say(
            "rank",
            n_raters=len(each["ratings"]),
            mean=self.wording.fraction(each["mean"]),
            category=self.wording.category(each["category"]),
            n=each["n"],
            rank=each["rank"],
            share=each["share"],
        )
        percent = each["band"] or each["bands"][-1]["percent"]
        template = "rank_otherwise" if each["band"] is None else "rank_band"
        section["sentences"] += [sentence, self.say(template, percent=percent, value=each["value"])]
        section["lines"] += [self._rating(rating, section["title"]) for rating in each["ratings"]]

    def score(self, each: Json) -> Section:
        section = _section("score", "score", self.words["score_title"], each["value"])
        if each["kind"] == "history_mean":
            section["lines"] = [self._past(row) for row in each["periods"]]
            of = self.words[each["of"]]
            sentence = self.say("score_history", of=of, count=each["count"], arithmetic=each["arithmetic"])
            section["sentences"].append(sentence)
            return section
        section["lines"] = [self._term(term) for term in each["terms"]]
        section["sentences"].append(self.say("score_total", arithmetic=each["arithmetic"]))
        if "limited_to" in each:
            total = self.wording.figure(each["sum"])
            section["sentences"].append(self.say("score_limited", sum=total, value=each["value"]))
        return section

    def _past(self, row: Json) -> Json:
        template = "history_none" if row["score"] is None else "history_grade" if row["grade"] else "history"
        grade = self.wording.grade(row["grade"]) if row["grade"] else ""
        text = self.say(template, period=row["period"], score=row["score"], grade=grade)
        return {"text": text, "value": row["score"], "period": row["period"], "grade": row["grade"]}

    def _term(self, term: Json) -> Json:
        if "start" in term:
            return {"text": self.say("term_start", product=term["product"]), "value": term["product"]}
        text = self.say(
            "term_weighted" if "weight" in term else "term",
            item=self.part.items[term["item"]].title.get(self.language),
            value=self.wording.figure(term["value"]),
            weight=term.get("weight", ""),
            product=self.wording.figure(term["product"]),
        )
        return {"text": text, "value": term["product"], "item": term["item"]}

    def gate(self, each: Json) -> Section:
        section = _section("gate", each["gate"], self.wording.gate(each["gate"]))
        because = self.wording.because(each["because"])
        section["sentences"].append(self.say("gate", title=section["title"], because=because))
        effect = each["effect"]
        sentence = self.say(
            f"effect_{effect['kind']}",
            grade=self.wording.grade(effect.get("grade")),
            paid_as=self.wording.grade(effect.get("paid_as")),
            unqualified=self.wording.grade("unqualified"),
            undetermined=self.wording.grade("undetermined"),
        )
        if sentence:
            section["sentences"].append(sentence)
        if each["flags"]:
            flags = self.words["and"].join(self.wording.flag(flag) for flag in each["flags"])
            section["sentences"].append(self.say("flags", flags=flags))
        section["lines"] = [
            {"text": self.wording.evidence(found), "value": None} for found in each["because"]
        ]
        return section

    def grade(self, each: Json) -> Section:
        final = self.explanation["outcome"]["grade"]
        section = _section("grade", "grade", self.words["grade_title"], final) | {"by": each["by"]}
        section["sentences"].append(self._deciding(each))
        if each["by"] == "rule" and each["because"]:
            section["lines"] = [{"text": self.wording.evidence(e), "value": None} for e in each["because"]]
        if final is not None:
            section["sentences"].append(self.say("grade_final", grade=self.wording.grade(final)))
        return section

    def _deciding(self, each: Json) -> str:
        grade = self.wording.grade(each["grade"])
        if each["by"] == "rule":
            rule = next(rule for rule in self.part.rules if rule.id == each["rule"])
            template = "grade_pending" if each["grade"] is None else "grade_rule"
            return self.say(template, rule=rule.title.get(self.language))
        if each["by"] == "gate":
            gates = self.words["and"].join(self.wording.gate(gate) for gate in each["gates"])
            return self.say("grade_gate", gates=gates, grade=grade)
        lowest = each["at_least"] is None
        template = {"band": "grade_lowest" if lowest else "grade_band"}.get(each["by"], "grade_ceiling")
        band, at_least = self.wording.grade(each["band"]), each["at_least"]
        return self.say(template, grade=grade, band=band, at_least=at_least, below=each.get("below"))

    def quota(self, each: Json) -> Section:
        grade = self.wording.grade(each["grade"])
        section = _section("quota", each["grade"], self.say("quota_title", grade=grade), each["verdict"])
        cap = self.say(
            "quota_unit" if each["category"] is None else "quota_category",
            category=self.wording.category(each["category"]),
            base=each["base"],
            grade=grade,
            percent=self.wording.percent(each["percent"]),
            seats=each["seats"],
        )
        below = each["verdict"] == "dropped" and each["taken"] < each["seats"]
        sentence = self.say(
            "quota_below" if below else f"quota_{each['verdict']}",
            cap=cap,
            place=each["place"],
            group=each["group"],
            free=each["seats"] - each["taken"],
            next=self.wording.grade(each["next"]),
        )
        section["sentences"].append(sentence)
        return section

    def bonus(self, each: Json) -> Section:
        section = _section("bonus", "bonus", self.words["bonus_title"], each["value"])
        template = {"by_grade": "bonus_by_grade", "fixed": "bonus_amount", "per_month": "bonus_months"}.get(
            each.get("rule", "fixed"), "bonus_amount"
        )
        if "paid_as" in each:
            template = "bonus_as"
        elif "nothing_because" in each:
            template = "bonus_nothing"
        sentence = self.say(
            template,
            gate=self.wording.gate(each["gate"]) if "gate" in each else "",
            grade=self.wording.grade(each.get("grade")),
            paid_as=self.wording.grade(each.get("paid_as")),
            because=self.wording.because(each.get("nothing_because", [])),
            value=each["value"],
            amount=each.get("amount"),
            divided_by=each.get("divided_by"),
            months=each.get("months"),
        )
        section["sentences"].append(sentence)
        return section


def _cadence(period: str) -> str:
    return "quarter" if "Q" in period else "month" if "-" in period else "year"
