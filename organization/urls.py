"""Addresses of the organization room. Pages of a unit live under ``/u/<unit_code>/``."""

from django.contrib.auth import views as auth
from django.urls import URLPattern, URLResolver, include, path

from organization.views import home, jobs
from organization.views.password import PasswordChange

unit_patterns: list[URLPattern | URLResolver] = [
    path("", home.unit_home, name="unit_home"),
    path("jobs/<uuid:job_id>/", jobs.job_page, name="job"),
    path("jobs/<uuid:job_id>/file/", jobs.job_file, name="job_file"),
    path("", include("organization.unit_urls")),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", home.healthz, name="healthz"),
    path("login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", PasswordChange.as_view(), name="password_change"),
    path("language/", home.set_language, name="set_language"),
    path("u/<slug:unit_code>/", include(unit_patterns)),
]
