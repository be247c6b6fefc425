"""Addresses."""

from django.urls import path

from assessment.appeals.views import answer, detail, own, register

urlpatterns = [
    path("appeals/", register.register, name="appeals"),
    path("appeals/export/", register.export, name="appeals_export"),
    path("appeals/entry/<int:entry_id>/", own.appeal_entry, name="appeal_entry"),
    path("appeals/result/<int:result_id>/", own.appeal_result, name="appeal_result"),
    path("appeals/files/<int:file_id>/", own.appeal_file, name="appeal_file"),
    path("appeals/<int:appeal_id>/", detail.appeal, name="appeal"),
    path("appeals/<int:appeal_id>/withdraw/", own.withdraw, name="appeal_withdraw"),
    path("appeals/<int:appeal_id>/take-up/", answer.take_up, name="appeal_take_up"),
    path("appeals/<int:appeal_id>/assign/", answer.assign, name="appeal_assign"),
    path("appeals/<int:appeal_id>/answer/", answer.answer, name="appeal_answer"),
    path("appeals/<int:appeal_id>/differences/<uuid:job_id>/", answer.work, name="appeal_work"),
    path("appeals/<int:appeal_id>/differences/<uuid:job_id>/confirm/", answer.confirm, name="appeal_confirm"),
]
