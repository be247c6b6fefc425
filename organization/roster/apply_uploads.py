"""Carrying out a confirmed plan: all of it or nothing, in bulk, with a line in history and log for every person."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from foundation.pinyin import initials_of, pinyin_of
from organization.jobs import JobFailed, Progress, job_kind
from organization.models import (
    Assignment,
    AuditEvent,
    Job,
    RosterImport,
    StaffMember,
    StaffState,
    Unit,
    User,
)
from organization.policy import Action, require_whole_unit
from organization.roster.current_roster import CurrentRoster, current_roster_of
from organization.roster.keep_uploads import refuse_unless_pending
from organization.write_audit import log_act

KIND = "organization.apply_roster"
BATCH = 1000


@job_kind(KIND, gettext_lazy("Roster from Excel"))
def run(job: Job, progress: Progress) -> dict[str, Any]:
    """The job behind the button: apply the upload named in the parameters."""
    upload = RosterImport.objects.select_related("unit").get(pk=job.params["upload"], unit=job.unit)
    progress.step(_("Changing the roster"))
    try:
        count = apply_upload(actor=job.started_by, upload=upload)
    except ValidationError as error:
        raise JobFailed(" ".join(error.messages)) from error
    return {
        "url": reverse("people", args=[upload.unit.code]),
        "label": _("To the people"),
        "text": _("%(count)s changes were applied to the roster.") % {"count": count},
    }


@transaction.atomic
def apply_upload(*, actor: User | None, upload: RosterImport) -> int:
    """Apply exactly what was shown; how many changes. Refused when the roster has changed since, or a second time."""
    require_whole_unit(actor, upload.unit, Action.EDIT_ROSTER)
    unit = Unit.objects.select_for_update().get(pk=upload.unit_id)
    upload = RosterImport.objects.select_for_update().get(pk=upload.pk)
    standing = current_roster_of(unit)
    refuse_unless_pending(upload, standing)
    by_act: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for change in upload.plan:
        by_act[change["act"]].append(change)
    reason = upload.file_name[:100]
    applier = _Applier(standing, actor, reason)
    applier.hire(by_act["hire"])
    applier.end_places([*by_act["transfer"], *by_act["leave"]])
    applier.open_places(by_act["transfer"])
    applier.add_states([*by_act["leave"], *by_act["joined"]])
    applier.edit(by_act["edit"])
    _log(actor, upload)
    upload.state, upload.finished_at = RosterImport.State.APPLIED, timezone.now()
    upload.save(update_fields=["state", "finished_at"])
    return len(upload.plan)


class _Applier:
    def __init__(self, standing: CurrentRoster, actor: User | None, reason: str) -> None:
        self.standing = standing
        self.people = {person.pk: person for person in standing.people.values()}
        self.signed: dict[str, Any] = {
            "batch_size": BATCH,
            "default_user": actor,
            "default_change_reason": reason,
        }

    def hire(self, changes: list[dict[str, Any]]) -> None:
        new = [
            StaffMember(
                unit=self.standing.unit,
                number=change["number"],
                name=change["name"],
                pinyin=pinyin_of(change["name"])[:120],
                initials=initials_of(change["name"])[:40],
                position_title=change["data"]["position_title"],
            )
            for change in changes
        ]
        created = self._create(new, StaffMember)
        ids = {person.number: person.pk for person in created}
        places, joined = [], []
        for change in changes:
            staff_id = ids[change["number"]]
            places.append(_place(staff_id, change))
            if change["data"]["joined_on"]:
                joined.append(_state(staff_id, StaffState.Kind.JOINED, change["data"]["joined_on"]))
        self._create(places, Assignment)
        self._create(joined, StaffState)

    def end_places(self, changes: list[dict[str, Any]]) -> None:
        ended = []
        for change in changes:
            place = self.standing.last.get(change["staff"])
            last_day = date.fromisoformat(change["on"]) - timedelta(days=1)
            if place is not None and (place.valid_to is None or place.valid_to > last_day):
                place.valid_to = last_day
                ended.append(place)
        self._update(ended, Assignment, ["valid_to"])

    def open_places(self, changes: list[dict[str, Any]]) -> None:
        self._create([_place(change["staff"], change) for change in changes], Assignment)

    def add_states(self, changes: list[dict[str, Any]]) -> None:
        states = [_state(change["staff"], change["after"]["state"], change["on"]) for change in changes]
        self._create(states, StaffState)

    def edit(self, changes: list[dict[str, Any]]) -> None:
        edited = []
        for change in changes:
            person = self.people[change["staff"]]
            for key, value in change["after"].items():
                setattr(person, key, value)
            person.pinyin, person.initials = pinyin_of(person.name)[:120], initials_of(person.name)[:40]
            edited.append(person)
        self._update(edited, StaffMember, ["name", "pinyin", "initials", "position_title"])

    def _create(self, rows: list[Any], model: Any) -> list[Any]:
        return bulk_create_with_history(rows, model, **self.signed) if rows else []

    def _update(self, rows: list[Any], model: Any, fields: list[str]) -> None:
        if rows:
            bulk_update_with_history(rows, model, fields, **self.signed)


def _place(staff_id: int, change: dict[str, Any]) -> Assignment:
    data = change["data"]
    return Assignment(
        staff_id=staff_id,
        department_id=data["department"],
        post_id=data["post"],
        category=data["category"],
        valid_from=date.fromisoformat(change["on"]),
    )


def _state(staff_id: int, kind: str, day: str) -> StaffState:
    return StaffState(staff_id=staff_id, kind=kind, valid_from=date.fromisoformat(day))


def _log(actor: User | None, upload: RosterImport) -> None:
    counts: dict[str, int] = defaultdict(int)
    events = []
    for change in upload.plan:
        counts[change["act"]] += 1
        events.append(
            AuditEvent(
                actor=actor,
                unit=upload.unit,
                action="state.record" if change["act"] == "joined" else f"staff.{change['act']}",
                target=f"{change['number']} {change['name']}"[:120],
                before=change["before"] or None,
                after=change["after"] | {"on": change["on"], "file": upload.file_name},
            )
        )
    AuditEvent.objects.bulk_create(events, batch_size=BATCH)
    log_act(
        actor=actor,
        unit=upload.unit,
        action="roster.import",
        target=upload.file_name,
        after=counts | {"effective_on": upload.effective_on, "sha256": upload.sha256},
    )
