"""How an address of the table is filled in. A route needs a line here only where the names of its parts do not say it."""

from typing import Any

from assessment.office.exports.sheets import KINDS
from organization.subjects import SubjectRef
from tests.permissions.sheets import entries_word, rating_word
from tests.permissions.world import World

# Which period a route is about; the others are about the open one.
PERIODS = {
    "insight_sheet": "published",
    "period_revision": "closed",
    "period_review": "closed",
    "period_publish": "closed",
    "period_reopen": "closed",
    "period_close_progress": "closed",
    "period_verify_progress": "closed",
    "review": "closed",
    "review_decide": "closed",
    "decision_revoke": "decision",
    "decision_minutes": "decision",
    "publication": "published",
    "make_export": "published",
    "period_forms": "closed",
}
# What «own» and «other» mean for the routes that are not about a department's person.
OWN_PERSON = {
    "score_give": "task",
    "job": "job",
    "job_file": "job",
    "import_job": "job",
}
WORK = ("appeal_work", "appeal_confirm")
# The department as such: that of the chief of the table, and another one.
AS_SUCH = {"the department": "party", "another as such": "city"}
PERSONAL = {
    "appeal_result": "result",
    "result_form": "result",
    "acknowledge_result": "result",
    "api_result": "result",
}


def whose(world: World, of: str, column: str) -> str:
    """The short name of the person that the row is about."""
    if of == "own":
        return column if column in world.house.people else "staff"
    return {"own department": "peer", "other department": "ma", "other": "ma"}.get(of, "peer")


def fill(world: World, route: str, names: list[str], of: str, column: str) -> dict[str, Any]:
    """The parts of an address by their names."""
    return {name: _part(world, route, name, of, column) for name in names}


def body(world: World, route: str, of: str, column: str) -> dict[str, Any]:
    """What is sent: the least that tells «not there» from «not complete»."""
    if route in ("period_hand_in", "period_withdraw"):
        return {"department": world.house.departments["city" if of.startswith("other") else "party"].pk}
    if route == "period_open":
        return {"scheme": world.house.scheme.pk, "key": "2026-Q4"}
    if route in ("draft", "draft_yaml", "draft_add", "draft_remove"):
        at = "parts/quarter/clauses" + ("/0" if route == "draft_remove" else "")
        return {"revision": 1, "at": at, "like": "per_count", "text": "id: x"}
    if route == "start_tryout":
        return {"period": world.rows["closed"].pk}
    if route in ("scores_hand_in", "scores_withdraw"):
        return {"period": world.rows["open"].pk}
    if route in ("import_check", "import_errors", "import_record"):
        return {"file": entries_word(world, world.logins[column])}
    if route in ("duties_errors", "figures_errors"):
        return {"token": rating_word(world, world.logins[column], route)}
    return {}


def _part(world: World, route: str, name: str, of: str, column: str) -> Any:
    rows, house, who = world.rows, world.house, whose(world, of, column)
    if route in OWN_PERSON and name.endswith("_id"):
        kind = OWN_PERSON[route]
        owner = {"own": column, "other": "ma" if kind == "task" else "peer"}[of]
        return rows.get(f"{kind} of {owner}", rows[f"{kind} of staff"]).pk
    if of in AS_SUCH and name in ("entry_id", "result_id", "appeal_id"):
        return rows[f"{name.removesuffix('_id')} about {AS_SUCH[of]}"].pk
    if route in WORK and name == "job_id":
        return rows[f"work of {'staff' if of == 'other' or column not in house.people else column}"].pk
    if route in PERSONAL and name in ("result_id", "pk"):
        return rows[f"result of {who}"].pk
    department = house.departments["city" if who == "ma" else "party"]
    values: dict[str, Any] = {
        "unit_code": house.unit.code,
        "period_id": rows[PERIODS.get(route, "open")].pk,
        "staff_id": house.people[who].pk,
        "subject": SubjectRef.staff(house.people[who].pk),
        "rater_id": house.people[who].pk,
        "entry_id": rows.get(f"entry of {who}", rows["entry of peer"]).pk,
        "evidence_id": rows.get(f"evidence of {who}", rows["evidence of peer"]).pk,
        "result_id": rows.get(f"result of {who}", rows["result of peer"]).pk,
        "task_id": rows.get(f"duty of {who}", rows["duty of peer"]).pk,
        "state_id": rows.get(f"state of {who}", rows["state of peer"]).pk,
        "assignment_id": rows.get(f"assignment of {who}", rows["assignment of peer"]).pk,
        "department_id": department.pk,
        "post_id": rows["post"].pk,
        "upload_id": rows["faulty upload" if route == "roster_errors" else "upload"].pk,
        "grant_id": rows["grant"].pk,
        "user_id": house.user("peer").pk,
        "version_id": rows["open"].version_id,
        "draft_id": rows["draft"].pk,
        "tryout_id": rows["tryout"].pk,
        "appeal_id": rows["appeal of peer" if route in WORK else f"appeal of {who}"].pk,
        "proposal_id": rows["proposal"].pk,
        "file_id": rows[f"appeal file of {who}"].pk,
        "revision": 1,
        "week": "2026-W47",
        "journal_id": 1,
        "year": 2026,
        "name": "late",
        "kind": next(code for code, kind in KINDS.items() if "quarter" in kind.cadences),
    }
    values["pk"] = {
        "api_scheme": values["version_id"],
        "api_clauses": values["version_id"],
        "api_entry": values["entry_id"],
        "api_entry_reverse": values["entry_id"],
    }.get(route, values["period_id"])
    return values[name]
