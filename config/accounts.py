"""How accounts come to be, how often one may guess at them, and what leaves for their owners by mail."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sites.requests import RequestSite
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from config import errors, guesses
from config.mails import kind_for
from meetings import post
from meetings.enums import LockKind
from meetings.selectors import institutions_of
from meetings.services import AUTOMATIC, contacts_of, signature

UNKNOWN = "account/email/unknown_account"


class Site(RequestSite):
    """What mails say of where they come from: the installation's own address, never what a Host header claims."""

    def __init__(self) -> None:
        self.domain = self.name = urlsplit(settings.SITE_URL).netloc


class ClosedSignupAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves; guesses are counted per account, mails go to accounts only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the guess before the password is looked at; the right one gives it back
        (`_rollback_login_failed_rl_usage`).
        """
        email = credentials.get("email") or credentials.get("username") or ""
        self._login_failed_rl_usage = None
        self._spent = guesses.spend(request, LockKind.PASSWORD, guesses.target_of(email))

    def _rollback_login_failed_rl_usage(self) -> None:
        self._spent.give_back()

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: a new password has new counters."""

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """By the account's own address: allauth's primary one is missing for accounts that an administrator has
        made.
        """
        found = self.authenticate(context.request, email=user.email, password=password)  # type: ignore[attr-defined]
        return found is not None and found.pk == user.pk

    def is_safe_url(self, url: str) -> bool:
        """After sign-in one stays at this very host and port, and with HTTPS once it is used."""
        host = context.request.get_host()
        return url_has_allowed_host_and_scheme(url, allowed_hosts={host}, require_https=context.request.is_secure())

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", key)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return settings.SITE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail into the outbox; for an address without account the same is written and thrown away.

        So neither a stranger's letter box nor the time of the answer tells who has an account.
        """
        letter = self._written(template_prefix, email, context)
        kind, valid_for = kind_for(template_prefix)
        if template_prefix == UNKNOWN:
            post.pretend(letter, kind)
        else:
            post.enqueue(letter, kind, valid_for=valid_for)

    def _written(self, template_prefix: str, email: str, values: dict[str, Any]) -> EmailMessage:
        found = institutions_of(email)
        frame = {"request": context.request, "email": email, "signature": signature(found), **_terms()}
        letter = self.render_mail(
            template_prefix, email, {**frame, **values, "current_site": Site()}, headers=dict(AUTOMATIC)
        )
        letter.reply_to = contacts_of(found)
        return letter


def _terms() -> dict[str, int]:
    """How long what stands in a mail can be used."""
    return {
        "code_minutes": app_settings.LOGIN_BY_CODE_TIMEOUT // 60,
        "reset_hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        "confirm_days": app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS,
    }


class DirectoryAdapter(DefaultSocialAccountAdapter):
    """Sign-in with the municipality's directory: it has to vouch for the address, and the address has to have an
    account.
    """

    def authenticate_by_email(self, sociallogin: Any) -> Any:
        """Verified is what the directory calls `true`; a text like "false" is no proof."""
        for address in sociallogin.email_addresses:
            address.verified = address.verified is True or address.verified == "true"
        return super().authenticate_by_email(sociallogin)

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse whoever has no account here, in words that say what to do; nobody is signed up."""
        if not sociallogin.is_existing and sociallogin.state.get("process") != "connect":
            raise ImmediateHttpResponse(self._refusal(request, sociallogin))

    def _refusal(self, request: HttpRequest, sociallogin: Any) -> Any:
        if not any(address.verified for address in sociallogin.email_addresses):
            words = _(
                "Your directory does not confirm your e-mail address, so it cannot sign you in here. Please ask "
                "whoever runs it."
            )
            return errors.answer(request, "directory.unverified", words, 403)
        words = _(
            "The e-mail address in your directory belongs to no account here. Ask the clerk of your body for an "
            "invitation."
        )
        return errors.answer(request, "directory.unknown", words, 403)
