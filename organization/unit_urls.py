"""Pages about people, departments, posts, the roster sheet, roles, logins, the calendar and the log."""

from django.urls import path

from organization.views import accounts, audit, calendar, person, roles, roster, roster_sheet, structure

urlpatterns = [
    path("people/", roster.people, name="people"),
    path("people/options/", roster.people_options, name="people_options"),
    path("people/new/", person.person_new, name="person_new"),
    path("people/sheet/", roster_sheet.roster_upload, name="roster_upload"),
    path("people/sheet/template/", roster_sheet.roster_template, name="roster_template"),
    path("people/sheet/<int:upload_id>/", roster_sheet.roster_preview, name="roster_preview"),
    path("people/sheet/<int:upload_id>/confirm/", roster_sheet.roster_confirm, name="roster_confirm"),
    path("people/sheet/<int:upload_id>/discard/", roster_sheet.roster_discard, name="roster_discard"),
    path("people/sheet/<int:upload_id>/errors/", roster_sheet.roster_errors, name="roster_errors"),
    path("people/<int:staff_id>/", person.person, name="person"),
    path("people/<int:staff_id>/edit/", person.person_edit, name="person_edit"),
    path("people/<int:staff_id>/transfer/", person.person_transfer, name="person_transfer"),
    path("people/<int:staff_id>/leave/", person.person_leave, name="person_leave"),
    path("people/<int:staff_id>/take-back/", person.person_take_back, name="person_take_back"),
    path(
        "people/<int:staff_id>/assignments/<int:assignment_id>/",
        person.assignment_correct,
        name="assignment_correct",
    ),
    path("people/<int:staff_id>/states/new/", person.state_new, name="state_new"),
    path("people/<int:staff_id>/states/<int:state_id>/", person.state_correct, name="state_correct"),
    path("people/<int:staff_id>/states/<int:state_id>/end/", person.state_end, name="state_end"),
    path(
        "people/<int:staff_id>/states/<int:state_id>/withdraw/", person.state_withdraw, name="state_withdraw"
    ),
    path("departments/", structure.departments, name="departments"),
    path("departments/new/", structure.department_new, name="department_new"),
    path("departments/<int:department_id>/", structure.department_edit, name="department_edit"),
    path("departments/<int:department_id>/use/", structure.department_use, name="department_use"),
    path("departments/posts/new/", structure.post_new, name="post_new"),
    path("departments/posts/<int:post_id>/", structure.post_edit, name="post_edit"),
    path("roles/", roles.roles, name="roles"),
    path("roles/new/", roles.role_new, name="role_new"),
    path("roles/<int:grant_id>/revoke/", roles.role_revoke, name="role_revoke"),
    path("logins/", accounts.accounts, name="accounts"),
    path("logins/options/", roles.login_options, name="login_options"),
    path("logins/new/", accounts.account_new, name="account_new"),
    path("logins/<int:user_id>/reset/", accounts.account_reset, name="account_reset"),
    path("logins/<int:user_id>/use/", accounts.account_use, name="account_use"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/upload/", calendar.calendar_upload, name="calendar_upload"),
    path("calendar/<int:year>/", calendar.calendar_year, name="calendar_year"),
    path("calendar/<int:year>/template/", calendar.calendar_template, name="calendar_template"),
    path("log/", audit.audit, name="audit"),
]
