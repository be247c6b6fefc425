"""Addresses of the evaluation room: the office's pages in the unit, the ballot for everybody."""

from django.urls import include, path

from evaluation.views import ballot, office

unit_patterns = [
    path("evaluation/", office.evaluations, name="evaluations"),
    path("evaluation/<int:period_id>/", office.evaluation, name="evaluation"),
    path("evaluation/<int:period_id>/prepare/", office.evaluation_prepare, name="evaluation_prepare"),
    path("evaluation/<int:period_id>/codes/", office.evaluation_issue, name="evaluation_issue"),
    path(
        "evaluation/<int:period_id>/open/", office.evaluation_move, {"step": "open"}, name="evaluation_open"
    ),
    path("evaluation/<int:period_id>/end/", office.evaluation_move, {"step": "end"}, name="evaluation_end"),
]

urlpatterns = [
    path("ballot/", ballot.ballot, name="ballot"),
    path("ballot/cast/", ballot.ballot_cast, name="ballot_cast"),
    path("ballot/thanks/", ballot.ballot_thanks, name="ballot_thanks"),
    path("u/<slug:unit_code>/", include(unit_patterns)),
]
