"""What was answered in a period, counted, for the close."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from assessment.facade import Answers, Period
from evaluation.models import Ballot, Group, Subject


def answers_of(period: Period) -> Iterator[tuple[str, int, Answers]]:
    """The counts of every group about every subject, groups in their order; two statements."""
    groups = list(Group.objects.filter(campaign__period=period))
    if not groups:
        return
    counts: dict[tuple[str, int, int], dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    ballots = Ballot.objects.filter(group__in=groups).values_list(
        "staff_id", "department_id", "group_id", "answers"
    )
    for staff_id, department_id, group_id, answers in ballots.iterator(chunk_size=2000):
        key = ("staff", staff_id) if staff_id is not None else ("department", department_id)
        for heading, answer in answers.items():
            counts[(*key, group_id)][heading][answer] += 1
    subjects = sorted({(kind, subject_id) for kind, subject_id, _group in counts})
    for kind, subject_id in subjects:
        for group in groups:
            found = counts.get((kind, subject_id, group.pk))
            if found:
                by_heading = {heading: dict(sorted(found[heading].items())) for heading in sorted(found)}
                yield kind, subject_id, Answers(group.name, group.weight, by_heading)


def asked_of(period: Period) -> Iterator[tuple[str, int]]:
    """About whom the period's campaign asks; one statement."""
    rows = Subject.objects.filter(campaign__period=period).order_by("pk")
    for staff_id, department_id in rows.values_list("staff_id", "department_id"):
        yield ("department", department_id) if staff_id is None else ("staff", staff_id)
