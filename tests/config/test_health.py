"""The two addresses an operator's watch asks."""

import pytest
from django.db import DatabaseError

from config import health


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
        "default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": ["redis://127.0.0.1:1/0"]}}
    }

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["channel_layer"]) == (503, "failed")
