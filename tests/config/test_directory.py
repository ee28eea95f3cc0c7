"""Sign-in with the municipality's directory, really tried: the program as it is served, and a directory of our own
beside it.
"""

import json
import os
import re
import subprocess
import sys

import pytest
import requests

from config.setup.bootstrap import ROOT
from tests import ready
from tests.config.directory import CLIENT, SECRET, directory_at_work
from tests.e2e.conftest import free_port, wait_until_ready

pytestmark = pytest.mark.any_database


KNOWN = "directory@example.org"
MAKE = f"""
from meetings.models import User
User.objects.create_user("{KNOWN}")
User.objects.create_user("closed@example.org", is_active=False)
"""


@pytest.fixture(scope="module")
def directory():
    with directory_at_work() as found:
        yield found


@pytest.fixture(scope="module")
def site(directory, tmp_path_factory):
    """The address of the program, with that directory in its settings and one account."""
    folder, port = tmp_path_factory.mktemp("site"), free_port()
    provider = {
        "provider_id": "city",
        "name": "Stadt",
        "client_id": CLIENT,
        "secret": SECRET,
        "settings": {"server_url": directory.url},
    }
    bare = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL", "DATA_DIR"}
    }
    environment = {
        **bare,
        "RATSSAAL_BOOTSTRAP": "0",
        "HTTPS": "0",
        "DATA_DIR": str(folder),
        "OIDC_PROVIDERS": json.dumps([provider]),
    }
    ready.put_into(folder)
    subprocess.run([sys.executable, "manage.py", "shell", "-v", "0", "-c", MAKE], cwd=ROOT, env=environment, check=True)
    with (folder / "server.log").open("w") as log:
        command = [sys.executable, "manage.py", "serve", "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        wait_until_ready(f"http://127.0.0.1:{port}/readyz", server, folder / "server.log")
        yield f"http://127.0.0.1:{port}", folder / "server.log"
    finally:
        server.terminate()
        server.wait(timeout=20)


def sign_in(site, directory, **claims):
    """Press the button on the sign-in page and follow the way to the directory and back."""
    directory.claims, browser = claims, requests.Session()
    page = browser.get(f"{site}/accounts/login/").text
    (address,) = set(re.findall(r'(?:href|action)="(/accounts/oidc/city/login/[^"]*)"', page))
    confirm = browser.get(site + address.replace("&amp;", "&")).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', confirm)[1]
    answer = browser.post(
        site + address.replace("&amp;", "&"), {"csrfmiddlewaretoken": token}, headers={"Origin": site}
    )
    return answer, browser.get(f"{site}/accounts/email/", allow_redirects=False).status_code == 200


def test_an_address_that_the_directory_has_verified_lets_its_account_in(site, directory):
    answer, is_in = sign_in(site[0], directory, sub="1", email=KNOWN, email_verified=True)

    assert (answer.status_code, is_in) == (200, True)
    assert directory.asked[-1]["code_challenge_method"] == "S256"


@pytest.mark.parametrize(
    "said",
    [{"email_verified": False}, {}, {"email_verified": "false"}, {"email_verified": None}, {"email_verified": 1}],
)
def test_an_address_that_is_not_verified_lets_nobody_in(site, directory, said):
    answer, is_in = sign_in(site[0], directory, sub="2", email=KNOWN, **said)

    assert (answer.status_code, is_in) == (403, False)
    assert "bestätigt Ihre E-Mail-Adresse nicht" in answer.text


def test_an_address_without_account_is_refused_and_makes_none(site, directory):
    answer, is_in = sign_in(site[0], directory, sub="3", email="nobody@example.org", email_verified=True)
    again, _ = sign_in(site[0], directory, sub="3", email="nobody@example.org", email_verified=True)

    assert (answer.status_code, again.status_code, is_in) == (403, 403, False)
    assert "gibt es hier kein Konto" in answer.text


def test_a_closed_account_stays_closed(site, directory):
    _answer, is_in = sign_in(site[0], directory, sub="4", email="closed@example.org", email_verified=True)

    assert not is_in


def test_a_code_without_its_verifier_is_worth_nothing(site, directory):
    """Whoever has caught the way back cannot use it: the browser's session holds what proves it."""
    directory.claims = {"sub": "1", "email": KNOWN, "email_verified": True}
    thief = requests.Session()
    caught = directory.authorize(
        {**directory.asked[-1], "redirect_uri": f"{site[0]}/accounts/oidc/city/login/callback/"}
    )

    answer = thief.get(caught)

    assert thief.get(f"{site[0]}/accounts/email/", allow_redirects=False).status_code == 302
    assert answer.status_code < 500


def test_the_log_of_all_this_names_nobody(site):
    text = site[1].read_text()

    assert [word for word in (KNOWN, "nobody@example.org", SECRET, "code=") if word in text] == []
