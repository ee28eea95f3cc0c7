"""Master data for the technical administrator; meetings, ballots and the journal are not to be edited here."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.http import HttpRequest

from meetings.models import Body, Faction, Institution, Membership, Person, RulesOfProcedure, Term, User

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


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts, without groups: rights follow from memberships."""

    add_form = AccountCreationForm
    form = AccountChangeForm
    list_display = ("email", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("email",)
    ordering = ("email",)
    filter_horizontal = ()
    fieldsets = ((None, {"fields": ("email", "password", "is_active", "is_staff", "is_superuser", "last_login")}),)
    add_fieldsets = ((None, {"fields": ("email", "usable_password", "password1", "password2")}),)
    readonly_fields = ("last_login",)


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
