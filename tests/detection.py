"""Which services answer on this machine. Read before Django's settings are (tests/settings.py)."""

import os
import socket
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import redis

LOCAL_POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
LOCAL_REDIS = "redis://127.0.0.1:6379/15"


@cache
def postgres_url() -> str | None:
    """``DATABASE_URL`` if set, else the local PostgreSQL if it answers and lets us create databases."""
    if named := os.environ.get("DATABASE_URL"):
        return named
    if not _listens(LOCAL_POSTGRES):
        return None
    try:
        connection = psycopg2.connect(LOCAL_POSTGRES, connect_timeout=20)
    except psycopg2.OperationalError:
        return None
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
            row = cursor.fetchone()
    finally:
        connection.close()
    return LOCAL_POSTGRES if row and row[0] else None


@cache
def redis_url() -> str | None:
    """``REDIS_URL`` if set, else the local Redis if it answers."""
    if named := os.environ.get("REDIS_URL"):
        return named
    if not _listens(LOCAL_REDIS):
        return None
    try:
        redis.Redis.from_url(LOCAL_REDIS, socket_connect_timeout=20, socket_timeout=20).ping()
    except redis.RedisError:
        return None
    return LOCAL_REDIS


def chromium() -> str | None:
    """The Chromium to drive: ``CHROMIUM`` or Debian's; None if there is none."""
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    return path if Path(path).is_file() else None


def _listens(url: str) -> bool:
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 0), timeout=5):
            return True
    except OSError:
        return False
