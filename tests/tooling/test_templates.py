"""Templates can be read and compared line by line."""

from pathlib import Path

from foundation.messages.extract import ROOMS

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 160
SUFFIXES = {".html", ".txt"}


def templates(root: Path) -> list[Path]:
    """The files below ``templates/``, and below a folder of that name in a room, that Django renders."""
    folders = [root / "templates", *(path for room in ROOMS for path in (root / room).rglob("templates"))]
    return sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in SUFFIXES)


def too_long(root: Path) -> list[str]:
    """``file:line`` and the length of every line of a template that is longer than ``LONGEST`` characters."""
    return [
        f"{path.relative_to(root).as_posix()}:{number}: {len(line)}"
        for path in templates(root)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST
    ]


def test_no_line_of_a_template_is_too_long() -> None:
    assert len(templates(ROOT)) > 150
    assert too_long(ROOT) == []


def test_a_line_that_is_too_long_is_told_with_its_place(tmp_path: Path) -> None:
    for folder in ("templates/board", "organization/templates"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "templates/board/page.html").write_text(
        f"<p>\n{'条' * 160}\n{'x' * 161}\n</p>\n", encoding="utf-8"
    )
    (tmp_path / "organization/templates/mail.txt").write_text("y" * 200, encoding="utf-8")
    (tmp_path / "templates/board/mark.svg").write_text("z" * 200, encoding="utf-8")
    assert too_long(tmp_path) == [
        "organization/templates/mail.txt:1: 200",
        "templates/board/page.html:3: 161",
    ]
