"""The mails about accounts: what each is for, and until when what stands in it can be used."""

from __future__ import annotations

from datetime import timedelta

from allauth.account import app_settings
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from meetings import post
from meetings.post import Kind

DAYS = timedelta(days=3)
CODE = post.register(Kind("account.code", _("Sign-in code"), timedelta(minutes=3), post.AT_ONCE, harmless=True))
RESET = post.register(Kind("account.reset", _("New password"), DAYS, post.AT_ONCE, harmless=True))
CONFIRM = post.register(Kind("account.confirm", _("Confirmation of an address"), DAYS, post.SOON, harmless=True))
NEWS = post.register(Kind("account.news", _("News of an account"), DAYS))
"""A password or a second factor was changed."""


def kind_for(template_prefix: str) -> tuple[Kind, timedelta]:
    """The kind of a mail of allauth by the name of its template, and how long it is of use: a dead code is never
    sent.
    """
    name = template_prefix.rpartition("/")[2]
    if name == "login_code":
        return CODE, timedelta(seconds=app_settings.LOGIN_BY_CODE_TIMEOUT)
    if name.startswith("password_reset_key"):
        return RESET, timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    if name.startswith("email_confirmation"):
        return CONFIRM, timedelta(days=app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS)
    return NEWS, NEWS.life
