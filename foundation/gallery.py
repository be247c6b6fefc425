"""The style gallery: every part of the design system, and three pages built from the parts. Development only."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import lazy
from django.views.decorators.http import require_GET, require_POST

from foundation.gallery_samples import BOARD, CLAUSES, MINE, PEOPLE, SHELLS, STEPS, TREND, YEAR, matrix
from foundation.templatetags.gallery import either

words = lazy(either, str)  # labels of a form are made once, read in the language of each page
PAGES = ("enter", "mine", "board", "matrix")


class SampleForm(forms.Form):
    """A form with every kind of field, shown with its errors."""

    name = forms.CharField(label=words("姓名|Name"), max_length=20)
    count = forms.DecimalField(
        label=words("次数|Count"), max_digits=5, decimal_places=1, min_value=Decimal("0.5")
    )
    on = forms.DateField(label=words("发生日期|Date"), widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(
        label=words("类别|Category"), choices=[("a", "科级干部"), ("b", "中层干部"), ("c", "一般人员")]
    )
    reason = forms.CharField(
        label=words("理由|Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=words("写入会议纪要。|Goes into the minutes."),
    )
    told = forms.BooleanField(label=words("已告知本人|The person has been told"), required=False)


def _shell(page: str) -> dict[str, Any]:
    """A made-up shell: which unit, which navigation."""
    sample = SHELLS.get(page, SHELLS["gallery"])
    nav = [
        {
            "title": either(title),
            "url": reverse("gallery_page", args=[target]) if target else reverse("gallery"),
            "active": target == page,
        }
        for title, target in sample["nav"]
    ]
    units = [{"name": name, "url": reverse("gallery")} for name in sample["units"]]
    return {
        "unit": {"name": sample["units"][0]},
        "units": units,
        "nav": nav,
        "role_title": either(sample["role"]),
        "person_name": sample["person"],
    }


@require_GET
def parts(request: HttpRequest) -> HttpResponse:
    """Every part once."""
    wrong = SampleForm(
        {"name": "", "count": "0", "on": "2026-13-01", "kind": "b", "reason": ""}, prefix="", auto_id="bad_%s"
    )
    context = {
        "shell": _shell(""),
        "steps": STEPS,
        "trend_pairs": TREND,
        "year_pairs": YEAR,
        "grades": [
            ("优秀", 17, 17, ""),
            ("良好", 19, 21, ""),
            ("称职", 33, None, "quiet"),
            ("不称职", 2, None, "minus"),
        ],
        "form": wrong,
        "settings_form": SampleForm({"on": "2026-11-20", "reason": "机构调整"}, auto_id="settings_%s"),
        "page": Paginator(range(480), 25).get_page(7),
        "chosen": [{"value": p["number"], "label": p["name"]} for p in PEOPLE[:3]],
        "poll": None,
        "figures": [Decimal("91.4"), Decimal("-0.5"), Decimal("0"), Decimal("3")],
    }
    return render(request, "gallery/parts.html", context)


@require_GET
def sample_page(request: HttpRequest, page: str) -> HttpResponse:
    """A whole page built from the parts."""
    if page not in PAGES:
        raise Http404
    context: dict[str, Any] = {
        "shell": _shell(page),
        "steps": STEPS,
        "mine": MINE,
        "board": BOARD,
        "trend_pairs": TREND,
    }
    if page == "matrix":
        context["matrix"] = matrix()
    return render(request, f"gallery/{page}.html", context)


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Options of the search for people."""
    text = request.GET.get("q", "").lower()
    taken = request.GET.getlist("chosen")
    found = [
        p for p in PEOPLE if p["number"] not in taken and text in f"{p['name']} {p['number']} {p['initials']}"
    ]
    return render(request, "gallery/people.html", {"people": found[:20]})


@require_GET
def clauses(request: HttpRequest) -> HttpResponse:
    """Options of the search for clauses."""
    text = request.GET.get("q", "").lower()
    return render(
        request,
        "gallery/clauses.html",
        {"clauses": [c for c in CLAUSES if text in f"{c['id']} {c['title']}"]},
    )


@require_GET
def dialog(request: HttpRequest) -> HttpResponse:
    """Content of a dialog."""
    return render(request, "gallery/dialog.html")


@require_POST
def saved(request: HttpRequest) -> HttpResponse:
    """The answer to an autosaved field, and to the dialog: nothing but a short message."""
    response = HttpResponse(status=204)
    if "reason" in request.POST:
        response["HX-Trigger"] = '{"toast": {"text": "OK"}, "dialog:close": {}}'
    return response
