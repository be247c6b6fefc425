"""The ballot, open to everybody who holds a code. The code travels in the body of a form only: no address, no cookie, no
session and no line of the log ever holds it, and nothing is remembered between the pages."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from evaluation.cast_ballots import NoCode, campaign_of, cast_ballots
from evaluation.models import Campaign
from evaluation.questionnaire import answers_to_choose, questionnaire, read_answers
from evaluation.throttle import count_wrong, must_wait


@never_cache
@sensitive_post_parameters()
def ballot(request: HttpRequest) -> HttpResponse:
    """Ask for the code; a right one opens the questionnaire."""
    if request.method != "POST":
        return _door(request)
    return _with_code(request, _sheet)


@never_cache
@sensitive_post_parameters()
@require_POST
def ballot_cast(request: HttpRequest) -> HttpResponse:
    """Spend the code and store the answers, or say what is wrong and keep what was chosen on the page."""
    return _with_code(request, _cast)


@never_cache
@require_GET
def ballot_thanks(request: HttpRequest) -> HttpResponse:
    """What is shown afterwards; the same for everybody."""
    return render(request, "evaluation/thanks.html")


def _with_code(
    request: HttpRequest, go_on: Callable[[HttpRequest, Campaign, str], HttpResponse]
) -> HttpResponse:
    if must_wait(request):
        return _door(request, _("Too many wrong codes from this network. Try again in 15 minutes."), 429)
    code = request.POST.get("code", "")[:40]
    try:
        return go_on(request, campaign_of(code), code)
    except NoCode:
        count_wrong(request)
        return _door(
            request,
            _("This code is not valid: it may be mistyped or used already, or the evaluation is not open."),
            422,
        )


def _sheet(request: HttpRequest, campaign: Campaign, code: str, error: str = "") -> HttpResponse:
    context = {
        "campaign": campaign,
        "code": code,
        "asked": questionnaire(campaign, read_answers(request.POST.dict())),
        "answers": answers_to_choose(campaign.period),
        "error": error,
    }
    return render(request, "evaluation/ballot.html", context, status=422 if error else 200)


def _cast(request: HttpRequest, campaign: Campaign, code: str) -> HttpResponse:
    try:
        cast_ballots(code=code, answers=read_answers(request.POST.dict()))
    except ValidationError as error:
        return _sheet(request, campaign, code, " ".join(error.messages))
    return redirect("ballot_thanks")


def _door(request: HttpRequest, error: str = "", status: int = 200) -> HttpResponse:
    return render(request, "evaluation/door.html", {"error": error}, status=status)
