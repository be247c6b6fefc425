"""A new password of one's own."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import views as auth
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from organization.models import User


class PasswordChange(auth.PasswordChangeView):
    """Django's page; with the first password changed, the login is free to work."""

    success_url = reverse_lazy("home")

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the new password and say so."""
        response = super().form_valid(form)
        User.objects.filter(pk=form.user.pk).update(must_change_password=False)
        messages.success(self.request, _("Your password was changed."))
        return response
