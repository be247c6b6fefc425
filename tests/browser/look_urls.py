"""The project's addresses with the style gallery, which is otherwise there in development only."""

from django.urls import include, path

from config.urls import urlpatterns as project

urlpatterns = [path("gallery/", include("foundation.urls")), *project]
