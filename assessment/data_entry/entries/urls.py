"""Addresses of the ledger: entering, entries, evidence, import."""

from django.urls import path

from assessment.data_entry.entries.views import enter, entries, imports, reversal

urlpatterns = [
    path("enter/", enter.enter, name="enter"),
    path("enter/people/", enter.enter_people, name="enter_people"),
    path("enter/people-field/", enter.enter_people_field, name="enter_people_field"),
    path("enter/clauses/", enter.enter_clauses, name="enter_clauses"),
    path("enter/preview/", enter.enter_preview, name="enter_preview"),
    path("entries/", entries.entries, name="entries"),
    path("entries/people/", entries.entries_people, name="entries_people"),
    path("entries/<int:entry_id>/", entries.entry, name="entry"),
    path("entries/<int:entry_id>/reverse/", reversal.entry_reverse, name="entry_reverse"),
    path("evidence/<int:evidence_id>/", entries.evidence, name="evidence"),
    path("import/", imports.import_page, name="import"),
    path("import/template/<int:period_id>/", imports.import_template, name="import_template"),
    path("import/check/", imports.import_check, name="import_check"),
    path("import/errors/", imports.import_errors, name="import_errors"),
    path("import/record/", imports.import_record, name="import_record"),
    path("import/jobs/<uuid:job_id>/", imports.import_job, name="import_job"),
]
