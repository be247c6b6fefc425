"""From a stored version to the scheme that the scoring core runs."""

from functools import lru_cache

from assessment.models import Period, SchemeVersion
from assessment.rules import Scheme, load_scheme


@lru_cache(maxsize=64)
def _compiled(digest: str) -> Scheme:
    version = SchemeVersion.objects.select_related("scheme").filter(hash=digest).earliest("pk")
    return load_scheme(version.text, file=f"{version.scheme.code} v{version.number}")


def compiled(version: SchemeVersion) -> Scheme:
    """The scheme of a version; parsed once per process, since versions with one hash say the same."""
    return _compiled(version.hash)


def scheme_of(period: Period) -> Scheme:
    """The scheme that a period was opened with."""
    return compiled(period.version)
