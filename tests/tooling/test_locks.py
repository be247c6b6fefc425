"""The lock files are complete, pin everything with hashes and name no place to fetch it from."""

import re
import tomllib
from importlib.metadata import distribution, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
RUNTIME, DEVELOPMENT = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
TOOLS = [ROOT / "requirements-pip.lock", ROOT / "requirements-uv.lock"]
ALL = [RUNTIME, DEVELOPMENT, *TOOLS]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
ASKED = {
    RUNTIME: PROJECT["dependencies"],
    DEVELOPMENT: PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"],
}
LINUX = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_python_implementation": "CPython",
    "platform_system": "Linux",
    "python_version": "3.11",
    "sys_platform": "linux",
}
# The oldest Python 3.11 there is and Debian's, on both kinds of machine.
MACHINES = [
    LINUX | {"implementation_version": full, "python_full_version": full, "platform_machine": machine}
    for full in ("3.11.0", "3.11.2")
    for machine in ("x86_64", "aarch64")
]


def pins(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", path.read_text(), flags=re.MULTILINE))


def unmet(asked: list[str], pinned: dict[str, str]) -> set[str]:
    """What the requirements and all that follows from them ask for beyond the pins: "name>=1 (from who asks)".

    Read from the metadata of what is installed, extras and markers of each of the machines included.
    """
    found: set[str] = set()
    seen: set[tuple[str, str]] = set()
    waiting = [(Requirement(text), {""}, "pyproject.toml") for text in asked]
    while waiting:
        wanted, extras_of_asker, asker = waiting.pop()
        if not _applies(wanted, extras_of_asker):
            continue
        name = canonicalize_name(wanted.name)
        if name not in pinned or not wanted.specifier.contains(pinned[name], prereleases=True):
            found.add(f"{wanted} (from {asker})")
            continue
        new = {extra for extra in {"", *wanted.extras} if (name, extra) not in seen}
        seen |= {(name, extra) for extra in new}
        if new:
            waiting += [
                (Requirement(text), {"", *wanted.extras}, name) for text in distribution(name).requires or ()
            ]
    return found


def _applies(wanted: Requirement, extras: set[str]) -> bool:
    """Whether a requirement counts on any machine for whoever takes the extras ("" is none)."""
    marker = wanted.marker
    return marker is None or any(
        marker.evaluate(machine | {"extra": extra}) for machine in MACHINES for extra in extras
    )


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_a_lock_file_names_no_index_and_no_address(path: Path) -> None:
    text = path.read_text()
    assert "://" not in text
    assert not re.search(
        r"^\s*(-i|-f|--index|--extra-index|--find-links|--trusted-host)", text, flags=re.MULTILINE
    )
    assert " @ " not in text


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_every_pin_has_a_hash(path: Path) -> None:
    blocks = re.split(r"^(?=[a-z0-9])", path.read_text(), flags=re.MULTILINE)
    pinned = [block for block in blocks if "==" in block]
    assert len(pinned) > (20 if path in ASKED else 0)
    assert [block.split()[0] for block in pinned if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("path", ASKED, ids=lambda path: path.name)
def test_a_lock_holds_everything_that_anything_in_it_requires(path: Path) -> None:
    pinned = pins(path)
    assert unmet(ASKED[path], pinned) == set()
    assert unmet([f"{name}=={pin}" for name, pin in pinned.items()], pinned) == set()


def test_what_is_read_are_the_versions_of_the_lock() -> None:
    pinned = pins(DEVELOPMENT)
    assert {name: version(name) for name in pinned} == pinned


@pytest.mark.parametrize(
    ("asked", "lacking", "who"),
    [
        ("django>=5", "django", "pyproject.toml"),
        ("django>=5", "sqlparse", "django"),
        ("drf-spectacular[sidecar]", "drf-spectacular-sidecar", "drf-spectacular"),
        ("pytest-cov", "coverage", "pytest-cov"),
        ("django-stubs[compatible-mypy]", "mypy", "django-stubs"),
    ],
)
def test_a_lock_that_lacks_something_is_found_out(asked: str, lacking: str, who: str) -> None:
    pinned = pins(DEVELOPMENT)
    assert unmet([asked], pinned) == set()
    del pinned[lacking]
    assert any(text.startswith(lacking) and text.endswith(f"(from {who})") for text in unmet([asked], pinned))


def test_a_pin_that_nobody_accepts_is_found_out() -> None:
    assert unmet(["django>=5"], pins(RUNTIME) | {"django": "4.2"}) == {"django>=5 (from pyproject.toml)"}


def test_every_installation_resolves_nothing_builds_nothing_and_is_checked() -> None:
    """Nothing that was released since the lock was made plays a part: pip looks at no version but the pinned ones."""
    files = [ROOT / name for name in ("Makefile", "Dockerfile", ".ci/run", "README.md", "README.zh-hans.md")]
    files += [ROOT / "CONTRIBUTING.md", *sorted((ROOT / "scripts").glob("*.sh"))]
    places = set()
    for path in files:
        text = path.read_text().replace("\\\n", " ")
        for line in re.findall(r"^.*pip install.*$", text, flags=re.MULTILINE):
            places.add(path.name)
            assert {"--no-deps", "--only-binary :all:", "--require-hashes"} <= {
                option
                for option in ("--no-deps", "--only-binary :all:", "--require-hashes")
                if option in line
            }, f"{path.name}: {line}"
            assert re.search(r"pip( --disable-pip-version-check)? check", text[text.index(line) :]), path.name
    assert places == {"Dockerfile", "README.md", "README.zh-hans.md", "install.sh"}


def test_development_runs_on_the_versions_of_production() -> None:
    runtime, development = pins(RUNTIME), pins(DEVELOPMENT)
    assert {name: development.get(name) for name in runtime} == runtime


def test_no_lock_format_that_carries_addresses_is_kept() -> None:
    assert not [
        name for name in ("uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock") if (ROOT / name).exists()
    ]
