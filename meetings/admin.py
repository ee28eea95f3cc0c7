"""Master data for the technical administrator; meetings, ballots and the journal are not to be edited here."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings import selectors, services
from meetings.errors import DomainError
from meetings.models import AccountLock, Body, Faction, Institution, Membership, Person, RulesOfProcedure, Term, User

for foreign in (Group, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, UserSession):
    admin.site.unregister(foreign)  # second factors, sign-in tokens and sessions are their owners' business
admin.site.register([Institution, Term])


class AccountCreationForm(AdminUserCreationForm):
    """A new account is known by its e-mail address."""

    class Meta:
        model = User
        fields = ("email",)


class AccountChangeForm(UserChangeForm):
    """Changes an account."""

    class Meta:
        model = User
        fields = "__all__"


def _time(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def _lifted(row: AccountLock) -> str:
    if row.lifted_at is None:
        return ""
    return ", " + _("unlocked {time} by {account}").format(time=_time(row.lifted_at), account=row.lifted_by or "?")


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts, without groups: rights follow from memberships."""

    add_form = AccountCreationForm
    form = AccountChangeForm
    list_display = ("email", "is_active", "is_superuser", "last_login", "locked")
    actions = ("unlock",)
    list_filter = ("is_active", "is_superuser")
    search_fields = ("email",)
    ordering = ("email",)
    filter_horizontal = ()
    fieldsets = ((None, {"fields": ("email", "password", "is_active", "is_staff", "is_superuser", "last_login", "lock_history")}),)
    add_fieldsets = ((None, {"fields": ("email", "usable_password", "password1", "password2")}),)
    readonly_fields = ("last_login", "lock_history")

    @admin.display(description=gettext_lazy("locked"), boolean=True)
    def locked(self, user: User) -> bool:
        """Whether somebody has tried too often within the last hour, and nobody has lifted that."""
        return selectors.is_locked(user)

    @admin.display(description=gettext_lazy("locked within the last 90 days"))
    def lock_history(self, user: User) -> str:
        """When, for what and for whom the account was locked; by whom it was unlocked."""
        rows = user.locks.select_related("lifted_by")[:50]
        return format_html_join(mark_safe("<br>"), "{}: {}{}", ((_time(row.locked_at), row, _lifted(row)) for row in rows)) or "-"

    @admin.action(description=gettext_lazy("Unlock"), permissions=["change"])
    def unlock(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        """Let the owners of these accounts try again."""
        for user in chosen:
            try:
                services.lift_locks(user_id=user.pk, by=request.user)
                self.message_user(request, _("{account} is unlocked.").format(account=user))
            except DomainError as error:
                self.message_user(request, f"{user}: {error}", messages.WARNING)


class MembershipInline(admin.TabularInline):
    """Memberships beside the body or the person they belong to."""

    model = Membership
    extra = 0
    autocomplete_fields = ("person", "body", "faction")


@admin.register(Body)
class BodyAdmin(admin.ModelAdmin):
    """Bodies with their members."""

    list_display = ("name", "institution", "statutory_seats")
    search_fields = ("name",)
    inlines = (MembershipInline,)


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):
    """People and what they are."""

    list_display = ("family_name", "given_name", "function", "user")
    search_fields = ("family_name", "given_name")
    autocomplete_fields = ("user",)
    inlines = (MembershipInline,)


@admin.register(Faction)
class FactionAdmin(admin.ModelAdmin):
    """Factions of a term."""

    list_display = ("name", "short_name", "term")
    search_fields = ("name", "short_name")


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    """All memberships, by date."""

    list_display = ("person", "body", "role", "faction", "voting_right", "starts_on", "ends_on")
    list_filter = ("body", "role", "voting_right")
    search_fields = ("person__family_name", "person__given_name")
    autocomplete_fields = ("person", "body", "faction")


@admin.register(RulesOfProcedure)
class RulesAdmin(admin.ModelAdmin):
    """Rules of procedure; a version that has begun to apply is never changed, a new one is added."""

    list_display = ("__str__", "valid_from", "source", "majority_rule")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
