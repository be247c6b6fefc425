"""Addresses."""

from django.urls import path

from assessment.appeals.views import filing, handling, reading, register

urlpatterns = [
    path("appeals/", register.register, name="appeals"),
    path("appeals/export/", register.export, name="appeals_export"),
    path("appeals/entry/<int:entry_id>/", filing.appeal_entry, name="appeal_entry"),
    path("appeals/result/<int:result_id>/", filing.appeal_result, name="appeal_result"),
    path("appeals/files/<int:file_id>/", filing.appeal_file, name="appeal_file"),
    path("appeals/<int:appeal_id>/", reading.appeal, name="appeal"),
    path("appeals/<int:appeal_id>/withdraw/", filing.withdraw, name="appeal_withdraw"),
    path("appeals/<int:appeal_id>/take-up/", handling.take_up, name="appeal_take_up"),
    path("appeals/<int:appeal_id>/assign/", handling.assign, name="appeal_assign"),
    path("appeals/<int:appeal_id>/answer/", handling.answer, name="appeal_answer"),
    path("appeals/<int:appeal_id>/differences/<uuid:job_id>/", handling.work, name="appeal_work"),
    path(
        "appeals/<int:appeal_id>/differences/<uuid:job_id>/confirm/", handling.confirm, name="appeal_confirm"
    ),
]
