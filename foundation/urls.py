"""Addresses of the style gallery; included only in development (config.urls)."""

from django.urls import path

from foundation import gallery

urlpatterns = [
    path("", gallery.parts, name="gallery"),
    path("people/", gallery.people, name="gallery_people"),
    path("clauses/", gallery.clauses, name="gallery_clauses"),
    path("dialog/", gallery.dialog, name="gallery_dialog"),
    path("saved/", gallery.saved, name="gallery_saved"),
    path("<slug:page>/", gallery.sample_page, name="gallery_page"),
]
