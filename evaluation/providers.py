"""What was answered in a period, counted, for the close."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from assessment.models import Period
from assessment.rules import Answers
from evaluation.models import Ballot, Group, Subject
from organization.subjects import SubjectRef


def answers_of(period: Period) -> Iterator[tuple[SubjectRef, Answers]]:
    """The counts of every group about every subject, groups in their order; two statements."""
    groups = list(Group.objects.filter(campaign__period=period))
    if not groups:
        return
    counts: dict[tuple[SubjectRef, int], dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    ballots = Ballot.objects.filter(group__in=groups).values_list(
        "staff_id", "department_id", "group_id", "answers"
    )
    for staff_id, department_id, group_id, answers in ballots.iterator(chunk_size=2000):
        subject = SubjectRef.of_ids(staff_id, department_id)
        for heading, answer in answers.items():
            counts[subject, group_id][heading][answer] += 1
    for subject in sorted({subject for subject, _group in counts}):
        for group in groups:
            found = counts.get((subject, group.pk))
            if found:
                by_heading = {heading: dict(sorted(found[heading].items())) for heading in sorted(found)}
                yield subject, Answers(group.name, group.weight, by_heading)


def asked_of(period: Period) -> Iterator[SubjectRef]:
    """About whom the period's campaign asks; one statement."""
    rows = Subject.objects.filter(campaign__period=period).order_by("pk")
    for staff_id, department_id in rows.values_list("staff_id", "department_id"):
        yield SubjectRef.of_ids(staff_id, department_id)
