"""System checks for mistakes an operator can make."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError
from django.http.request import validate_host

from config.setup import private
from meetings.journal import keyring
from meetings.triggers_records import KEPT_DAYS


@register(Tags.compatibility)
def several_processes_need_shared_services(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
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


@register(Tags.database)
def signing_key_is_the_one_on_record(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Without it no result is declared and no meeting closed; better known before than in the meeting."""
    if not databases:
        return []
    try:
        said = keyring.trouble()
    except DatabaseError:  # before the first `migrate`
        return []
    return [Error(said, id="config.E005")] if said else []


MOST_DAYS = 36_500


@register(Tags.compatibility)
def retention_is_possible(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A period of nothing would delete what somebody is using; the database keeps readings for a while whatever is
    said.
    """
    least = {"SIGN_INS": 1, "INVITATIONS": 1, "MAILS": 1, "READINGS": KEPT_DAYS}
    least |= {"STRAY_UPLOADS": 1, "BROKEN_UPLOADS": 1, "PACKS": 1}
    wrong = [
        (name, days) for name, days in least.items() if not days <= getattr(settings, f"RETENTION_{name}") <= MOST_DAYS
    ]
    return [
        Error(f"RETENTION_{name} has to be {days} to {MOST_DAYS} (days).", id="config.E006") for name, days in wrong
    ]


@register(Tags.security, deploy=True)
def mails_lead_here(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every link in a mail begins with SITE_URL, and sockets open to its pages."""
    site = urlsplit(settings.SITE_URL)
    if (
        site.scheme in {"https", "http"}
        and site.hostname
        and validate_host(site.hostname, settings.ALLOWED_HOSTS)
        and not site.path
    ):
        return []
    return [
        Warning(
            "SITE_URL is no address of this program: its host has to stand in ALLOWED_HOSTS, without a path.",
            id="config.W002",
        )
    ]


@register(Tags.security)
def files_are_handed_on_as_they_lie(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A mistyped address would refuse every file, or let none be scanned."""
    found: list[CheckMessage] = []
    clamd = urlsplit(settings.CLAMD)
    if settings.CLAMD and not (
        (clamd.scheme == "unix" and clamd.path.startswith("/")) or (clamd.scheme == "tcp" and clamd.hostname)
    ):
        found.append(Error("CLAMD has to be unix:///path/of/socket or tcp://host:port.", id="config.E007"))
    on_disk = settings.STORAGES["default"]["BACKEND"] == "django.core.files.storage.FileSystemStorage"
    if settings.X_ACCEL and not (settings.X_ACCEL.startswith("/") and on_disk):
        found.append(Error("X_ACCEL has to begin with / and needs files on this machine.", id="config.E008"))
    return found


VIDEO = {"Jitsi": ("JITSI_URL", "JITSI_APP_ID", "JITSI_SECRET"), "BigBlueButton": ("BBB_URL", "BBB_SECRET")}
CHECKSUMS = ("sha1", "sha256", "sha384", "sha512")


@register(Tags.compatibility)
def video_systems_are_whole(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Half a configuration would only show in the meeting."""
    found: list[CheckMessage] = []
    for system, names in VIDEO.items():
        given = [name for name in names if getattr(settings, name)]
        if given and len(given) < len(names):
            found.append(Error(f"{system} needs {', '.join(names)}: all of them or none.", id="config.E002"))
    if settings.BBB_CHECKSUM not in CHECKSUMS:
        found.append(Error(f"BBB_CHECKSUM has to be one of {', '.join(CHECKSUMS)}.", id="config.E003"))
    return found


@register(Tags.security)
def video_systems_are_addresses(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Access data travel to these addresses, and Jitsi's host stands in the room page's policy."""
    urls = {name: urlsplit(getattr(settings, name)) for name in ("JITSI_URL", "BBB_URL") if getattr(settings, name)}
    schemes = {"https"} if settings.HTTPS else {"https", "http"}
    wrong = [
        name
        for name, url in urls.items()
        if url.scheme not in schemes or not url.hostname or set(url.netloc) & set(" ;,@'\"")
    ]
    return [
        Error(f"{name} has to be an https:// address without user or password.", id="config.E004") for name in wrong
    ]


@register(Tags.security)
def data_are_private(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Files of earlier days; `serve` and `demo` tighten them at their start, other servers do not."""
    names = ", ".join(path.name for path in private.readable_by_others(settings.DATA_DIR, settings.UMASK))
    if not names:
        return []
    hint = "`manage.py serve` takes that from them when it starts; where several users share one group set UMASK=007."
    return [
        Warning(f"Other users of this machine can reach {names} in {settings.DATA_DIR}.", hint=hint, id="config.W002")
    ]
