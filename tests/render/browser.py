"""A headless browser for tests: whatever Chromium the machine has, with no network."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@contextmanager
def browser() -> Iterator[Browser]:
    """Start the browser; skip the test where there is none."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        pytest.skip("no Chromium on this machine: install one to test the pages in a browser")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=path,
            # The sandbox refuses to run as root, as in containers.
            chromium_sandbox=hasattr(os, "geteuid") and os.geteuid() != 0,
        )
        try:
            yield running
        finally:
            running.close()


@contextmanager
def page_in(running: Browser, *, width: int = 1300, dark: bool = False) -> Iterator[Page]:
    """Open an empty page without network; fail where its script fails or its policy is broken."""
    context = running.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        offline=True,
    )
    said: list[str] = []
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "console",
        lambda message: said.append(message.text) if message.type in ("error", "warning") else None,
    )
    try:
        yield page
    finally:
        context.close()
    assert said == []
