"""The stock admin for superusers: tables of the organization room only, with their history; no scores here.

The pages are the way to work; the admin is for setting up units and for putting right what no page can.
"""

# mypy: disable-error-code="misc,type-arg"
# (the admin of django-simple-history has no types)

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from organization.models import (
    Assignment,
    AuditEvent,
    CalendarDay,
    Department,
    Job,
    Post,
    RoleGrant,
    StaffMember,
    StaffState,
    Unit,
    User,
)

admin.site.site_header = _("Administration of the installation")
admin.site.site_title = _("Efficiency assessment")


class ReadOnly(admin.ModelAdmin):
    """Looked at, never changed."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class LoginAdmin(UserAdmin, SimpleHistoryAdmin):
    """Logins, the installation's own included."""

    list_display = ("username", "display_name", "is_active", "is_superuser", "last_login")
    search_fields = ("username", "display_name")
    fieldsets = (
        *(UserAdmin.fieldsets or ()),
        (_("Here"), {"fields": ("display_name", "language", "home_unit", "must_change_password")}),
    )


@admin.register(Unit)
class UnitAdmin(SimpleHistoryAdmin):
    """Units: made here, then handed to their three administrators and HR."""

    list_display = ("code", "name", "is_active")
    search_fields = ("code", "name")


@admin.register(Department)
class DepartmentAdmin(SimpleHistoryAdmin):
    """Departments."""

    list_display = ("name", "code", "unit", "parent", "is_active")
    list_filter = ("unit", "kind", "is_active")
    search_fields = ("name", "code")


@admin.register(Post)
class PostAdmin(SimpleHistoryAdmin):
    """Posts."""

    list_display = ("name", "department", "category", "stand_in", "is_active")
    list_filter = ("department__unit", "is_active")
    list_select_related = ("department", "stand_in")
    search_fields = ("name",)
    autocomplete_fields = ("department", "stand_in")


@admin.register(StaffMember)
class StaffMemberAdmin(SimpleHistoryAdmin):
    """People."""

    list_display = ("number", "name", "unit", "position_title", "user")
    list_filter = ("unit",)
    list_select_related = ("unit", "user")
    search_fields = ("number", "name", "initials")
    autocomplete_fields = ("user",)


@admin.register(Assignment)
class AssignmentAdmin(SimpleHistoryAdmin):
    """Assignments."""

    list_display = ("staff", "department", "category", "valid_from", "valid_to")
    list_filter = ("department__unit",)
    list_select_related = ("staff", "department")
    search_fields = ("staff__number", "staff__name")
    autocomplete_fields = ("staff", "department", "post")


@admin.register(StaffState)
class StaffStateAdmin(SimpleHistoryAdmin):
    """Dated states."""

    list_display = ("staff", "kind", "valid_from", "valid_to")
    list_filter = ("kind", "staff__unit")
    list_select_related = ("staff",)
    search_fields = ("staff__number", "staff__name")
    autocomplete_fields = ("staff",)


@admin.register(RoleGrant)
class RoleGrantAdmin(SimpleHistoryAdmin):
    """Roles: a new unit's first security administrator is given the role here."""

    list_display = ("user", "unit", "role", "valid_from", "valid_to")
    list_filter = ("unit", "role")
    list_select_related = ("user", "unit")
    search_fields = ("user__username", "user__display_name")
    autocomplete_fields = ("user", "departments")


@admin.register(CalendarDay)
class CalendarDayAdmin(SimpleHistoryAdmin):
    """Working days."""

    list_display = ("day", "is_working", "name")
    list_filter = ("is_working",)
    date_hierarchy = "day"


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly):
    """The log of acts, without values: they may tell scores."""

    list_display = ("at", "unit", "actor", "action", "target")
    list_filter = ("unit",)
    list_select_related = ("unit", "actor")
    search_fields = ("action", "target")
    fields = ("at", "unit", "actor", "action", "target")


@admin.register(Job)
class JobAdmin(ReadOnly):
    """Long work and how it ended."""

    list_display = ("kind", "unit", "started_by", "state", "step", "created_at", "finished_at")
    list_filter = ("state", "kind")
    list_select_related = ("unit", "started_by")
    fields = ("kind", "unit", "started_by", "state", "step", "error", "created_at", "finished_at")
