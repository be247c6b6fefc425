"""The container set-up: complete, healthy or not at all, and without a default secret."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(COMPOSE)["services"]
    return found


def test_all_parts_are_there(services: dict[str, Any]) -> None:
    assert set(services) == {"migrate", "web", "worker", "beat", "postgres", "redis"}
    assert services["postgres"]["image"].startswith("postgres:15")
    assert services["redis"]["image"].startswith("redis:7")


def test_every_lasting_service_has_a_health_check_and_restarts(services: dict[str, Any]) -> None:
    lasting = {name: service for name, service in services.items() if name != "migrate"}
    assert all(service["healthcheck"]["test"] for service in lasting.values())
    assert {service["restart"] for service in lasting.values()} == {"unless-stopped"}


def test_nothing_starts_before_the_tables_are_there(services: dict[str, Any]) -> None:
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert services["migrate"]["depends_on"]["postgres"] == {"condition": "service_healthy"}
    assert "migrate" in services["migrate"]["command"]


def test_data_lives_in_named_volumes(services: dict[str, Any]) -> None:
    declared = set(YAML(typ="safe").load(COMPOSE)["volumes"])
    used = {volume.split(":")[0] for service in services.values() for volume in service.get("volumes", [])}
    assert used == declared == {"media", "postgres", "redis"}


def test_every_secret_must_be_set_and_is_described_in_the_example() -> None:
    required = set(re.findall(r"\$\{([A-Z_]+):\?", COMPOSE))
    assert required == {"SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "ALLOWED_HOSTS"}
    for secret in required:
        assert not re.search(rf"\$\{{{secret}(:-|\}}|-)", COMPOSE), f"{secret} has a default"
        assert re.search(rf"^{secret}=$", EXAMPLE, flags=re.MULTILINE), f"{secret} is missing or filled in"
    optional = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE)) - required
    assert all(re.search(rf"^(# )?{name}=", EXAMPLE, flags=re.MULTILINE) for name in optional)


def test_the_image_runs_as_an_ordinary_user_on_the_locked_dependencies() -> None:
    user = re.findall(r"^USER (\S+)$", DOCKERFILE, flags=re.MULTILINE)
    assert user
    assert user[-1] not in ("root", "0")
    assert re.search(r"--require-hashes \\\n\s+-r /tmp/requirements\.lock", DOCKERFILE)
    assert "apt-get" not in DOCKERFILE
    assert "collectstatic" in DOCKERFILE


def test_the_image_gets_every_room_and_nothing_private() -> None:
    kept = set(re.findall(r"^!(\S+?)/?$", (ROOT / ".dockerignore").read_text(), flags=re.MULTILINE))
    assert {"assessment", "config", "foundation", "organization", "templates", "static", "locale"} <= kept
    assert (ROOT / ".dockerignore").read_text().splitlines()[0] == "*"
    assert not kept & {".env", "var", ".git", "tests"}
    assert all((ROOT / name).exists() for name in kept)


class Health(BaseHTTPRequestHandler):
    status = 200
    seen: dict[str, str] = {}

    def do_GET(self) -> None:
        Health.seen = {"path": self.path, "host": self.headers["Host"]}
        self.send_response(Health.status)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def web() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Health)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def ask(port: int, hosts: str) -> int:
    command = [sys.executable, "scripts/healthcheck.py"]
    return subprocess.run(
        command, cwd=ROOT, env={"PORT": str(port), "ALLOWED_HOSTS": hosts}, check=False
    ).returncode


@pytest.mark.parametrize(
    ("hosts", "asked"),
    [("a.example.org,b", "a.example.org"), (".example.org", "example.org"), ("*", "localhost")],
)
def test_the_health_check_asks_under_a_name_that_the_site_accepts(web: int, hosts: str, asked: str) -> None:
    Health.status = 200
    assert ask(web, hosts) == 0
    assert Health.seen == {"path": "/healthz", "host": asked}


def test_the_health_check_fails_when_the_site_does(web: int) -> None:
    Health.status = 500
    assert ask(web, "localhost") == 1
    assert ask(1, "localhost") == 1
