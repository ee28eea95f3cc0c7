"""System checks for mistakes an operator can make."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.compatibility)
def several_processes_need_shared_services(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """SQLite and the in-memory layer belong to exactly one process."""
    if settings.WEB_PROCESSES == 1 or (settings.REDIS_URL and not settings.USES_SQLITE):
        return []
    return [Error("WEB_PROCESSES is above 1 without DATABASE_URL (PostgreSQL) and REDIS_URL.", id="config.E001")]


@register(Tags.security, deploy=True)
def mail_is_sent(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Without a mail server nobody gets an invitation or a sign-in code."""
    if settings.EMAIL_URL:
        return []
    return [Warning("EMAIL_URL is not set: mails are written to files under DATA_DIR.", id="config.W001")]
