"""Helpers of the tests of try-outs: a draft made of a version with some of its text replaced, tried out at once."""

from typing import Any

from pytest_django import DjangoCaptureOnCommitCallbacks

from assessment.models import Draft, Period, TryOut
from assessment.workshop.simulation.run_simulation import compute
from assessment.workshop.simulation.start_simulation import KIND, start_tryout
from organization.jobs import Progress
from organization.models import Job, User
from tests.cast import House
from tests.closing.case_loader import Loaded
from tests.narrowing import present
from tests.periods.houses import office


def starter(house: House | Loaded) -> User:
    """The login of the assessment office, which makes drafts and tries them out."""
    return house.office if isinstance(house, Loaded) else office(house)


def draft_of(house: House | Loaded, period: Period, *changes: tuple[str, str]) -> Draft:
    """A draft based on the period's version; every change must find its text."""
    text = period.version.text
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    user = starter(house)
    return Draft.objects.create(
        unit=house.unit,
        code=period.scheme.code,
        based_on=period.version,
        text=text,
        created_by=user,
        saved_by=user,
    )


def tried(
    house: House | Loaded, draft: Draft, period: Period, capture: DjangoCaptureOnCommitCallbacks
) -> TryOut:
    """The try-out of a draft, run to its end."""
    with capture(execute=True):
        tryout = start_tryout(actor=starter(house), draft=draft, period=period)
    tryout.refresh_from_db()
    assert tryout.job is not None
    tryout.job.refresh_from_db()
    assert tryout.job.state == Job.State.DONE, tryout.job.error
    return tryout


def changes_of(tryout: TryOut, house: House) -> dict[str, dict[str, Any]]:
    """The stored rows of those who come out otherwise, by the people's short names."""
    from assessment.models import Result

    short = {person.pk: key for key, person in house.people.items()}
    staff = dict(Result.objects.filter(close=tryout.close).values_list("pk", "staff_id"))
    return {short[staff[row["result"]]]: row for row in tryout.report["changes"]["rows"]}


def group_of(tryout: TryOut, category: str | None) -> dict[str, list[int]]:
    """Grade → people then, after decisions, by the draft, of a category (None: the whole unit)."""
    group = next(each for each in tryout.report["groups"] if each["category"] == category)
    return {grade: counts for grade, *counts in group["grades"] if any(counts)}


def tried_out(draft: Draft, period: Period, by: User) -> TryOut:
    """A finished try-out of the draft with another weight of one term, without its job: everyone comes out otherwise."""
    text = draft.text.replace("weight: 0.6", "weight: 0.5")
    tryout = TryOut.objects.create(
        draft=draft,
        draft_hash="0" * 64,
        period=period,
        close=present(period.current_close),
        report={"pack": text},
        started_by=by,
    )
    report = compute(tryout, Progress(Job(kind=KIND)))
    TryOut.objects.filter(pk=tryout.pk).update(report=tryout.report | report)
    tryout.refresh_from_db()
    return tryout
