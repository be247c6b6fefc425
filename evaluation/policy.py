"""What can be done in the evaluation room, and by which roles. To cast a ballot a code is enough."""

from organization.models import Role


class Action:
    """Names of what can be done."""

    RUN = "evaluation.run"


ACTIONS: dict[str, set[Role]] = {Action.RUN: {Role.ASSESSMENT_OFFICE}}
