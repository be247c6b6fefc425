"""``make env`` on a machine as it is found: half-made environments are mended, what is missing is told in a sentence."""

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow
# What the script and make use beside Python; nothing else of the machine is on the PATH of these tests.
COMMANDS = ("make", "sh", "cat", "cksum", "head", "ls", "mv", "rm")
FAKE = """#!/bin/sh
exec {python} -c 'import sys
{change}
exec(sys.argv[2])' "$@"
"""


@pytest.fixture
def shelf(tmp_path: Path) -> Callable[..., Path]:
    """``shelf("2.0", needs="other")``: a lock of the one package ``tiny``, whose wheel lies beside it."""

    def put(number: str, needs: str = "") -> Path:
        wheel = tmp_path / f"tiny-{number}-py3-none-any.whl"
        about = f"tiny-{number}.dist-info"
        metadata = f"Metadata-Version: 2.1\nName: tiny\nVersion: {number}\n"
        with zipfile.ZipFile(wheel, "w") as file:
            file.writestr("tiny.py", f"number = {number!r}\n")
            file.writestr(f"{about}/METADATA", metadata + (f"Requires-Dist: {needs}\n" if needs else ""))
            file.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            file.writestr(
                f"{about}/RECORD", f"tiny.py,,\n{about}/METADATA,,\n{about}/WHEEL,,\n{about}/RECORD,,\n"
            )
        lock = tmp_path / "tiny.lock"
        lock.write_text(f"tiny=={number} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n")
        return lock

    return put


def install(folder: Path, lock: Path) -> list[str]:
    """The command that ``make env`` runs."""
    return ["sh", str(ROOT / "scripts" / "install.sh"), sys.executable, str(folder), str(lock)]


def run(command: list[str], lock: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env=environment(lock), cwd=ROOT, capture_output=True, text=True, check=False
    )


def environment(lock: Path) -> dict[str, str]:
    """No index and no settings of this machine: only the wheels beside the lock."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "MAKE"))}
    return kept | {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(lock.parent)}


def number_in(folder: Path) -> str:
    """Which ``tiny`` the environment imports."""
    command = [str(folder / "bin" / "python"), "-c", "import tiny; print(tiny.number)"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def begun(folder: Path) -> None:
    """Killed before there was a pip."""
    venv.create(folder, symlinks=True, with_pip=False)


def without_pip_but_marked(folder: Path) -> None:
    begun(folder)
    (folder / ".installed").touch()


def broken_link(folder: Path) -> None:
    """Its Python went away when the machine was brought up to date."""
    without_pip_but_marked(folder)
    for link in (folder / "bin").glob("python*"):
        link.unlink()
        link.symlink_to("/nowhere/python3.11")


def half_a_package(folder: Path) -> None:
    """pip was killed: it would take the package for installed."""
    begun(folder)
    about = folder / "lib" / "python3.11" / "site-packages" / "tiny-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
    (about / "RECORD").write_text("")


def only_folders(folder: Path) -> None:
    """Killed before the first file was written."""
    (folder / "bin").mkdir(parents=True)
    (folder / "lib").mkdir()


@pytest.mark.parametrize(
    "damage",
    [without_pip_but_marked, broken_link, half_a_package, only_folders],
    ids=lambda of: of.__name__,
)
def test_an_environment_that_is_not_whole_is_made_anew(
    tmp_path: Path, shelf: Callable[..., Path], damage: Any
) -> None:
    lock, folder = shelf("1.0"), tmp_path / "env"
    damage(folder)
    done = run(install(folder, lock), lock)
    assert done.returncode == 0, done.stderr
    assert number_in(folder) == "1.0"


def test_a_whole_environment_is_left_alone_and_follows_its_lock(
    tmp_path: Path, shelf: Callable[..., Path]
) -> None:
    lock, folder = shelf("1.0"), tmp_path / "env"
    assert run(install(folder, lock), lock).returncode == 0
    again = run(install(folder, lock), lock)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    lock = shelf("2.0")
    os.utime(lock, (0, 0))  # by what it says, not by its age: a checkout of an older state changes it as well
    followed = run(install(folder, lock), lock)
    assert followed.returncode == 0, followed.stderr
    assert "Making" not in followed.stdout
    assert number_in(folder) == "2.0"

    moved = folder.rename(tmp_path / "elsewhere")  # its commands name the old folder
    assert "Making" in run(install(moved, lock), lock).stdout
    assert number_in(moved) == "2.0"


def test_killed_in_the_middle_it_is_whole_after_the_next_time(
    tmp_path: Path, shelf: Callable[..., Path]
) -> None:
    lock, folder = shelf("1.0"), tmp_path / "env"
    process = subprocess.Popen(
        install(folder, lock),
        cwd=ROOT,
        env=environment(lock),
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    while not (folder / "pyvenv.cfg").exists():
        assert process.poll() is None, "it ended without an environment"
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert not (folder / ".installed").exists()
    assert run(install(folder, lock), lock).returncode == 0
    assert number_in(folder) == "1.0"


def test_a_lock_that_lacks_something_fails_and_is_not_taken_for_installed(
    tmp_path: Path, shelf: Callable[..., Path]
) -> None:
    lock, folder = shelf("1.0", needs="other>=2"), tmp_path / "env"
    done = run(install(folder, lock), lock)
    assert done.returncode != 0
    assert "tiny 1.0 requires other, which is not installed" in done.stdout
    assert not (folder / ".installed").exists()


def test_a_folder_that_is_no_environment_is_not_emptied(tmp_path: Path, shelf: Callable[..., Path]) -> None:
    lock, folder = shelf("1.0"), tmp_path / "papers"
    folder.mkdir()
    (folder / "letter.txt").write_text("keep me")
    done = run(install(folder, lock), lock)
    assert done.returncode == 1
    assert "is not a Python environment and is left as it is" in done.stderr
    assert (folder / "letter.txt").read_text() == "keep me"


def machine(tmp_path: Path, **pythons: str) -> dict[str, str]:
    """A machine with make, a shell and the Pythons that are named, each with what is changed about it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in COMMANDS:
        (folder / name).symlink_to(shutil.which(name) or name)
    for name, change in pythons.items():
        fake = folder / name.replace("_", ".")
        fake.write_text(FAKE.format(python=sys.executable, change=change))
        fake.chmod(0o755)
    return {"PATH": str(folder), "HOME": str(tmp_path)}


@pytest.mark.parametrize(
    ("pythons", "told"),
    [
        ({}, "Python 3.11 is needed; found: no Python (none)"),
        ({"python3": "sys.version_info = (3, 10, 13)"}, "python3 (3.10)"),
        ({"python3": "sys.version_info = (3, 13, 0)"}, "python3 (3.13)"),
        ({"python3_11": "sys.exit(127)"}, "python3.11 (none)"),
        ({"python3_11": 'sys.modules["ensurepip"] = None'}, "apt install python3.11-venv"),
    ],
    ids=["none", "3.10", "3.13", "does not start", "without venv"],
)
def test_a_machine_without_the_right_python_is_told_what_to_do(
    tmp_path: Path, pythons: dict[str, Any], told: str
) -> None:
    done = subprocess.run(
        ["make", "--no-print-directory", "run", f"VENV={tmp_path / 'env'}"],
        cwd=ROOT,
        env=machine(tmp_path, **pythons),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    english, chinese = done.stderr.splitlines()[:2]
    assert told in english
    assert "apt install python3.11" in english
    assert "请执行：apt install python3.11" in chinese
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "env").exists()


def start(address: str) -> subprocess.CompletedProcess[str]:
    """``make run`` once the environment is there; the demo would be built in a folder that does not exist."""
    return subprocess.run(
        [sys.executable, "scripts/run.py", address],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": "sqlite:////nowhere/db.sqlite3"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_occupied_port_is_told_before_anything_is_built() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = start(f"127.0.0.1:{port}")
    english, chinese = done.stderr.splitlines()
    assert done.returncode == 1
    assert english == (
        f"Nothing can be served on 127.0.0.1:{port}: Address already in use. Take another port: make run PORT=8001"
    )
    assert "make run PORT=8001" in chinese
    assert done.stdout == ""


@pytest.mark.parametrize("port", ["x", "", "0", "65536"])
def test_what_is_no_port_is_told(port: str) -> None:
    done = start(f"127.0.0.1:{port}")
    assert done.returncode == 1
    assert f"{port!r} is not a port. Name one: make run PORT=8001" in done.stderr
