"""Items of recorded matters: every entry with what it counts, and the limits."""

from decimal import Decimal, localcontext
from typing import Any

from assessment.rules.numbers import EXACT, round2
from assessment.rules.periods import PeriodKey
from assessment.rules.scheme import Scheme
from assessment.rules.subjects import Json, Subject
from assessment.rules.vocabulary.clauses import ByLevel
from assessment.rules.vocabulary.conditions import View
from assessment.rules.vocabulary.items import EntriesItem, addition

from .teller import Section, Teller


def entries(teller: Teller, each: Json, made: Section) -> None:
    """``kind: entries``."""
    for row in each["entries"]:
        made["lines"].append(_line(teller, row))
    for limit in each.get("clause_limits", ()):
        title = teller.title(teller.part.clauses[limit["clause"]])
        total, value = teller.figure(limit["sum"]), teller.figure(limit["limited_to"])
        made["sentences"].append(teller.say("clause_limited", title=title, sum=total, value=value))
    made["sentences"].append(_total(teller, each))


def recorded_lines(
    scheme: Scheme, period: PeriodKey, subject: Subject, language: str
) -> dict[str, list[Json]]:
    """What was recorded so far, by item, each line as :func:`entries` tells it: also while the period runs."""
    teller = Teller({"period": period.key, "kind": subject.kind}, scheme, language)
    view = View(subject, period, teller.part.defaults)
    with localcontext(EXACT):
        accounts = {
            item.id: item.account(view, teller.part.clauses)
            for item in teller.part.items.values()
            if isinstance(item, EntriesItem)
        }
    return {name: [_line(teller, row) for row in account["entries"]] for name, account in accounts.items()}


def _line(teller: Teller, row: Json) -> Json:
    return _from_fact(teller, row) if "fact" in row else _entry(teller, row)


def _total(teller: Teller, each: Json) -> str:
    limited, start, value = "limited_to" in each, each.get("start"), teller.figure(each["value"])
    if start is not None and (each["entries"] or limited):
        total = addition([start, each["sum"]], round2(Decimal(start) + Decimal(each["sum"])))
        template = "entries_start_limited" if limited else "entries_start"
        return teller.say(template, arithmetic=total, value=value)
    if not each["entries"]:
        return teller.say("no_entries" if start is None else "no_entries_start", value=value)
    template = "entries_limited" if limited else "entries_sum"
    return teller.say(template, sum=teller.figure(each["sum"]), value=value)


def _entry(teller: Teller, row: Json) -> Json:
    clause: Any = teller.part.clauses[row["clause"]]
    template, uncounted = "entry_count" if "count" in row else "entry_given", None
    if row.get("counted_already"):
        template = uncounted = "entry_repeated"
    elif row.get("same_matter"):
        template = uncounted = "entry_same_matter"
    notes = _notes(teller, clause, row)
    text = teller.say(
        template,
        date=row["date"],
        clause=teller.wording.number(row["clause"]),
        title=teller.title(clause),
        count=row.get("count", ""),
        unit=clause.unit.get(teller.language),
        effect=_effect(teller, row),
        notes=teller.words["notes"].format(notes=teller.words["comma"].join(notes)) if notes else "",
    )
    line = {key: row[key] for key in ("ref", "clause", "date")}
    return line | {
        "text": text,
        "value": row["effect"],
        "count": row.get("count"),
        "repeated": uncounted == "entry_repeated",
        "same_matter": uncounted == "entry_same_matter",
        "notes": notes,
    }


def _effect(teller: Teller, row: Json) -> str:
    """The points; a share that has no end also as the fraction it is."""
    effect = teller.figure(row["effect"])
    return f"{teller.figure(row['exact'])} ≈ {effect}" if "exact" in row else effect


def _notes(teller: Teller, clause: Any, row: Json) -> list[str]:
    """What the entry says of its matter: level, attributes, the matter itself."""
    notes = []
    if isinstance(clause, ByLevel):
        kind = next((each for each in clause.kinds if each.code == row.get("kind")), None)
        level = clause.levels_of(row.get("kind"))[row["level"]]
        notes.append(teller.title(level) if kind is None else f"{teller.title(kind)} {teller.title(level)}")
    for attribute in clause.attributes:
        stated = row.get("attributes", {}).get(attribute.name)
        if stated is True:
            notes.append(teller.title(attribute))
        elif stated:
            notes.append(teller.say("note_value", title=teller.title(attribute), value=stated))
    if row.get("matter"):
        notes.append(teller.say("note_matter", matter=row["matter"]))
    return notes


def _from_fact(teller: Teller, row: Json) -> Json:
    """What everyone of a department has for a fact of it."""
    departments, clause = teller.whole.of_kind("department"), teller.part.clauses[row["clause"]]
    fact = departments.facts[row["fact"]]
    text = teller.say(
        "entry_fact",
        clause=teller.wording.number(row["clause"]),
        title=teller.title(clause),
        fact=teller.title(fact),
        value=row["value"],
        unit=fact.unit.get(teller.language),
        effect=teller.figure(row["effect"]),
    )
    line = {"text": text, "value": row["effect"], "clause": row["clause"], "fact": row["fact"]}
    return line | {"ref": None, "count": None, "repeated": False, "same_matter": False, "notes": []}
