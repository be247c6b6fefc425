"""A new password of one's own."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from organization.services.accounts import finish_password_change


class NewPasswordForm(PasswordChangeForm):
    """The old password once, the new one twice; a password that somebody else knows is no new one."""

    def clean_new_password1(self) -> str:
        """Refuse the password that is already there."""
        new: str = self.cleaned_data["new_password1"]
        if self.user.check_password(new):
            raise ValidationError(_("Choose a password that differs from the present one."), code="same")
        return new


class PasswordChange(auth.PasswordChangeView):
    """Django's page; with the first password changed, the login is free to work."""

    form_class = NewPasswordForm
    success_url = reverse_lazy("home")

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the new password and say so; tokens that were made with the old one end."""
        response = super().form_valid(form)
        finish_password_change(user=form.user)
        messages.success(self.request, _("Your password was changed."))
        return response
