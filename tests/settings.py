"""Settings of the test run: those of the project, on the services that answer.

Named in pyproject.toml, so plain ``pytest`` and ``make test`` behave alike. ``DATABASE_URL`` and ``REDIS_URL`` win;
otherwise PostgreSQL and Redis on their usual local ports are used if they answer; otherwise SQLite and no broker.
``TEST_DATABASE=sqlite`` asks for SQLite, ``TEST_DB_NAME`` for another name of the test database.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from foundation.messages import catalogue
from tests import detection

_root = Path(__file__).resolve().parent.parent
_on_sqlite = os.environ.get("TEST_DATABASE") == "sqlite"
_database = None if _on_sqlite else detection.postgres_url()
_redis = None if _on_sqlite and not os.environ.get("REQUIRE_SERVICES") else detection.redis_url()
for _name, _url in (("DATABASE_URL", _database), ("REDIS_URL", _redis)):
    if _url:
        os.environ[_name] = _url
    else:
        os.environ.pop(_name, None)
# Playwright's synchronous interface runs an event loop in the thread of the test.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
os.environ.setdefault("API_RATE", "100000/minute")

with catalogue.locked(_root):
    catalogue.compile_catalogue(_root, force=False)

from config.settings import *  # noqa: E402, F403
from config.settings import CACHES, DATABASES, REDIS_URL, VAR_DIR  # noqa: E402

(VAR_DIR / "static").mkdir(parents=True, exist_ok=True)
_test_name = os.environ.get("TEST_DB_NAME", "test_efficiency")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and processes each have their own connection, as in production.
    # Nobody needs the data after a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / f"{_test_name}.sqlite3")}
else:
    DATABASES["default"]["TEST"] = {"NAME": _test_name}
_worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
CACHES["default"]["KEY_PREFIX"] = f"{_test_name}_{_worker}"
if REDIS_URL:
    # Clearing a cache empties its whole database: one for each process of the run, none of them the broker's.
    _place = 8 + int(_worker.removeprefix("gw")) % 6
    CACHES["default"]["LOCATION"] = urlsplit(REDIS_URL)._replace(path=f"/{_place}").geturl()

# Jobs run in the process of the test; the tests of the queue name the broker themselves (fixture ``celery_worker``).
CELERY_BROKER_URL = ""
JOBS_RUN_IN = "thread"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
