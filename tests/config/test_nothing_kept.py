"""What is shown to somebody signed in is kept by no browser and no proxy; public pages stay as cacheable as they
were.
"""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.leaks.crawl import room_addresses
from tests.leaks.planted import Planted
from tests.matrix.world import shut


def test_no_page_of_somebody_signed_in_is_kept(db):
    world = Planted()
    client = world.client("clerk")

    kept = {}
    for address in room_addresses(world, world.links()["own"]):
        answer = client.get(address)
        if "no-store" not in answer.headers.get("Cache-Control", ""):
            kept[address] = answer.headers.get("Cache-Control")
        shut(answer)

    everybodys = {reverse(f"meetings:{name}", args=[world.body.institution_id]) for name in ("crest", "accent")}
    assert kept == dict.fromkeys(everybodys, "public, no-cache")


@pytest.mark.parametrize("path", ["/", "/bodies/"])
def test_public_pages_stay_as_cacheable_as_they_were(db, path):
    answer = Client().get(path)

    assert (answer.status_code, answer.headers.get("Cache-Control")) == (200, None)


def test_signing_in_and_out_is_not_kept_and_signing_out_clears_what_is(actor):
    client, clerk = Client(), actor("clerk").user
    came = client.post("/accounts/login/", {"login": clerk.email, "password": "correct horse battery"})
    went = client.post("/accounts/logout/")

    assert [answer.headers["Cache-Control"] for answer in (came, went)] == ["no-store, private"] * 2
    assert (came.headers.get("Clear-Site-Data"), went.headers.get("Clear-Site-Data")) == (None, '"cache"')
    assert settings.DEVICE_COOKIE_NAME in came.cookies
