"""How accounts come to be, and how guessing at them is counted."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import filter_users_by_email
from django.http import HttpRequest


class ClosedSignupAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One count per account. allauth's own key names the Host header: each made-up port would start anew."""
        login = credentials.get("email", "").lower()
        users = filter_users_by_email(login, prefer_verified=True, for_login=True) if login else []
        return f"account:{users[0].pk}" if users else f"unknown:{login}"
