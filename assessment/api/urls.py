"""Addresses of the interface. The unit stands in the address; one that the asker does not belong to is not found."""

from django.urls import include, path, re_path

from assessment.api.base import Nowhere
from assessment.api.views import docs, entries, periods, results, schemes, token, units

unit_patterns = [
    path("", units.OneUnit.as_view(), name="api_unit"),
    path("staff/", units.Staff.as_view(), name="api_staff"),
    path("staff/<int:staff_id>/", units.OnePerson.as_view(), name="api_person"),
    path("schemes/", schemes.Schemes.as_view(), name="api_schemes"),
    path("schemes/<int:pk>/", schemes.OneScheme.as_view(), name="api_scheme"),
    path("schemes/<int:pk>/clauses/", schemes.Clauses.as_view(), name="api_clauses"),
    path("periods/", periods.Periods.as_view(), name="api_periods"),
    path("periods/<int:pk>/", periods.OnePeriod.as_view(), name="api_period"),
    path("entries/", entries.Entries.as_view(), name="api_entries"),
    path("entries/bulk/", entries.ManyEntries.as_view(), name="api_entries_bulk"),
    path("entries/<int:pk>/", entries.OneEntry.as_view(), name="api_entry"),
    path("entries/<int:pk>/reverse/", entries.Reversal.as_view(), name="api_entry_reverse"),
    path("results/", results.Results.as_view(), name="api_results"),
    path("results/<int:pk>/", results.OneResult.as_view(), name="api_result"),
    path("department-results/", results.DepartmentResults.as_view(), name="api_department_results"),
    path("department-results/<int:pk>/", results.OneDepartmentResult.as_view(), name="api_department_result"),
]

urlpatterns = [
    path("schema/", docs.schema, name="api_schema"),
    path("docs/", docs.docs, name="api_docs"),
    path("token/", token.Tokens.as_view(), name="api_token"),
    path("units/", units.Units.as_view(), name="api_units"),
    path("units/<slug:unit_code>/", include(unit_patterns)),
    re_path(r"^[\s\S]*/$", Nowhere.as_view(), name="api_nowhere"),
]
