"""Pages of schemes, for everyone who is under one."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from assessment.policy import Action
from assessment.schemes.compiled import compiled
from assessment.schemes.reading import read_scheme, versions_read_in
from organization.web import UnitRequest, unit_page


@require_GET
@unit_page(Action.VIEW_SCHEMES)
def schemes_page(request: UnitRequest) -> HttpResponse:
    """The schemes of the unit with their versions."""
    versions = versions_read_in(request.unit)
    return render(request, "assessment/schemes/list.html", {"versions": versions})


@require_GET
@unit_page(Action.VIEW_SCHEMES)
def scheme_page(request: UnitRequest, version_id: int) -> HttpResponse:
    """One version to read: what one is subject to, clause by clause, with the readings chosen."""
    version = get_object_or_404(versions_read_in(request.unit), pk=version_id)
    language = get_language() or "zh-hans"
    scheme = compiled(version)
    context = {
        "version": version,
        "scheme_title": scheme.title.get(language),
        "source": [scheme.source.document.get(language), scheme.source.part.get(language)],
        "parts": read_scheme(version, language),
        "readings": [(name, text.get(language)) for name, text in scheme.readings.items()],
    }
    return render(request, "assessment/schemes/read.html", context)
