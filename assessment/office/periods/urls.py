"""Addresses."""

from django.urls import path

from assessment.office.periods.views import board, publication, steps

urlpatterns = [
    path("periods/", board.period_list, name="periods"),
    path("periods/open/", steps.open_next, name="period_open"),
    path("periods/<int:pk>/", board.period_board, name="period"),
    path("periods/<int:pk>/blockers/", board.period_blockers, name="period_blockers"),
    path(
        "periods/<int:pk>/progress/close/", board.period_job, {"kind": "close"}, name="period_close_progress"
    ),
    path(
        "periods/<int:pk>/progress/verify/",
        board.period_job,
        {"kind": "verify"},
        name="period_verify_progress",
    ),
    path("periods/<int:pk>/revisions/<int:revision>/", board.period_revision, name="period_revision"),
    path("periods/<int:pk>/hand-in/", steps.hand_in_step, name="period_hand_in"),
    path("periods/<int:pk>/withdraw/", steps.withdraw_step, name="period_withdraw"),
    path("periods/<int:pk>/submit/", steps.submit_step, name="period_submit"),
    path("periods/<int:pk>/close/", steps.close_step, name="period_close"),
    path("periods/<int:pk>/review/", steps.review_step, name="period_review"),
    path("periods/<int:pk>/publish/", steps.publish_step, name="period_publish"),
    path("periods/<int:pk>/finalise/", steps.finalise_step, name="period_finalise"),
    path("periods/<int:pk>/reopen/", steps.reopen_step, name="period_reopen"),
    path("periods/<int:pk>/verify/", steps.verify_step, name="period_verify"),
    path("publication/", publication.publication_list, name="publications"),
    path("publication/<int:pk>/", publication.publication_page, name="publication"),
]
