"""Addresses."""

from django.urls import path

from assessment.mine import views

urlpatterns = [
    path("mine/", views.mine_page, name="mine"),
    path("mine/<int:result_id>/acknowledge/", views.acknowledge_result, name="acknowledge_result"),
]
