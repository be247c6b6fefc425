"""Pictures of pages, made from the demo: ``make screenshots``.

Without arguments the three main pages for the README, into docs/ (enter, my assessment, a period's board). With arguments ``LOGIN:PATH:NAME …`` any pages, at
desktop and phone width, into the folder named by ``--into``. The demo must have been built.
"""

import argparse
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SIZES = {"desktop": (1280, 860), "phone": (390, 844)}


@contextmanager
def server() -> Iterator[str]:
    """Our own server on a free port; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "manage.py", "runserver", "--noreload", "--skip-checks", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        for _attempt in range(100):
            try:
                urllib.request.urlopen(f"{address}/healthz", timeout=1)  # noqa: S310 - our own server
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait()


def main_pages() -> list[tuple[str, str, str]]:
    """Login, address and name of the three main pages: entering, a published quarter, one that waits for a decision."""
    from assessment.models import Period

    periods = Period.objects.filter(unit__code="yunshan", cadence=Period.Cadence.QUARTER)
    board = periods.filter(state=Period.State.CLOSED).latest("starts_on")
    told = periods.filter(state=Period.State.FINAL).latest("starts_on")
    return [
        ("minzheng-admin", "/u/minzheng/enter/", "enter"),
        ("yunshan-staff", f"/u/yunshan/mine/?period={told.key}", "mine"),
        ("yunshan-office", f"/u/yunshan/periods/{board.pk}/", "board"),
    ]


def demo_password() -> str:
    """The password of the demo's logins."""
    from demo.build_unit import PASSWORD

    return PASSWORD


def take(
    browser: Browser, address: str, login: str, path: str, target: Path, size: str, longest: int
) -> None:
    """One picture of one page as one login sees it, at most so many pixels high."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}/login/?next={quote(path)}")
    if login:
        page.fill("input[name=username]", login)
        page.fill("input[name=password]", demo_password())
        page.press("input[name=password]", "Enter")
    page.wait_for_load_state("networkidle")
    if target.stem == "enter":
        _begin_entry(page)
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.screenshot(
        path=str(target),
        full_page=True,
        clip={"x": 0, "y": 0, "width": width, "height": min(tall, longest)},
    )
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    print(f"{target}  {page.url.removeprefix(address)}{'  WIDER THAN THE SCREEN' if wide else ''}")  # noqa: T201
    context.close()


def _begin_entry(page: Page) -> None:
    """A person and a clause chosen, so that the picture shows before and after."""
    for field, text in (("people", "0131"), ("clause", "6.1a")):
        page.locator(f"#{field}").press_sequentially(text, delay=30)
        page.keyboard.press("Enter")
        page.wait_for_load_state("networkidle")
    page.wait_for_timeout(800)


def main() -> None:
    """Take the pictures that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", help="LOGIN:PATH:NAME")
    parser.add_argument("--into", type=Path, default=ROOT / "docs")
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    pages = [tuple(page.split(":", 2)) for page in options.pages] or main_pages()
    longest = 100_000 if options.pages else 1500
    with server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--lang=zh-CN"])
        for login, path, name in pages:
            take(browser, address, login, path, options.into / f"{name}.png", "desktop", longest)
            if options.pages or name == "mine":
                take(browser, address, login, path, options.into / f"{name}-phone.png", "phone", longest)
        browser.close()


if __name__ == "__main__":
    main()
