"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    """Questionnaires and ballots."""

    name = "evaluation"
    verbose_name = _("Evaluation")

    def ready(self) -> None:
        """Offer the counted answers to the close; register actions, acts and pages."""
        from assessment.facade import register_answers, register_asked
        from evaluation import audit_actions, navigation  # noqa: F401 - registered by import
        from evaluation.policy import ACTIONS
        from evaluation.providers import answers_of, asked_of
        from organization.policy import register_actions

        register_actions(ACTIONS)
        register_answers("evaluation", answers_of)
        register_asked("evaluation", asked_of)
