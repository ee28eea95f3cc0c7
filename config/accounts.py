"""How accounts come to be, and how often a password may be guessed."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import filter_users_by_email
from django.http import HttpRequest


class ClosedSignupAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves; guesses are counted per account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One counter per account, under whichever of its addresses and whatever host name the guess arrives.

        allauth counts per host name and typed address. The port in the Host header is the sender's choice, so its
        counter would begin anew with every port; and an account of two addresses would allow twice the guesses.
        """
        email = (credentials.get("email") or credentials.get("username") or "").strip().lower()
        users = filter_users_by_email(email, prefer_verified=True)
        owner = min(users, key=lambda user: (user.email != email, user.pk), default=None)
        return f"account:{owner.pk}" if owner else f"address:{email}"
