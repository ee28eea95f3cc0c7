"""Settings as an operator gets them: read in a process of their own, with nothing set but what the test sets."""

import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from config.checks import mails_lead_here
from config.setup.bootstrap import ROOT
from config.setup.secret import secret_key

pytestmark = pytest.mark.any_database


PRINT = """
import json, sys
from config import settings
print(json.dumps({name: getattr(settings, name, None) for name in sys.argv[1:]}, default=str))
"""
OURS = {
    *("DATABASE_URL", "REDIS_URL", "DEBUG", "HTTPS", "SECRET_KEY", "EMAIL_URL", "ALLOWED_HOSTS"),
    *("DJANGO_SETTINGS_MODULE", "WEB_PROCESSES", "COOKIE_SUFFIX", "STATIC_ROOT", "MEDIA_ROOT"),
}
PRODUCTION = {
    "SECRET_KEY": "a-long-and-random-text-of-more-than-fifty-characters-0123456789",
    "ALLOWED_HOSTS": "council.example",
    "DATABASE_URL": "postgres://name:word@database/ratssaal",
    "REDIS_URL": "redis://redis:6379/0",
    "EMAIL_URL": "smtp+tls://user:word@mail.example:587",
}


@pytest.fixture
def python(tmp_path):
    """Run Python in a bare environment with its own data folder; returns the finished process."""

    def run(*arguments, **variables):
        bare = {name: value for name, value in os.environ.items() if name not in OURS}
        environment = {**bare, "DATA_DIR": str(tmp_path / "data"), "RATSSAAL_BOOTSTRAP": "0", **variables}
        return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)

    return run


@pytest.fixture
def read(python):
    def run(*names, **variables):
        done = python("-c", PRINT, *names, **variables)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


def test_secret_key_is_made_once_and_private(tmp_path):
    first = secret_key(tmp_path / "secret_key")

    assert secret_key(tmp_path / "secret_key") == first
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_secret_key_is_the_same_for_programs_that_start_at_once(tmp_path, read):
    with ThreadPoolExecutor(4) as pool:
        keys = list(pool.map(lambda _: read("SECRET_KEY")["SECRET_KEY"], range(4)))

    assert len(set(keys)) == 1


def test_defaults_are_safe(read):
    expected = {
        "DEBUG": False,
        "HTTPS": True,
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "USES_SQLITE": True,
    }

    assert read(*expected) == expected


def test_sqlite_is_durable_and_its_writers_wait(read, tmp_path):
    database = read("DATABASES")["DATABASES"]["default"]

    assert database["NAME"] == str(tmp_path / "data" / "db.sqlite3")
    assert database["OPTIONS"] == {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
    }


def test_database_url_and_redis_url_choose_shared_services(read):
    found = read("DATABASES", "CHANNEL_LAYERS", "CACHES", "USES_SQLITE", **PRODUCTION)

    database = found["DATABASES"]["default"]
    assert (database["ENGINE"], database["HOST"], database["NAME"]) == (
        "django.db.backends.postgresql",
        "database",
        "ratssaal",
    )
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (None, True)
    assert found["USES_SQLITE"] is False
    assert found["CHANNEL_LAYERS"]["default"]["BACKEND"] == "channels_redis.pubsub.RedisPubSubChannelLayer"
    assert found["CACHES"]["default"]["LOCATION"] == PRODUCTION["REDIS_URL"]


def test_policy_allows_nothing_inline_and_nothing_foreign(read):
    directives = read("CONTENT_SECURITY_POLICY")["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]

    assert directives == {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }


def test_policy_names_the_directory_that_signs_people_in(read):
    provider = {"provider_id": "city", "name": "City", "client_id": "x", "secret": "y"}
    provider["settings"] = {"server_url": "https://login.city.example/realms/council"}

    directives = read("CONTENT_SECURITY_POLICY", OIDC_PROVIDERS=json.dumps([provider]))["CONTENT_SECURITY_POLICY"][
        "DIRECTIVES"
    ]

    assert directives["form-action"] == ["'self'", "https://login.city.example"]


def test_check_deploy_is_clean_in_the_documented_production_environment(python):
    done = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_check_refuses_several_processes_without_shared_services(python):
    done = python("manage.py", "check", WEB_PROCESSES="2")

    assert done.returncode == 1
    assert "config.E001" in done.stderr


def test_check_deploy_says_that_no_mail_is_sent(python):
    done = python("manage.py", "check", "--deploy", **{**PRODUCTION, "EMAIL_URL": ""})

    assert "config.W001" in done.stderr


def test_check_refuses_half_a_video_system(python):
    done = python("manage.py", "check", JITSI_URL="https://meet.example", JITSI_APP_ID="ratssaal")

    assert done.returncode == 1
    assert "config.E002" in done.stderr


@pytest.mark.parametrize(
    "url", ["http://bbb.example/bigbluebutton/", "https://name:word@bbb.example", "bbb.example", "https://a.example;x"]
)
def test_check_refuses_video_addresses_that_are_none(python, url):
    done = python("manage.py", "check", BBB_URL=url, BBB_SECRET="x", BBB_CHECKSUM="md5")

    assert done.returncode == 1
    assert ("config.E003" in done.stderr, "config.E004" in done.stderr) == (True, True)


def test_check_takes_whole_video_systems(python):
    video = {"JITSI_URL": "https://meet.example", "JITSI_APP_ID": "ratssaal", "JITSI_SECRET": "x" * 32}

    done = python("manage.py", "check", BBB_URL="https://bbb.example/bigbluebutton/", BBB_SECRET="y", **video)

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("site", "found"),
    [
        ("https://council.example", []),
        ("https://council.example:8443", []),
        ("https://other.example", ["config.W002"]),
        ("https://council.example/path", ["config.W002"]),
        ("council.example", ["config.W002"]),
        ("", ["config.W002"]),
    ],
)
def test_links_in_mails_that_lead_elsewhere_are_reported(settings, site, found):
    settings.SITE_URL, settings.ALLOWED_HOSTS = site, ["council.example"]

    assert [message.id for message in mails_lead_here(None)] == found


def test_one_budget_of_all_strangers_allows_no_more_in_a_day_than_ten_an_hour(settings):
    for kind in ("password", "factor"):
        rates = settings.GUESS_LIMITS[kind]["account"].split(",")
        assert "240/d/key" in rates
