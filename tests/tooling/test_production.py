"""Production starts on safe settings or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECRET = "x7Jq-bM2_vT9zKd4" * 4


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**kept, "DEBUG": "0", "ALLOWED_HOSTS": "assessment.example.org", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("secret", [None, "", "development-only-never-in-production", "short"])
def test_production_refuses_a_default_or_short_secret(secret: str | None) -> None:
    done = manage("check", **({} if secret is None else {"SECRET_KEY": secret}))
    assert done.returncode != 0
    assert "SECRET_KEY must be set" in done.stderr


def test_production_settings_pass_the_deployment_check_without_a_warning() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", SECRET_KEY=SECRET)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_the_tables_match_the_models() -> None:
    done = manage("makemigrations", "--check", "--dry-run", SECRET_KEY=SECRET)
    assert done.returncode == 0, done.stdout
