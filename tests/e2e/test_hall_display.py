"""The hall display in every stage and at every size: nothing is cut or lies on anything else, the clock can be read
from the last row.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import account
from tests.e2e.council import found_line
from tests.hall_stages import LENGTHS

pytestmark = [pytest.mark.long, pytest.mark.any_database]

SIZES = ((1280, 720), (1366, 768), (1024, 768), (1920, 1080), (3840, 2160))
HOLD = "import json; from tests.hall_stages import hold; print('hall', json.dumps(hold({email!r})))"
HALL = "from tests.hall_stages import Hall; hall = Hall({email!r}, {meeting})"
STAGES: tuple[tuple[str, str, str], ...] = (
    ("before", "", ".stage--before"),
    ("between", "hall.opened()", ".stage--between"),
    *((f"item {length}", f"hall.item({place})", ".stage--item") for place, length in enumerate(LENGTHS)),
    ("speaker", "hall.speaker(3)", ".hall__clock"),
    ("slides", "hall.slides(3)", ".hall__page"),
    ("amendment", "hall.slides_over(); hall.motion(3)", ".hall__motion"),
    ("vote on the amendment", "hall.vote(3, amendment=True)", ".hall__poll ins"),
    ("closed", "hall.closed()", ".hall__poll .poll__pending"),
    ("result", "hall.result()", ".hall__verdict"),
    ("vote on the draft", "hall.vote(3)", ".hall__poll .hall__clock"),
    ("vote over slides", "hall.slides(3)", ".hall__poll .hall__clock"),
    ("recess", "hall.closed(); hall.result(); hall.recess()", ".stage--recess"),
    ("closed to the public", "hall.resumed(); hall.closed_to_public()", ".stage--closed_to_public"),
    ("over", "hall.over()", ".stage--over"),
)
CUT = """() => {
  const shown = node => node.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && !node.closest('.kern-sr-only, .sr-only');
  const turns = node => node.closest('[data-turns], [data-pages], .hall:has(.hall__motion) .hall__item .hall__words');
  const found = [];
  const walker = document.createTreeWalker(document.querySelector('.hall'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, node = text.parentElement;
    if (!text.data.trim() || !shown(node) || turns(node)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    for (let holder = node; holder; holder = holder.parentElement) {
      const edge = holder.getBoundingClientRect();
      const clips = getComputedStyle(holder).overflow !== 'visible' || holder === document.body;
      if (clips && (box.bottom > edge.bottom + 2 || box.top < edge.top - 2
        || box.right > edge.right + 2 || box.left < edge.left - 2))
        found.push(`${text.data.trim().slice(0, 40)} in ${holder.className || holder.tagName}`);
    }
  }
  return found;
}"""
LETTERS = """() => [...document.querySelectorAll('.seats g')].filter(seat => {
  const letter = seat.querySelector('text'), circle = seat.querySelector('circle');
  return letter.textContent && letter.getBoundingClientRect().width > circle.getBoundingClientRect().width;
}).length"""
HALVES = """() => [...document.querySelectorAll('.hall [data-turns], .hall [data-pages]')].filter(node => {
  const line = parseFloat(getComputedStyle(node).lineHeight), rest = node.clientHeight % line;
  return node.checkVisibility() && Math.min(rest, line - rest) > 3;
}).map(node => `half a line of ${node.innerText.trim().slice(0, 40)}`)"""
OVERLAPS = """() => {
  const names = '.hall__head, .hall__stage, #panel-speakers, .hall__foot, .hall__poll > *,'
    + '.hall__two > *, .hall__stack > *';
  const parts = [...document.querySelectorAll(names)]
    .filter(node => node.checkVisibility() && node.getBoundingClientRect().height > 0)
    .filter(node => !node.matches('.kern-sr-only'));
  const found = [];
  for (const [place, one] of parts.entries()) for (const other of parts.slice(place + 1)) {
    if (one.contains(other) || other.contains(one)) continue;
    const a = one.getBoundingClientRect(), b = other.getBoundingClientRect();
    if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2)
      found.push(`${one.className || one.id} and ${other.className || other.id}`);
  }
  return found;
}"""
SMALLEST = """() => {
  const says = node => [...node.childNodes].some(kid => kid.nodeType === Node.TEXT_NODE && kid.data.trim());
  const shown = [...document.querySelectorAll('.hall *')].filter(node => says(node) && node.checkVisibility());
  const read = shown.filter(node => !node.closest('.kern-sr-only, .sr-only, svg'));
  const sizes = read.map(node => parseFloat(getComputedStyle(node).fontSize));
  return Math.min(...sizes);
}"""


@pytest.fixture(scope="module")
def council(house: Any) -> dict[str, Any]:
    email = account(house, "clerk")["email"]
    printed = house.manage("shell", "-c", HOLD.format(email=email))
    return {"email": email, **json.loads(found_line(printed, "hall"))}


def faults_of(page: Page, stage: str, size: tuple[int, int]) -> list[str]:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/hall {stage} {size[0]}.png")
    found = [*page.evaluate(CUT), *page.evaluate(OVERLAPS), *page.evaluate(HALVES)]
    if page.evaluate(LETTERS):
        found.append("letters larger than their seats")
    if page.evaluate(
        "document.scrollingElement.scrollHeight > innerHeight || document.scrollingElement.scrollWidth > innerWidth"
    ):
        found.append("the page scrolls")
    if size == (1920, 1080) and page.evaluate(SMALLEST) < 29:
        found.append(f"words of {page.evaluate(SMALLEST)} px")
    return found


def test_every_stage_at_every_size_is_whole(visit: Callable[..., Page], house: Any, council: dict[str, Any]):
    with house.telling(HALL.format(email=council["email"], meeting=council["meeting"])) as tell:
        faults = play(visit(None, size=(1920, 1080)), f"/meetings/{council['meeting']}/screen/", tell)

    assert faults == {}


def play(hall: Page, address: str, tell: Callable[[str], None]) -> dict[str, list[str]]:
    faults = {}
    for stage, calls, sign in STAGES:
        if calls:
            tell(calls)
        hall.goto(address)
        assert hall.locator(sign).first.is_visible(), stage
        faults |= {f"{stage}, {size[0]}": found for size in SIZES if (found := faults_of(hall, stage, size))}
        if stage == "speaker":
            assert hall.locator(".hall__clock").inner_text().startswith("4:")
            heights = {size: digits_of(hall, size) for size in SIZES}
            assert {size: height for size, height in heights.items() if height < 0.15} == {}
        if stage == "slides":
            assert {size: part for size in SIZES if (part := share_of_slide(hall, size)) < 0.8} == {}
        elif stage in {"vote over slides", "recess"}:
            assert hall.locator(".hall__page").count() == 1
            assert not hall.locator(".hall__page").is_visible()
        if stage == "closed":
            assert "40" not in hall.locator(".hall__poll").inner_text(), "no number before the result is declared"
        if stage == "recess":
            assert hall.locator("[data-until]").inner_text().startswith("noch 1")
    return faults


def share_of_slide(page: Page, size: tuple[int, int]) -> float:
    """How much of the height the page that is presented has; what stands in the line below is read beside it."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_function("() => document.querySelector('.hall__page').naturalWidth > 100")
    for part in (".hall__slideline .no", ".hall__slideno", ".hall__name", ".hall__clock", ".hall__time"):
        assert page.locator(part).is_visible(), (part, size)
    return float(page.locator(".hall__page").evaluate("node => node.getBoundingClientRect().height / innerHeight"))


def test_its_clock_and_a_recess_go_on_when_the_device_is_set_to_another_time(visit: Callable[..., Page], house: Any):
    """OpenSlides showed 17:43 at 15:12 (its issue 1645): the time of day is the server's, and a device's clock may
    be set at any moment.
    """
    hall = visit(None, size=(1280, 720))
    hall.goto(f"/meetings/{house['meetings'][0]['id']}/screen/")
    before = hall.locator("[data-clock]").inner_text()
    hall.evaluate("() => { const real = Date.now; Date.now = () => real() + 5 * 3600e3; }")
    hall.evaluate("() => new Promise(done => setTimeout(done, 2500))")
    shown = hall.locator("[data-clock]").inner_text()

    assert minutes(shown) - minutes(before) in {0, 1, 1 - 24 * 60}


def minutes(clock: str) -> int:
    hours, rest = clock.split(":")
    return int(hours) * 60 + int(rest)


def digits_of(page: Page, size: tuple[int, int]) -> float:
    """How much of the height the clock's figures take; a figure of Fira Sans is 0.69 of its size."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    return page.locator(".hall__clock").evaluate(
        "node => parseFloat(getComputedStyle(node).fontSize) * 0.69 / innerHeight"
    )
