"""The project speaks of itself alone: no package hosts, no paths of somebody's machine."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Written in pieces, so that this file does not find itself.
FORBIDDEN = [
    "pypi" + ".org",
    "python" + "hosted",
    "npm" + "js",
    "js" + "delivr",
    "unp" + "kg",
    "cdn" + "js",
    "google" + "apis",
    "aliyun" + "cs",
    "tuna." + "tsinghua",
    "docker" + ".io",
    "ghcr" + ".io",
    "/wo" + "rk/",
    "/ro" + "ot/",
]


def project_files() -> list[Path]:
    """Every file that belongs to the project: known to git or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_package_host_or_a_private_path() -> None:
    found = []
    for path in project_files():
        content = path.read_bytes()
        if b"\0" in content:
            continue
        text = content.decode("utf-8").lower()
        found += [f"{path.relative_to(ROOT)}: {word}" for word in FORBIDDEN if word in text]
    assert found == []


def test_no_secret_database_or_build_is_part_of_the_project() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in project_files()}
    assert {
        "pyproject.toml",
        "LICENSE",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        ".env.example",
        ".ci/run",
    } <= names
    unwanted = (".env", ".sqlite3", ".mo", ".pyc", ".log")
    assert [name for name in names if name.endswith(unwanted)] == []
    assert not any(name.startswith((".venv/", "var/")) for name in names)
