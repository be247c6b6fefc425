"""Pictures of pages, made from the demo: ``make screenshots``.

Without arguments the three main pages for the README, into docs/. With arguments ``LOGIN:PATH:NAME …`` any pages, at
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

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SIZES = {"desktop": (1280, 860), "phone": (390, 844)}
MAIN_PAGES = [
    ("minzheng-admin", "/u/minzheng/enter/", "enter"),
    ("minzheng-staff", "/u/minzheng/mine/", "mine"),
    ("yunshan-office", "/u/yunshan/periods/", "board"),
]


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


def demo_password() -> str:
    """The password of the demo's logins."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from assessment.demo.houses import PASSWORD

    return PASSWORD


def take(browser: Browser, address: str, login: str, path: str, target: Path, size: str) -> None:
    """One picture of one page as one login sees it."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}/login/?next={path}")
    if login:
        page.fill("input[name=username]", login)
        page.fill("input[name=password]", demo_password())
        page.press("input[name=password]", "Enter")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=str(target), full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    print(f"{target}  {page.url.removeprefix(address)}{'  WIDER THAN THE SCREEN' if wide else ''}")  # noqa: T201
    context.close()


def main() -> None:
    """Take the pictures that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", help="LOGIN:PATH:NAME")
    parser.add_argument("--into", type=Path, default=ROOT / "docs")
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    pages = [tuple(page.split(":", 2)) for page in options.pages]
    with server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for login, path, name in pages or MAIN_PAGES:
            take(browser, address, login, path, options.into / f"{name}.png", "desktop")
            if pages or name == "mine":
                take(browser, address, login, path, options.into / f"{name}-phone.png", "phone")
        browser.close()


if __name__ == "__main__":
    main()
