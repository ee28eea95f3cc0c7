"""Names and passwords that nobody can guess, made from the secret key and the same in every process."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

LENGTH = 32


def _derived(purpose: str, *parts: int) -> str:
    value = ":".join(str(part) for part in parts)
    return salted_hmac(f"meetings.video.{purpose}", value, algorithm="sha256").hexdigest()[:LENGTH]


def conference_name(meeting_id: int) -> str:
    """The conference's name; it does not tell which meeting it is."""
    return f"ratssaal-{_derived('room', meeting_id)}"


def person_key(meeting_id: int, person_id: int) -> str:
    """A person's pseudonym in one meeting; another one in the next."""
    return _derived("person", meeting_id, person_id)


def password(role: str, meeting_id: int) -> str:
    """The conference's password for those of a role."""
    return _derived(f"password.{role}", meeting_id)
