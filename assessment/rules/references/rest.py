"""What is left of a part: facts, bonus, consequences."""

from collections.abc import Iterator

from assessment.rules.faults import message

from .place import Found, PartPlace


def faults(place: PartPlace) -> Iterator[Found]:
    """References of facts, bonus and consequences."""
    yield from _facts(place)
    part = place.part
    if part.bonus is not None:
        for grade in part.bonus.by_grade:
            yield from place.known_grade(grade, "bonus", "by_grade", grade)
    for number, consequence in enumerate(part.consequences):
        for where, grade in enumerate(consequence.grades):
            yield from place.known_grade(grade, "consequences", number, "grades", where)
        yield from place.known_flags(consequence.flags, "consequences", number, "flags")


def _facts(place: PartPlace) -> Iterator[Found]:
    for key, facts, names in (
        ("facts", place.part.facts, place.facts),
        ("months", place.part.months, place.months),
    ):
        for number, fact in enumerate(facts):
            if fact.not_over is not None:
                yield from place.known(
                    fact.not_over, names - {fact.name}, "other_fact_unknown", key, number, "not_over"
                )
    for number, figure in enumerate(place.part.months):
        if figure.required_when is not None:
            path = place.at("months", number, "required_when")
            yield path, message("month_figure_required")
