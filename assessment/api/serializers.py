"""What goes out and in. Points, scores, counts and amounts are strings, dates ISO 8601."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessment.api.input_fields import ExactFigure, Particular, StrictSerializer
from assessment.ledger.clauses import clauses_of
from assessment.models import Entry, Period
from assessment.periods.deadlines import deadlines_of

MOST_ROWS = 5000
SHARES = "Shares of the valid answers in percent by group of raters; null where the scheme asks no questions."


def exact(**kwargs: Any) -> serializers.DecimalField:
    """A figure that goes out, as a string."""
    return serializers.DecimalField(max_digits=10, decimal_places=2, read_only=True, **kwargs)


class NamedOut(serializers.Serializer[Any]):
    """A department or post: its id and name."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class PersonOut(serializers.Serializer[Any]):
    """A person, in as few words as tell namesakes apart."""

    id = serializers.IntegerField(source="pk")
    number = serializers.CharField()
    name = serializers.CharField()


class BothLanguages(serializers.Serializer[Any]):
    """A text of a scheme."""

    zh = serializers.CharField()
    en = serializers.CharField()


class CodedOut(serializers.Serializer[Any]):
    """A code of the scheme with its title in the language of the answer."""

    code = serializers.CharField()
    title = serializers.CharField()


class UnitOut(serializers.Serializer[Any]):
    """A unit that the asker belongs to."""

    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()


class UnitDetail(UnitOut):
    """A unit, and what the asker is in it."""

    roles = serializers.ListField(child=serializers.CharField())
    staff_id = serializers.IntegerField(
        allow_null=True, help_text="The asker on the unit's roster, if there."
    )


class StaffOut(serializers.Serializer[Any]):
    """A person's place today."""

    id = serializers.IntegerField(source="staff_id")
    number = serializers.CharField()
    name = serializers.CharField(source="staff.name")
    position_title = serializers.CharField(source="staff.position_title")
    department = NamedOut()
    post = NamedOut(allow_null=True)
    category = serializers.CharField()
    since = serializers.DateField(source="valid_from")


class SchemeOut(serializers.Serializer[Any]):
    """A version of a scheme."""

    id = serializers.IntegerField()
    code = serializers.CharField(source="scheme.code")
    version = serializers.IntegerField(source="number")
    title = serializers.SerializerMethodField()
    hash = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    cadences = serializers.SerializerMethodField()

    @extend_schema_field(BothLanguages)
    def get_title(self, version: Any) -> dict[str, str]:
        """In both languages."""
        return dict(version.rules.title.model_dump())

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_cadences(self, version: Any) -> list[str]:
        """For which lengths of period the scheme has a part."""
        return list(version.rules.parts)


class ClauseOut(serializers.Serializer[Any]):
    """A clause that entries are recorded against."""

    id = serializers.CharField()
    cadence = serializers.ChoiceField(choices=Period.Cadence.choices)
    kind = serializers.ChoiceField(
        choices=["per_count", "given", "levels", "finding", "from_department"],
        help_text=(
            "per_count takes a count, given takes signed points, levels a level (and a kind), finding a ref. "
            "Nothing is recorded against from_department."
        ),
    )
    about = serializers.ChoiceField(choices=["staff", "department"])
    title = BothLanguages()
    item = serializers.CharField(allow_null=True)
    item_title = BothLanguages(allow_null=True)
    points = BothLanguages(help_text="What it is worth, in words.")
    points_each = exact(allow_null=True)
    lowest = exact(allow_null=True)
    highest = exact(allow_null=True)
    unit = BothLanguages(allow_null=True)
    step = exact(allow_null=True)
    once_per_period = serializers.BooleanField()
    particulars = serializers.ListField(
        child=serializers.CharField(), help_text="Names of what an entry may state in its attributes."
    )


class SchemeRef(serializers.Serializer[Any]):
    """The version that a period was opened with."""

    id = serializers.IntegerField(source="version_id")
    code = serializers.CharField(source="scheme.code")
    version = serializers.IntegerField(source="version.number")
    hash = serializers.CharField(source="version.hash")


class PeriodRef(serializers.Serializer[Any]):
    """A period by its id and key (2026-04, 2026-Q1, 2026)."""

    id = serializers.IntegerField(source="pk")
    key = serializers.CharField()


class PeriodOut(serializers.Serializer[Any]):
    """A period and how far it has come."""

    id = serializers.IntegerField()
    key = serializers.CharField()
    title = serializers.CharField()
    cadence = serializers.ChoiceField(choices=Period.Cadence.choices)
    scheme = SchemeRef(source="*")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    state = serializers.ChoiceField(choices=Period.State.choices)
    takes_entries = serializers.BooleanField()
    revision = serializers.IntegerField(
        source="current_close.revision", default=None, allow_null=True, help_text="Of the close that counts."
    )
    published_on = serializers.DateField(allow_null=True)
    publication_ends_on = serializers.DateField(allow_null=True)
    final_on = serializers.DateField(allow_null=True)


class DeadlineOut(serializers.Serializer[Any]):
    """A step of the scheme's procedure with its date."""

    title = serializers.CharField()
    note = serializers.CharField()
    due = serializers.DateField(allow_null=True)
    done = serializers.BooleanField(allow_null=True)
    overdue = serializers.BooleanField()


class PeriodDetail(PeriodOut):
    """A period with the dates of its procedure."""

    deadlines = serializers.SerializerMethodField()

    @extend_schema_field(DeadlineOut(many=True))
    def get_deadlines(self, period: Period) -> Any:
        """In the order of the scheme."""
        return DeadlineOut(deadlines_of(period, self.context["today"]), many=True).data


class EvidenceOut(serializers.Serializer[Any]):
    """A file that proves an entry; it is fetched from the pages."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()


class EntryOut(serializers.Serializer[Any]):
    """One line of the ledger. Without ``staff`` it is about the department itself."""

    id = serializers.IntegerField()
    period = PeriodRef()
    staff = PersonOut(allow_null=True)
    department = NamedOut()
    clause = serializers.CharField()
    clause_title = serializers.SerializerMethodField()
    occurred_on = serializers.DateField()
    count = exact(allow_null=True)
    points = exact(allow_null=True)
    attributes = serializers.DictField(child=Particular())
    effect = exact(help_text="Signed points of this line taken alone.")
    note = serializers.CharField()
    source = serializers.ChoiceField(choices=Entry.Source.choices)  # type: ignore[assignment]
    source_ref = serializers.CharField()
    entered_by = serializers.CharField()
    recorded_at = serializers.DateTimeField()
    reverses = serializers.IntegerField(source="reverses_id", allow_null=True)
    reversed_by = serializers.IntegerField(source="reversal.pk", default=None, allow_null=True)
    reason = serializers.CharField(help_text="Why it reverses another; empty for other entries.")
    evidence = EvidenceOut(many=True)

    def get_clause_title(self, entry: Entry) -> str:
        """In the language of the answer."""
        kind = "staff" if entry.staff_id is not None else "department"
        line = clauses_of(entry.period, self.context["language"], kind).get(entry.clause)
        return line.title if line else ""


class EntryIn(StrictSerializer):
    """An entry to be recorded: a count or signed points, whichever the clause asks for.

    It is about a person or, where the scheme assesses departments, about a department: one of the two is given.
    """

    staff_number = serializers.CharField(max_length=20, required=False)
    department_code = serializers.CharField(max_length=20, required=False)
    clause = serializers.CharField(max_length=60)
    occurred_on = serializers.DateField(help_text="The period is the one that takes entries of this day.")
    count = ExactFigure(required=False, allow_null=True, help_text="1 when left out.")
    points = ExactFigure(required=False, allow_null=True)
    attributes = serializers.DictField(
        child=Particular(),
        required=False,
        help_text="Particulars that the clause asks for: level, kind, matter, ref, and its attributes by name.",
    )
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)
    source_ref = serializers.CharField(
        max_length=80, required=False, allow_blank=True, help_text="What the sending system calls it."
    )

    def to_internal_value(self, data: Any) -> Any:
        """The checked values; one subject, not two and not none."""
        faults: dict[str, Any] = {}
        value = None
        if isinstance(data, Mapping) and ("staff_number" in data) == ("department_code" in data):
            faults["staff_number"] = [_("Either a staff number or a department code is needed.")]
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as refusal:
            faults |= refusal.detail  # type: ignore[arg-type]  # of a serializer it is a mapping
        if faults:
            raise serializers.ValidationError(faults)
        return value


class RowsIn(StrictSerializer):
    """Entries that are recorded together, or not at all."""

    rows = EntryIn(many=True, allow_empty=False, min_length=1, max_length=MOST_ROWS)  # type: ignore[call-arg]


class RecordedOut(serializers.Serializer[Any]):
    """The entries in the order of the rows."""

    entries = EntryOut(many=True)


class ReverseIn(StrictSerializer):
    """Why an entry is taken back."""

    reason = serializers.CharField(max_length=300)


class ExplainedLine(serializers.Serializer[Any]):
    """One entry, rating, fact, term or earlier period."""

    text = serializers.CharField()
    value = serializers.CharField(allow_null=True)
    entry = serializers.IntegerField(allow_null=True, help_text="The id of the entry, where it is one.")


class ExplainedSection(serializers.Serializer[Any]):
    """A gate, an item, the score, the grade, a quota or the bonus: what applied, in sentences."""

    kind = serializers.CharField()
    id = serializers.CharField()
    title = serializers.CharField()
    value = serializers.CharField(allow_null=True)
    sentences = serializers.ListField(child=serializers.CharField())
    lines = ExplainedLine(many=True)


class TokenIn(StrictSerializer):
    """A login with its password."""

    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=128, trim_whitespace=False, style={"input_type": "password"})


class TokenOut(serializers.Serializer[Any]):
    """What stands in the header «Authorization: Token …» from now on."""

    token = serializers.CharField()
