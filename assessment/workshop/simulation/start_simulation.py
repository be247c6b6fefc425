"""Starting a try-out: the same draft on the same close is computed once."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.models import Draft, Period, TryOut
from assessment.policy import Action
from assessment.rules import PackError, Scheme, load_scheme
from assessment.workshop.simulation.period_choice import CLOSED
from assessment.workshop.simulation.report import is_comparable
from organization.jobs import start_job
from organization.models import Job, Unit, User
from organization.policy import Access, access_to
from organization.write_audit import log_act

KIND = "assessment.tryout"


def may_try(access: Access) -> bool:
    """Whether the login tries drafts out: it drafts, and may see the results of the whole unit."""
    return access.departments(Action.DRAFT_SCHEMES) is None and may_read(access)


def may_read(access: Access) -> bool:
    """Whether the login reads reports: they tell scores of everyone."""
    return access.departments(Action.VIEW_RESULTS) is None


def scheme_of_draft(draft: Draft) -> Scheme:
    """The draft as a scheme. Raises ValidationError when its text cannot be loaded."""
    try:
        return load_scheme(draft.text, file=draft.code)
    except PackError as error:
        raise ValidationError(
            _("The draft has faults; it can be tried out once they are put right."), code="faults"
        ) from error


@transaction.atomic
def start_tryout(*, actor: User, draft: Draft, period: Period) -> TryOut:
    """Run the draft against the facts of the period's current close; the try-out with its job.

    The same draft on the same close returns what is there, unless it failed. Raises PermissionDenied without the right,
    ValidationError when the draft has faults, the period is not closed, or its facts mean nothing to the draft.
    """
    if not may_try(access_to(actor, draft.unit)) or period.unit_id != draft.unit_id:
        raise PermissionDenied
    draft = Draft.objects.select_for_update(of=("self",)).select_related("unit").get(pk=draft.pk)
    scheme = scheme_of_draft(draft)
    _check_period(scheme, period)
    known = TryOut.objects.filter(draft=draft, draft_hash=scheme.hash, close=period.current_close)
    tryout = known.select_related("job").first()
    if tryout is not None and not _failed(tryout.job):
        return tryout
    if tryout is None:
        tryout = TryOut(draft=draft, draft_hash=scheme.hash, period=period, close=period.current_close)
    tryout.started_by, tryout.report = actor, {"pack": draft.text}
    tryout.save()
    tryout.job = start_job(kind=KIND, unit=draft.unit, actor=actor, params=_params(draft.unit, tryout))
    tryout.save(update_fields=["job"])
    log_act(
        actor=actor,
        unit=draft.unit,
        action="draft.try",
        target=f"{draft.code} {period.key}",
        after={"draft": draft.pk, "hash": scheme.hash, "close": str(period.current_close_id)},
    )
    return tryout


def _check_period(scheme: Scheme, period: Period) -> None:
    close = period.current_close
    if close is None or period.state not in CLOSED:
        raise ValidationError(_("%(period)s is not closed.") % {"period": period.title}, code="not_closed")
    if not is_comparable(scheme, close.version.rules, period.cadence):
        raise ValidationError(
            _("The draft asks for nothing that was recorded in %(period)s.") % {"period": period.title},
            code="other_facts",
        )


def _failed(job: Job | None) -> bool:
    return job is None or job.state == Job.State.FAILED


def _params(unit: Unit, tryout: TryOut) -> dict[str, object]:
    back = reverse("tryout", args=[unit.code, tryout.draft_id, tryout.pk])
    return {"tryout": tryout.pk, "back": back}
