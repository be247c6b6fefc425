"""What can be done in the worklog room, and by which roles."""

from organization.models import Role


class Action:
    """Names of what can be done."""

    WRITE = "worklog.write"
    REVIEW = "worklog.review"
    MARK = "worklog.mark"


ACTIONS: dict[str, set[Role]] = {
    Action.WRITE: {Role.STAFF},
    # The level somebody reviews at is the role they hold for the person's department.
    Action.REVIEW: {Role.SECTION_CHIEF, Role.DEPUTY, Role.HEAD},
    Action.MARK: {Role.DEPUTY, Role.ASSESSMENT_OFFICE},
}
