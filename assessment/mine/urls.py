"""Addresses."""

from django.urls import path

from assessment.mine import department_views, views

urlpatterns = [
    path("mine/", views.mine_page, name="mine"),
    path("mine/<int:result_id>/acknowledge/", views.acknowledge_result, name="acknowledge_result"),
    path("department-results/<int:pk>/", department_views.department_result, name="department_result"),
]
