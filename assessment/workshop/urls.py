"""Addresses of the workshop, under ``/u/<unit_code>/workshop/``; those of one draft below ``drafts/<draft_id>/``."""

from django.urls import URLPattern, URLResolver, include, path

from assessment.workshop.views import analysis, forms, library, yaml

draft_patterns: list[URLPattern | URLResolver] = [
    path("", forms.draft_page, name="draft"),
    path("add/", forms.add_element, name="draft_add"),
    path("remove/", forms.remove_element, name="draft_remove"),
    path("yaml/", yaml.yaml_page, name="draft_yaml"),
    path("file/", yaml.draft_file, name="draft_file"),
    path("analysis/", analysis.analysis_page, name="draft_analysis"),
    path("analysis/accept/", analysis.accept, name="draft_accept"),
    path("read/", yaml.read_page, name="draft_read"),
    path("discard/", library.discard, name="draft_discard"),
    path("", include("assessment.workshop.simulation.urls")),
    path("", include("assessment.workshop.publication.urls")),
]

urlpatterns = [
    path("workshop/", library.library_page, name="workshop"),
    path("workshop/import/", library.import_pack, name="workshop_import"),
    path("workshop/versions/<int:version_id>/copy/", library.copy_version, name="workshop_copy"),
    path("workshop/versions/<int:version_id>/file/", library.version_file, name="workshop_file"),
    path("workshop/drafts/<int:draft_id>/", include(draft_patterns)),
]
