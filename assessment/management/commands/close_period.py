"""``manage.py close_period``: close a submitted period in this process."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError

from assessment.closing.start_close import close_here
from assessment.management.period_argument import period_named
from organization.models import Job, User


class Command(BaseCommand):
    """Closes a period here and now; exit code 1 and the reason when it cannot be closed."""

    help = "Close a submitted period. A close whose process died is taken up again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which period, in whose name."""
        parser.add_argument("period", help="id, or unit:scheme:key (minzheng:shufu-50:2026-04)")
        parser.add_argument("--by", metavar="LOGIN", help="whose close it is; must be allowed to run periods")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the close to its end."""
        actor = User.objects.filter(username=options["by"]).first() if options["by"] else None
        if options["by"] and actor is None:
            raise CommandError(f"no login {options['by']}")
        try:
            period = period_named(options["period"])
            job = close_here(actor=actor, period=period)
        except ValueError as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except PermissionDenied as error:
            raise CommandError(f"{actor} may not run periods of {period.unit}") from error
        if job.state != Job.State.DONE:
            raise CommandError(job.error)
        outcome = job.outcome or {}
        self.stdout.write(f"{period}: revision {outcome.get('revision')}, {outcome.get('people')} people")
