"""One login for every role in one unit, rows of every kind for them to reach for, and a stranger in another unit.

The street office. «Own» is the asker's department (party office) or person, «other» the city squad or somebody there.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from assessment.appeals.file_appeal import appeal_entry
from assessment.appeals.run_jobs import PREVIEW
from assessment.data_entry.entries.sheet.import_entries import KIND
from assessment.ledger.decide_proposals import confirm_proposal
from assessment.ledger.propose_entries import propose_entry, withdraw_proposal
from assessment.ledger.record_entries import record
from assessment.models import (
    Appeal,
    Decision,
    Draft,
    Entry,
    Evidence,
    Period,
    ProposedEntry,
    RatingTask,
    Result,
)
from assessment.periods.open_period import open_period
from organization.models import (
    Assignment,
    Department,
    Job,
    Post,
    Role,
    RoleGrant,
    RosterImport,
    StaffMember,
    StaffState,
    User,
)
from organization.subjects import SubjectRef
from tests.cast import START, House, add_person, build_outsiders, grant
from tests.narrowing import present
from tests.periods import houses
from tests.workshop.trying import tried_out

SCOPED = {"chief": Role.SECTION_CHIEF, "deputy": Role.DEPUTY, "admin": Role.DEPARTMENT_ADMIN}
WHOLE = {
    "office": Role.ASSESSMENT_OFFICE,
    "head": Role.HEAD,
    "leading": Role.LEADING_GROUP,
    "hr": Role.HR,
    "supervisor": Role.SUPERVISOR,
}
ADMINISTRATORS = ("system", "security", "auditor")
MEMBERS = ("staff", *SCOPED, *WHOLE)
COLUMNS = (*MEMBERS, *ADMINISTRATORS, "stranger", "nobody")


@dataclass
class World:
    """The unit, its logins by column of the table, and its rows by name."""

    house: House
    logins: dict[str, User | None]
    rows: dict[str, Any] = field(default_factory=dict)

    def person(self, column: str) -> StaffMember:
        """The asker on the roster; an administrator is on none and reaches for the plain staff member's."""
        return self.house.people[column if column in MEMBERS else "staff"]


def build_world(bureau: House, street: House) -> World:
    """Everything the table reaches for."""
    for number, name in enumerate(("peer", "spare", *MEMBERS)):
        add_person(street, name, f"30{number:02}", f"同事{number}", "party", "general", login=name != "spare")
    for name, role in SCOPED.items():
        grant(street, name, role, "party")
    for name, role in WHOLE.items():
        grant(street, name, role)
    outsiders = build_outsiders(street)
    for role in (*SCOPED.values(), *WHOLE.values()):
        RoleGrant.objects.get_or_create(
            user=bureau.user("zhou"), unit=bureau.unit, role=role, valid_from=START
        )
    logins: dict[str, User | None] = {name: street.user(name) for name in MEMBERS}
    logins |= {name: outsiders[name] for name in ADMINISTRATORS}
    world = World(street, logins | {"stranger": bureau.user("zhou"), "nobody": None})
    _periods(world)
    _facts(world)
    _appeals(world)
    world.rows["proposal"] = _recalled(world)
    _organization(world)
    from tests.permissions.sheets import faulty_roster

    world.rows["faulty upload"] = faulty_roster(world)
    world.rows["draft"] = _draft(world)
    world.rows["tryout"] = tried_out(
        world.rows["draft"], world.rows["published"], present(world.logins["office"])
    )
    return world


def _draft(world: World) -> Draft:
    office, version = present(world.logins["office"]), world.rows["open"].version
    return Draft.objects.create(
        unit=world.house.unit,
        code=version.scheme.code,
        based_on=version,
        text=version.text,
        created_by=office,
        saved_by=office,
    )


def _periods(world: World) -> None:
    house = world.house
    facts = houses.rated("45", "45")
    published = houses.closed(house, "2026-Q2", {}, facts)
    Period.objects.filter(pk=published.pk).update(
        state=Period.State.PUBLISHED, published_on=date(2026, 11, 13), publication_ends_on=date(2026, 11, 20)
    )
    closed = houses.closed(house, "2026-Q3", {}, facts)
    opened = open_period(actor=None, unit=house.unit, scheme=house.scheme, key="2026-Q4")
    decision = Decision(
        close=closed.current_close,
        kind=Decision.Kind.TIE,
        subject="tie:excellent",
        reason="集体研究",
        decided_by=world.logins["leading"],
        minutes_name="纪要.pdf",
    )
    decision.minutes.save("minutes.pdf", ContentFile(b"%PDF-1.4"))
    world.rows |= {"published": published, "closed": closed, "open": opened, "decision": decision}


def _facts(world: World) -> None:
    house, rows = world.house, world.rows
    people = {name: house.people[name] for name in (*MEMBERS, "peer", "ma")}
    for name, person in people.items():
        entry = record(
            actor=house.user("office"),
            unit=house.unit,
            staff=person,
            clause="merit",
            points=Decimal(1),
            occurred_on=date(2026, 11, 19),
            idempotency_key=f"world-{name}",
        )
        proof = Evidence(
            entry=entry, name="证明.pdf", content_type="application/pdf", size=8, sha256="0" * 64
        )
        proof.uploaded_by = house.user("office")
        proof.file.save("x", ContentFile(b"%PDF-1.4"))
        rows[f"entry of {name}"], rows[f"evidence of {name}"] = entry, proof
        rows[f"result of {name}"] = Result.objects.get(close=rows["published"].current_close, staff=person)
        if name not in ("peer", "ma"):
            rows[f"task of {name}"] = _task(rows["open"], house.people["wu"], person)
    rows["task of ma"] = _task(rows["open"], house.people["wu"], house.people["ma"])
    rows["duty of peer"] = _task(rows["open"], house.people["peer"], house.people["tang"])
    rows["duty of ma"] = _task(rows["open"], house.people["ma"], house.people["tang"])


def _appeals(world: World) -> None:
    """An appeal of everyone against their entry, with a file; of everyone the work of a judge on a colleague's."""
    house, rows = world.house, world.rows
    for name in (*MEMBERS, "peer", "ma"):
        proof = ContentFile(b"%PDF-1.4\n%%EOF\n", name="证明.pdf")
        entry = rows[f"entry of {name}"]
        appeal = appeal_entry(actor=house.user(name), entry=entry, grounds="与事实不符", files=[proof])
        rows[f"appeal of {name}"], rows[f"appeal file of {name}"] = appeal, appeal.files.get()
    for key, chief in (("party", "chief"), ("city", "office")):
        about = house.departments[key]
        entry, result = _about_department(world, about)
        appeal = Appeal(kind=Appeal.Kind.ENTRY, entry=entry, period=entry.period, unit=house.unit)
        appeal.department, appeal.grounds, appeal.filed_on = about, "与事实不符", entry.occurred_on
        appeal.filed_by = house.user(chief)
        appeal.save()
        rows[f"entry about {key}"] = _about_department(world, about)[0]
        rows[f"result about {key}"], rows[f"appeal about {key}"] = result, appeal
    params = {"appeal": rows["appeal of peer"].pk, "corrections": {}, "answer": "答复"}
    for name in MEMBERS:
        work = Job(kind=PREVIEW, unit=house.unit, started_by=house.user(name), state=Job.State.FAILED)
        work.params, work.error = params, "未完成"
        work.save()
        rows[f"work of {name}"] = work


def _recalled(world: World) -> ProposedEntry | None:
    """A proposed entry on a colleague that was confirmed and no longer holds."""
    house = world.house
    proposed = propose_entry(
        unit=house.unit,
        about=SubjectRef.staff(house.people["peer"].pk),
        clause="merit",
        points=Decimal(1),
        occurred_on=date(2026, 11, 19),
        reason="群众表扬",
        room="complaints",
        reference="c1",
    )
    confirm_proposal(actor=house.user("office"), proposal=proposed)
    return withdraw_proposal(unit=house.unit, reason="查证不实", room="complaints", reference="c1")


def _about_department(world: World, department: Department) -> tuple[Entry, Result]:
    """An entry and a result of a department; the scheme of this unit assesses none, so no service writes them."""
    house, opened, close = world.house, world.rows["open"], world.rows["published"].current_close
    entry = Entry.objects.create(
        unit=house.unit,
        period=opened,
        department=department,
        clause="merit",
        occurred_on=date(2026, 11, 19),
        effect=Decimal(1),
        entered_by=house.user("office"),
        idempotency_key=f"world-{department.code}-{Entry.objects.count()}",
    )
    said = {"number": department.code, "name": department.name, "status": "assessed"}
    result, _new = Result.objects.get_or_create(close=close, department=department, defaults=said)
    return entry, result


def _task(period: Period, staff: StaffMember, rater: StaffMember) -> RatingTask:
    return RatingTask.objects.create(period=period, staff=staff, item="routine.section", rater=rater)


def _organization(world: World) -> None:
    house, rows = world.house, world.rows
    for name in (*MEMBERS, *ADMINISTRATORS, "peer"):
        user = world.logins.get(name) or house.user("peer")
        job = Job(kind=KIND, unit=house.unit, started_by=user, state=Job.State.DONE, file_name="a.xlsx")
        job.finished_at = timezone.now()
        job.file.save("a.xlsx", ContentFile(b"x"))
        rows[f"job of {name}"] = job
    upload = RosterImport(
        unit=house.unit,
        uploaded_by=house.user("hr"),
        effective_on=date(2026, 11, 20),
        sha256="1" * 64,
        roster_hash="2" * 64,
        state=RosterImport.State.PENDING,
        file_name="名册.xlsx",
    )
    upload.file.save("x", ContentFile(b"x"))
    rows["upload"] = upload
    rows["post"] = Post.objects.create(department=house.departments["party"], name="文书")
    for name in ("peer", "ma"):
        rows[f"state of {name}"] = StaffState.objects.create(
            staff=house.people[name], kind=StaffState.Kind.NOT_IN_POST, valid_from=date(2026, 11, 2)
        )
        rows[f"assignment of {name}"] = Assignment.objects.get(staff=house.people[name])
    rows["grant"] = RoleGrant.objects.get(user=house.user("chief"))
