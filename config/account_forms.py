"""Forms of allauth where ours must differ."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm
from allauth.core import context


class CountedChangePasswordForm(ChangePasswordForm):
    """Asking for the present password is a guess like any other: it counts to the account's hourly limit."""

    def clean_oldpassword(self) -> str:
        old: str = self.cleaned_data.get("oldpassword", "")
        adapter = get_adapter()
        if adapter.authenticate(context.request, email=self.user.email, password=old) != self.user:
            raise adapter.validation_error("enter_current_password")
        return old
