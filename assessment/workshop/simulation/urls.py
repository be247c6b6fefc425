"""Addresses, below ``workshop/drafts/<draft_id>/``."""

from django.urls import path

from assessment.workshop.simulation import views

urlpatterns = [
    path("try/", views.tryouts_page, name="tryouts"),
    path("try/start/", views.start_try_page, name="start_tryout"),
    path("try/<int:tryout_id>/", views.tryout_page, name="tryout"),
    path("try/<int:tryout_id>/people/<int:result_id>/", views.tryout_person_page, name="tryout_person"),
    path("try/<int:tryout_id>/excel/", views.tryout_sheet, name="tryout_sheet"),
]
