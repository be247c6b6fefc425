"""Matters and decisions in the reader's words."""

from django.utils.translation import gettext as _

from assessment.decisions.pending import Kind, Matter
from assessment.results.subject_rows import Words


def group_title(category: str | None, words: Words) -> str:
    """Whose cap it is: a category, everyone, or the departments as the scheme calls them."""
    if words.kind == "department":
        return words.part.title.get(words.language) if words.part.of_departments else _("Departments")
    return words.category(category) if category else _("Whole unit")


def matter_title(matter: Matter, words: Words) -> str:
    """What is to be decided: ``Middle rank: equals at the cap of Excellent``; ``words`` of those whom it is about."""
    values = {"group": group_title(matter.category, words), "grade": words.grade(matter.grade)}
    if matter.kind == Kind.PENDING:
        return _("%(group)s · grades to be decided") % values
    # After a decision further up there may be room for all the equals: then it is no tie any more.
    if matter.kind == Kind.TIE and len(matter.people) > (matter.seats or 0):
        return _("%(group)s · equal scores at the cap of “%(grade)s”") % values
    return _("%(group)s · free seats for “%(grade)s”") % values
