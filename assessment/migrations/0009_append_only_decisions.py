"""Decisions, what they gave, signatures, hand-ins and published versions stay as they were written.

A decision and a hand-in may still be taken back once, and a version withdrawn from use: those columns alone may change.
"""

from django.db import migrations

from foundation.append_only import Protect


class Migration(migrations.Migration):
    dependencies = [("assessment", "0008_scheme_status_words")]

    operations = [
        Protect("assessment_decision", may_change=["revoked_by_id", "revoked_at", "revoked_reason"]),
        Protect("assessment_decidedgrade", may_change=["is_active"]),
        Protect("assessment_acknowledgement"),
        Protect("assessment_handin", may_change=["withdrawn_by_id", "withdrawn_at"]),
        Protect("assessment_schemeversion", may_change=["status", "valid_to"], while_in=("status", "draft")),
    ]
