"""From the first page to the tracked parcel in a phone-sized Chromium, with scripts and without."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    expect,
    sync_playwright,
)

from tests.browser.site import MODERATOR, PASSWORD, Site, site

pytestmark = [pytest.mark.browser, pytest.mark.both_databases]

PORTRAIT = Path(__file__).parents[1] / "data" / "portraits" / "astronaut.jpg"
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PHONE = {"width": 390, "height": 844}
# Not a measure of speed: what takes so long has come to a halt.
LONGEST = 240_000
TAGLINE = "Back from the moon"


class Visit:
    """One person's browser, and what went wrong in it."""

    def __init__(self, context: BrowserContext, url: str, *, scripts: bool) -> None:
        self.scripts = scripts
        self.url = url
        self.troubles: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(LONGEST)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self._said)
        self.page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        # What did not load is told by the answers; the browser's own wish for an icon is not.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.troubles.append(message.text)

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.troubles.append(f"{response.status} {response.url}")

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)

    def press(self, words: str | re.Pattern[str]) -> None:
        self.page.get_by_role("button", name=words).first.click()

    def follow(self, words: str) -> None:
        self.page.get_by_role("link", name=words).first.click()

    def arrives(self, heading: str | re.Pattern[str]) -> None:
        """Wait for the page with this heading, which must fit the phone's width."""
        found = self.page.get_by_role("heading", level=1, name=heading)
        expect(found).to_be_visible(timeout=LONGEST)
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"], f"{self.page.url} is {width} px wide"


@contextmanager
def chromium() -> Iterator[Browser]:
    # Started and ended within the test: Django's database calls refuse a thread with a loop in it.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def visit(browser: Browser, url: str, *, scripts: bool) -> Visit:
    context = browser.new_context(
        viewport={"width": PHONE["width"], "height": PHONE["height"]},
        is_mobile=True,
        has_touch=True,
        java_script_enabled=scripts,
    )
    return Visit(context, url, scripts=scripts)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_from_landing_to_shipped(
    scripts: bool, process_environment: dict[str, str], tmp_path: Path
) -> None:
    with site(process_environment, tmp_path) as running, chromium() as browser:
        person = visit(browser, running.url, scripts=scripts)
        make_figure(person)
        change_look(person)
        moderate(visit(browser, running.url, scripts=scripts))
        fill_basket(person)
        approve_proofs(person)
        check_out(person)
        pay(person)
        watch_order(person, running)
        assert person.troubles == []


def make_figure(person: Visit) -> None:
    page = person.page
    person.open("/")
    person.arrives("You, as a toy.")
    person.follow("Make my figure")
    person.arrives("First, a photo")
    page.get_by_label("Choose or take a photo").set_input_files(PORTRAIT)
    if person.scripts:
        expect(page.get_by_alt_text("The photo you chose")).to_be_visible()
    page.get_by_label("It is me").check()
    person.press("Use this photo")
    person.arrives("What goes on the box?")
    page.get_by_label("Name on the box").fill("Sample Person")
    page.get_by_label("Wave").check()
    page.get_by_label("Accessory 1", exact=True).select_option("rocket")
    page.get_by_label("Words below accessory 1").fill("Weekend ride")
    person.press("Make my figure")
    person.arrives("Your figure is being made")
    person.arrives("Looks like you?")
    expect(page.get_by_text("looks at every figure before")).to_be_visible()


def change_look(person: Visit) -> None:
    page = person.page
    if person.scripts:
        try_out(page)
        page.get_by_role("tab", name="Box").click()
    page.get_by_label("Line below it").fill(TAGLINE)
    if person.scripts:
        page.get_by_role("tab", name="Outfit").click()
    colours = page.get_by_role("group", name="Main colour")
    colours.get_by_label("Blue", exact=True).check()
    person.press("Keep this look")
    box = page.get_by_alt_text(f"The figure in its box: Sample Person, {TAGLINE}")
    expect(box).to_be_visible(timeout=LONGEST)
    expect(page.get_by_role("progressbar")).to_have_count(0, timeout=LONGEST)


def try_out(page: Page) -> None:
    """Look at another pose without keeping it, with the keyboard alone."""
    figure = page.locator("[data-shown]")
    page.get_by_role("tab", name="Face").press("End")
    expect(page.get_by_role("tab", name="Box")).to_have_attribute("aria-selected", "true")
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    waving = page.get_by_label("Waving")
    expect(waving).to_be_checked()
    waving.press("ArrowUp")
    expect(waving).not_to_be_checked()
    expect(figure).to_have_attribute("src", re.compile("^blob:"), timeout=LONGEST)
    expect(page.get_by_role("link", name="Looks like me")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(waving).to_be_checked()
    expect(figure).to_have_attribute("src", re.compile("preview.webp$"))
    expect(page.get_by_role("link", name="Looks like me")).to_be_visible()


def moderate(desk: Visit) -> None:
    """Sign in to the admin and approve whatever waits."""
    page = desk.page
    desk.open("/admin/figures/review/queue/")
    page.get_by_label("Username").fill(MODERATOR)
    page.get_by_label("Password").fill(PASSWORD)
    desk.press("Log in")
    approve = page.get_by_role("button", name="Approve")
    expect(approve).to_be_visible()
    while approve.is_visible():
        here = page.url
        approve.click()
        expect(page).not_to_have_url(here)
        page.wait_for_load_state()
    assert desk.troubles == []


def fill_basket(person: Visit) -> None:
    page = person.page
    if not person.scripts:
        page.reload()
    expect(page.get_by_text("looked at it and approved it")).to_be_visible(timeout=LONGEST)
    person.follow("Looks like me")
    person.arrives("Your shelf")
    expect(page.locator(".product .picture img")).to_have_count(2, timeout=LONGEST)
    expect(page.get_by_role("progressbar")).to_have_count(0, timeout=LONGEST)
    prints = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Art print"))
    prints.get_by_label("A3").check()
    prints.get_by_label("Quantity").fill("2")
    prints.get_by_role("button", name="Put in the basket").click()
    expect(page.get_by_text("2 × A3 in your basket")).to_be_visible()
    stickers = page.get_by_role("listitem").filter(
        has=page.get_by_role("heading", name="Die-cut sticker")
    )
    stickers.get_by_role("button", name="Put in the basket").click()
    expect(page.get_by_text("1 × 75 mm in your basket")).to_be_visible()
    expect(page.get_by_text("44.70 EUR")).to_be_visible()
    person.follow("Go to the basket")


def approve_proofs(person: Visit) -> None:
    for product in ("Art print, A3", "Die-cut sticker, 75 mm"):
        person.arrives("Basket")
        person.follow("Look at the next proof")
        person.arrives(f"Proof: {product}")
        person.press("Approve this proof")
    person.arrives("Basket")
    expect(person.page.get_by_text("Proof approved", exact=True)).to_have_count(2)
    person.follow("Check out")


def check_out(person: Visit) -> None:
    page = person.page
    person.arrives("Check out")
    page.get_by_label("Ship to").select_option("AT")
    if not person.scripts:
        person.press("Show shipping")
    expect(page.get_by_text("Includes 20 % tax")).to_be_visible()
    page.get_by_label("Express").check()
    for label, words in (
        ("Email", "sample@mail.example"),
        ("Full name", "Sample Person"),
        ("Street and number", "Musterweg 1"),
        ("City", "Wien"),
    ):
        page.get_by_label(label).fill(words)
    page.get_by_label("Postcode").fill("1010")
    person.press("Order and pay")


def pay(person: Visit) -> None:
    person.arrives(re.compile(r"^Pay for order SF-[0-9A-Z]{8}$"))
    expect(person.page.get_by_text("No money moves here")).to_be_visible()
    person.press(re.compile(r"^Pay [0-9.]+ EUR \(test\)$"))


def watch_order(person: Visit, running: Site) -> None:
    page = person.page
    person.arrives(re.compile(r"^Order SF-[0-9A-Z]{8}$"))
    done = page.locator("li.done")
    expect(done).to_have_count(5, timeout=LONGEST)
    assert [words.splitlines()[0].strip() for words in done.all_inner_texts()] == [
        "Ordered",
        "Paid",
        "Print files made and checked",
        "In production",
        "Shipped",
    ]
    tracking = page.get_by_role("link", name=re.compile(r"^SBX[0-9A-Z]+$")).first
    expect(tracking).to_be_visible()
    expect(page.get_by_role("link", name="Open the PDF")).to_have_count(2)
    expect(page.locator(".thumb img")).to_have_count(2)
    number = page.url.rstrip("/").rpartition("/")[2]
    known = running.house.call("GET", "/v4.0/orders").json()["orders"]
    assert [order["merchantReference"] for order in known] == [number]
    person.follow("My data")
    person.arrives("My data")
    expect(page.get_by_text(f"{number}, ")).to_be_visible()
