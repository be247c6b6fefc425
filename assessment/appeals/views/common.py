"""What the pages of appeals share."""

from collections.abc import Callable, Iterable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assessment.appeals.selectors import appeals_seen_by, may_handle, with_matter
from assessment.models import Appeal
from organization.decorators import UnitRequest


def appeal_or_404(request: UnitRequest, appeal_id: int) -> Appeal:
    """An appeal that the asker may read."""
    return get_object_or_404(with_matter(appeals_seen_by(request.access)), pk=appeal_id)


def handled_or_404(request: UnitRequest, appeal_id: int) -> Appeal:
    """An appeal for one who answers appeals of the unit."""
    if not may_handle(request.access):
        raise Http404
    return appeal_or_404(request, appeal_id)


def go_to(request: UnitRequest, address: str) -> HttpResponse:
    """Onward, also when the form was sent without leaving the page."""
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def appeal_address(request: UnitRequest, appeal: Appeal) -> str:
    """The page of an appeal."""
    return reverse("appeal", args=[request.unit.code, appeal.pk])


def by_field(refused: ValidationError, fields: Iterable[str]) -> tuple[dict[str, list[str]], list[str]]:
    """What is wrong, by field (empty lists clear the slots of the others), and what belongs to none."""
    fields = list(fields)
    known = refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
    others = [text for name, texts in known.items() if name not in fields for text in texts]
    return {name: known.get(name, []) for name in fields}, others


def refusal(request: UnitRequest, refused: ValidationError, fields: Iterable[str]) -> HttpResponse:
    """Only what is wrong: the form stays in the page, with everything that was typed and chosen."""
    errors, others = by_field(refused, fields)
    context = {"errors": errors, "others": others}
    return render(request, "assessment/appeals/refused.html", context, status=422)


def step_page(act: Callable[[UnitRequest, Appeal], str]) -> Callable[..., HttpResponse]:
    """A posted step of an appeal by one who answers appeals: act, tell what came of it, go back to its page."""

    @wraps(act)
    def view(request: UnitRequest, appeal_id: int) -> HttpResponse:
        appeal = handled_or_404(request, appeal_id)
        try:
            said = act(request, appeal)
        except PermissionDenied as error:
            raise Http404 from error
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, said)
        return redirect(appeal_address(request, appeal))

    return view
