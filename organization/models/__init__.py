"""Tables of the organization room."""

from organization.models.audit import AuditEvent
from organization.models.calendar import CalendarDay
from organization.models.jobs import Job
from organization.models.people import Assignment, StaffMember, StaffState
from organization.models.roles import Role, RoleGrant
from organization.models.roster import RosterImport
from organization.models.units import Department, Post, Unit
from organization.models.users import User

__all__ = [
    "Assignment",
    "AuditEvent",
    "CalendarDay",
    "Department",
    "Job",
    "Post",
    "Role",
    "RoleGrant",
    "RosterImport",
    "StaffMember",
    "StaffState",
    "Unit",
    "User",
]
