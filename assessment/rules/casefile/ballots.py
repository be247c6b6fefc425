"""The questionnaires of a case: groups of raters and their ballots, counted."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from assessment.rules.numbers import ONE, plain
from assessment.rules.subjects import Answers
from assessment.rules.vocabulary.results import IndexScore

from .roster import Named
from .values import JsonLocation

Tally = dict[str, Counter[str]]


def read_groups(place: JsonLocation) -> dict[str, Decimal]:
    """The groups with their weights, in their order."""
    groups: dict[str, Decimal] = {}
    for _, group in place.objects("groups"):
        group.only({"id", "weight"})
        name = group.text("id")
        weight = group.figure("weight") if "weight" in group.data else ONE
        if weight is not None and weight <= 0:
            group.fault("weight", "not_above", figure=plain(weight), bound="0")
        if name is not None and name in groups:
            group.fault("id", "repeated", name=name)
        elif name is not None:
            groups[name] = weight if weight is not None else ONE
    return groups


class Ballots:
    """Counts ballots by subject and group; which ballot held which answer is kept nowhere."""

    def __init__(
        self, asks: IndexScore, groups: Mapping[str, Decimal], subjects: Mapping[str, Named]
    ) -> None:
        self.groups, self.subjects = groups, subjects
        self.headings = {heading.code for heading in asks.headings}
        self.codes = {answer.code for answer in asks.answers}
        self._counts: dict[Named, dict[str, Tally]] = {}

    def add(self, place: JsonLocation) -> None:
        """One ballot, at its place in the case."""
        place.only({"subject", "group", "answers"})
        subject, group = place.text("subject"), place.text("group")
        if subject is not None and subject not in self.subjects:
            place.fault("subject", "nobody_to_answer_about", name=subject)
        if group is not None and group not in self.groups:
            place.fault("group", "no_group", name=group, known=tuple(self.groups))
        answers = self._answers(place.object("answers"))
        if subject is not None and subject in self.subjects and group is not None and group in self.groups:
            tally = self._counts.setdefault(self.subjects[subject], {}).setdefault(group, {})
            for heading, code in answers.items():
                tally.setdefault(heading, Counter())[code] += 1

    def _answers(self, place: JsonLocation) -> dict[str, str]:
        """The answers that are not blank."""
        read = {}
        for heading, code in place.data.items():
            if heading not in self.headings:
                place.fault(heading, "no_heading", name=heading, known=tuple(sorted(self.headings)))
            elif code is not None and (not isinstance(code, str) or code not in self.codes):
                place.fault(heading, "no_answer", name=code, known=tuple(sorted(self.codes)))
            elif code is not None:
                read[heading] = code
        return read

    def of(self, named: Named) -> list[Answers]:
        """What each group answered about the subject, in the order of the groups."""
        counted = self._counts.get(named, {})
        return [
            Answers(group, weight, {heading: dict(codes) for heading, codes in counted[group].items()})
            for group, weight in self.groups.items()
            if group in counted
        ]
