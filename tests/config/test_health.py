"""The two addresses an operator's watch asks."""

import sqlite3

import pytest
from django.db import DatabaseError, connection

from config import health
from meetings.models import LiveServer

pytestmark = pytest.mark.any_database


def test_healthz_answers_without_a_database(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"process": "ok"})


@pytest.mark.django_db
def test_readyz_answers_when_database_and_layer_do(client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "channel_layer": "ok"})


@pytest.mark.django_db
def test_readyz_names_the_part_that_failed_and_nothing_more(client, monkeypatch):
    def fail():
        raise DatabaseError("password of the database: secret")

    monkeypatch.setattr(health.connection, "cursor", fail)
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {"database": "failed", "channel_layer": "ok"})


@pytest.mark.django_db
def test_readyz_notices_a_dead_channel_layer(client, settings):
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": ["redis://127.0.0.1:1/0"]},
        }
    }

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["channel_layer"]) == (503, "failed")


@pytest.mark.django_db
def test_readyz_leaves_no_row_behind(client):
    assert client.get("/readyz").status_code == 200
    assert LiveServer.objects.count() == 0


@pytest.mark.django_db
def test_readyz_notices_a_full_disk(client, settings, monkeypatch):
    settings.FILE_UPLOAD_TEMP_DIR = "/dev/null/nowhere"
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {"database": "ok", "channel_layer": "ok", "disk": "failed"})


@pytest.mark.django_db
def test_readyz_asks_once_however_often_it_is_asked(client, monkeypatch):
    asked = []
    monkeypatch.setattr(health, "database_takes", lambda: asked.append(1) or True)
    answers = [client.get("/readyz").status_code for _ in range(5)]

    assert (answers, len(asked)) == ([200] * 5, 1)


@pytest.mark.django_db(transaction=True)
def test_readyz_notices_a_database_that_takes_nothing(client):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only = ON")
        else:
            cursor.execute("SET default_transaction_read_only = on")
        try:
            answer = client.get("/readyz")
        finally:
            cursor.execute(
                "PRAGMA query_only = OFF"
                if connection.vendor == "sqlite"
                else "SET default_transaction_read_only = off"
            )

    assert (answer.status_code, answer.json()["database"]) == (503, "failed")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the lock of SQLite's file")
@pytest.mark.django_db(transaction=True)
def test_readyz_does_not_wait_long_for_a_lock(client):
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        answer = client.get("/readyz")
    finally:
        other.close()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        patience = cursor.fetchone()[0]

    assert (answer.status_code, answer.json()["database"], patience) == (503, "failed", 20_000)
