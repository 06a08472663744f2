"""The figure is turned by drag, finger and keys; without scripts it turns by itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from figures.generation.look import Look
from figures.generation.making import Pictures, labelled_png
from figures.generation.studio import exports
from figures.generation.studio.engine import render_figure
from figures.generation.studio.invented import invented_recipe
from figures.provenance import SourceType
from figures.takeaways import services
from figures.takeaways.kinds import Kind
from figures.versions import services as versions
from shop.platform.durable import services as durable
from shop.platform.owners.services import GUEST_COOKIE, new_guest
from tests.browser.test_path import CHROMIUM, FLAGS, PHONE
from tests.figures.factories import make_figure

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FRAMES = 8


@dataclass(frozen=True, slots=True)
class Place:
    url: str
    cookie: dict[str, Any]


@pytest.fixture
def place(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The page of a guest's figure whose turntable is made."""
    small = partial(exports.render_turntable, frames=FRAMES, width=96, height=140)
    monkeypatch.setattr(exports, "render_turntable", small)
    owner, token = new_guest()
    figure = make_figure(owner=owner)
    recipe = invented_recipe("juno")
    cutout = render_figure(recipe, width=180, height=264)
    label = partial(labelled_png, source_type=SourceType.ALGORITHMIC)
    box = label(np.full((90, 60, 4), 255, np.uint8))
    pictures = Pictures(cutout=label(cutout), box=box, preview=label(cutout))
    draft = versions.seal(
        figure=figure, recipe=recipe.to_bytes(), look=Look(name="Juno"), pictures=pictures
    )
    version = versions.add(figure=figure, draft=draft)
    services.request(version=version, kind=Kind.TURNTABLE)
    services.request(version=version, kind=Kind.AVATAR_ROUND)
    durable.run_due()
    cookie = {"name": GUEST_COOKIE, "value": token, "url": live_server.url}
    return Place(f"{live_server.url}/figures/{figure.pk}/", cookie)


@pytest.fixture
def browser(place: Place) -> Iterator[Browser]:
    # After everything that touches the database: from here on an event loop runs in this thread.
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def visit(browser: Browser, place: Place, **options: Any) -> tuple[Page, list[str]]:
    context = browser.new_context(**{"viewport": PHONE, **options})
    context.add_cookies([place.cookie])  # type: ignore[list-item]
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.goto(place.url)
    return page, troubles


def degrees(slider: Locator) -> int:
    return int(slider.get_attribute("aria-valuenow") or -1)


def test_it_turns_by_keys_drag_and_button(browser: Browser, place: Place) -> None:
    page, troubles = visit(browser, place)
    slider = page.get_by_role("slider", name="Turn the figure")
    expect(slider).to_have_attribute("aria-valuetext", "0 degrees, from the front")
    assert [slider.get_attribute(f"aria-value{end}") for end in ("min", "max")] == ["0", "315"]
    slider.focus()
    for key, now in (
        ("ArrowRight", 45), ("ArrowUp", 90), ("ArrowLeft", 45), ("PageUp", 135),
        ("PageDown", 45), ("Home", 0), ("ArrowDown", 315), ("End", 315), ("ArrowRight", 0),
    ):  # fmt: skip
        slider.press(key)
        assert degrees(slider) == now, key
    slider.press("PageUp")
    assert slider.get_attribute("aria-valuetext") == "90 degrees, from the right"
    slider.press("Home")
    # Half its width to the left: half a turn. What faces you follows the finger.
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - box["width"] / 4, y)
    assert degrees(slider) == 90
    page.mouse.move(x - box["width"] / 2, y)
    page.mouse.up()
    page.mouse.move(x, y)
    assert degrees(slider) == 180
    page.get_by_role("button", name="Let it turn").click()
    expect(slider).not_to_have_attribute("aria-valuenow", "180")
    page.get_by_role("button", name="Stop turning").click()
    expect(page.get_by_role("button", name="Let it turn")).to_be_visible()
    assert troubles == []


def test_the_picture_shows_one_frame_of_its_own_size(browser: Browser, place: Place) -> None:
    page, _ = visit(browser, place)
    slider = page.get_by_role("slider")
    sheet = slider.locator("img")
    for presses in (0, 1, 6):
        slider.press("Home")
        for _ in range(presses):
            slider.press("ArrowRight")
        outer, inner = slider.bounding_box(), sheet.bounding_box()
        assert outer is not None
        assert inner is not None
        assert inner["width"] == pytest.approx(outer["width"] * 6, abs=1)
        across, down = presses % 6, presses // 6
        assert outer["x"] - inner["x"] == pytest.approx(across * outer["width"], abs=1)
        assert outer["y"] - inner["y"] == pytest.approx(down * inner["height"] / 2, abs=1)


def test_who_wants_no_motion_gets_none(browser: Browser, place: Place) -> None:
    page, troubles = visit(browser, place, reduced_motion="reduce")
    slider = page.get_by_role("slider")
    expect(slider).to_be_visible()
    expect(page.get_by_role("button", name="Let it turn")).to_be_hidden()
    slider.press("ArrowRight")
    assert degrees(slider) == 45
    assert troubles == []


def test_without_scripts_a_moving_picture_stands_there(browser: Browser, place: Place) -> None:
    page, _ = visit(browser, place, java_script_enabled=False)
    assert page.get_by_role("slider").count() == 0
    moving = page.get_by_role("img", name="The figure turning once round")
    expect(moving).to_be_visible()
    assert "figure-turning.webp" in (moving.get_attribute("src") or "")
    calm, _ = visit(browser, place, java_script_enabled=False, reduced_motion="reduce")
    source = calm.locator(".turntable source").get_attribute("srcset") or ""
    assert "preview.webp" in source


def test_asking_for_a_file_shows_its_progress_and_a_way_to_stop(
    browser: Browser, place: Place
) -> None:
    page, _ = visit(browser, place, java_script_enabled=False)
    row = page.locator("#takeaway-story")
    row.get_by_label("Colour behind Story").select_option("Grape")
    row.get_by_role("button", name=re.compile("^Make it")).click()
    assert page.url.endswith("#takeaways")
    expect(page.get_by_role("status").filter(has_text="Story")).to_be_visible()
    row.get_by_role("button", name=re.compile("^Stop")).click()
    expect(row.get_by_role("button", name=re.compile("^Make it"))).to_be_visible()
    link = page.locator("#takeaway-profile-round").get_by_role("link", name=re.compile("^Download"))
    assert link.get_attribute("download") == "profile-round.png"
