"""Addresses of the given scores, the duties and the figures."""

from django.urls import path, register_converter

from assessment.data_entry.ratings.views import duties, figures, imports, scores, voters
from organization.subjects import SubjectConverter

register_converter(SubjectConverter, "subject")

urlpatterns = [
    path("scores/", scores.scores, name="scores"),
    path("scores/<int:task_id>/", scores.score_give, name="score_give"),
    path("scores/hand-in/", scores.scores_hand_in, name="scores_hand_in"),
    path("scores/withdraw/", scores.scores_withdraw, name="scores_withdraw"),
    path("duties/", duties.duties, name="duties"),
    path("duties/<int:period_id>/people/", duties.find_people, name="duties_people"),
    path("duties/<int:period_id>/raters/", duties.find_raters, name="duties_raters"),
    path("duties/<int:period_id>/add/", duties.duties_add, name="duties_add"),
    path("duties/<int:period_id>/carry-over/", duties.duties_carry_over, name="duties_carry_over"),
    path("duties/<int:period_id>/panel/", voters.duties_panel, name="duties_panel"),
    path("duties/<int:period_id>/voters/", voters.duties_voters, name="duties_voters"),
    path("duties/remove/<int:task_id>/", duties.duty_remove, name="duty_remove"),
    path("duties/<int:period_id>/template/", imports.duties_template, name="duties_template"),
    path("duties/<int:period_id>/import/", imports.duties_import, name="duties_import"),
    path("duties/<int:period_id>/import/confirm/", imports.duties_confirm, name="duties_confirm"),
    path("duties/<int:period_id>/import/errors/", imports.duties_errors, name="duties_errors"),
    path("figures/", figures.figures, name="figures"),
    path("figures/<int:period_id>/<subject:subject>/<slug:name>/", figures.figure_set, name="figure_set"),
    path("figures/<int:period_id>/template/", imports.figures_template, name="figures_template"),
    path("figures/<int:period_id>/import/", imports.figures_import, name="figures_import"),
    path("figures/<int:period_id>/import/confirm/", imports.figures_confirm, name="figures_confirm"),
    path("figures/<int:period_id>/import/errors/", imports.figures_errors, name="figures_errors"),
]
