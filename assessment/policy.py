"""What can be done in the assessment room, and by which roles. Registered with organization.policy at start."""

from organization.models import Role
from organization.policy import ADMINISTRATORS


class Action:
    """Names of what can be done."""

    OWN_RESULTS = "assessment.own_results"
    RECORD_ENTRIES = "assessment.record_entries"
    VIEW_ENTRIES = "assessment.view_entries"
    HAND_IN = "assessment.hand_in"
    VIEW_BOARD = "assessment.view_board"
    GIVE_SCORES = "assessment.give_scores"
    ASSIGN_DUTIES = "assessment.assign_duties"
    RUN_PERIODS = "assessment.run_periods"
    VIEW_RESULTS = "assessment.view_results"
    DECIDE = "assessment.decide"
    EXPORT = "assessment.export"
    VIEW_SCHEMES = "assessment.view_schemes"
    VIEW_PERIODS = "assessment.view_periods"
    READ_PUBLICATIONS = "assessment.read_publications"
    APPEAL_FOR_DEPARTMENT = "assessment.appeal_for_department"
    HANDLE_APPEALS = "assessment.handle_appeals"
    VIEW_APPEALS = "assessment.view_appeals"
    VIEW_INSIGHT = "assessment.view_insight"
    VIEW_RATERS = "assessment.view_raters"
    DRAFT_SCHEMES = "assessment.draft_schemes"
    APPROVE_SCHEMES = "assessment.approve_schemes"


_OFFICE = {Role.ASSESSMENT_OFFICE}
# Whoever works with assessments at all. The three administrators see neither entries nor scores nor grades.
_EVERYBODY = set(Role) - ADMINISTRATORS
_LEADERS = {Role.SECTION_CHIEF, Role.DEPUTY, Role.HEAD, Role.LEADING_GROUP}

ACTIONS: dict[str, set[Role]] = {
    Action.OWN_RESULTS: {Role.STAFF},
    Action.RECORD_ENTRIES: {Role.DEPARTMENT_ADMIN, Role.SUPERVISOR} | _OFFICE,
    Action.VIEW_ENTRIES: {Role.DEPARTMENT_ADMIN, Role.SUPERVISOR, Role.HR} | _LEADERS | _OFFICE,
    Action.HAND_IN: {Role.DEPARTMENT_ADMIN} | _OFFICE,
    Action.VIEW_BOARD: {Role.DEPARTMENT_ADMIN, Role.HR} | _LEADERS | _OFFICE,
    # On a roster: whoever has a rating task may open the page; the tasks themselves are their own only.
    Action.GIVE_SCORES: {Role.STAFF},
    Action.ASSIGN_DUTIES: {Role.DEPARTMENT_ADMIN} | _OFFICE,
    Action.RUN_PERIODS: _OFFICE,
    Action.VIEW_RESULTS: {Role.HR, Role.HEAD, Role.LEADING_GROUP} | _OFFICE,
    Action.DECIDE: {Role.LEADING_GROUP},
    Action.EXPORT: {Role.HR} | _OFFICE,
    Action.VIEW_SCHEMES: _EVERYBODY,
    Action.VIEW_PERIODS: _EVERYBODY,
    Action.READ_PUBLICATIONS: _EVERYBODY,
    # A department appeals by its chief, against its own result or an entry about it.
    Action.APPEAL_FOR_DEPARTMENT: {Role.SECTION_CHIEF},
    # Who entered or decided what is objected to is kept from judging it by the service, not by a role.
    Action.HANDLE_APPEALS: {Role.LEADING_GROUP} | _OFFICE,
    Action.VIEW_APPEALS: {Role.HR, Role.HEAD, Role.LEADING_GROUP} | _OFFICE,
    # Sums only: whoever may not see results is told nothing about fewer than three people.
    Action.VIEW_INSIGHT: {Role.DEPARTMENT_ADMIN, Role.HR} | _LEADERS | _OFFICE,
    Action.VIEW_RATERS: {Role.HR} | _OFFICE,
    Action.DRAFT_SCHEMES: _OFFICE,
    # Whoever drafted a scheme does not approve it: that is checked where it is published.
    Action.APPROVE_SCHEMES: {Role.LEADING_GROUP, Role.HEAD} | _OFFICE,
}
