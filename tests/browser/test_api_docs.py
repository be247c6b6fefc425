"""The page that describes the interface, in a browser that forbids scripts and styles from elsewhere."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.cast import House


def test_the_description_opens_and_an_operation_can_be_read(
    page_as: Callable[..., Page], bureau: House
) -> None:
    page = page_as(bureau.user("zhou"))
    page.goto("/api/v1/docs/")
    operation = page.locator("#operations-entries-record_entry")
    expect(operation).to_be_visible()
    operation.locator(".opblock-summary-control").click()
    expect(operation).to_contain_text("Idempotency-Key")
