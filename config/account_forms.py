"""Forms of allauth where ours must differ: each counts what can be guessed at, or sends a mail."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, RequestLoginCodeForm, ResetPasswordForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm

from config import guesses
from meetings.enums import LockKind


class CountedChangePasswordForm(ChangePasswordForm):
    """Asking for the present password is a guess like any other."""

    def clean_oldpassword(self) -> str:
        old: str = self.cleaned_data.get("oldpassword", "")
        adapter = get_adapter()
        if adapter.authenticate(context.request, email=self.user.email, password=old) != self.user:
            raise adapter.validation_error("enter_current_password")
        return old


class CountedRequestLoginCodeForm(RequestLoginCodeForm):
    """Few codes an hour leave for one address, whoever asks."""

    def clean_email(self) -> str:
        email: str = super().clean_email()
        guesses.spend(context.request, LockKind.CODE, guesses.target_of(email))
        return email


class CountedResetPasswordForm(ResetPasswordForm):
    """Few links an hour leave for one address, whoever asks."""

    def clean_email(self) -> str:
        email: str = super().clean_email()
        guesses.spend(context.request, LockKind.RESET, guesses.target_of(email))
        return email


class CountedFactor:
    """A code of the authenticator app or a recovery code can be guessed: it counts like a password."""

    user: Any

    def clean_code(self) -> str:
        spent = guesses.spend(context.request, LockKind.FACTOR, guesses.Target(self.user))
        code: str = super().clean_code()  # type: ignore[misc]
        spent.give_back()
        return code


class CountedAuthenticateForm(CountedFactor, AuthenticateForm):
    """At sign-in."""


class CountedReauthenticateForm(CountedFactor, ReauthenticateForm):
    """Asked again, before something that matters."""
