"""Master data for the technical administrator; meetings, ballots and the journal are not to be edited here."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.forms import Field
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings import selectors, services
from meetings.acting import acting
from meetings.admin_rules import AllRules
from meetings.enums import LegalKind
from meetings.errors import DomainError
from meetings.fields import key_of
from meetings.legal_text import gaps_in
from meetings.models import (
    AccountLock,
    Body,
    DataProtectionOfficer,
    Faction,
    Institution,
    LegalPage,
    Membership,
    Person,
    Term,
    User,
)
from meetings.services.accounts import tell_former_address
from meetings.triggers_records import OWN

for foreign in (Group, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, UserSession):
    admin.site.unregister(foreign)  # second factors, sign-in tokens and sessions are their owners' business
admin.site.register(Term)


class Recorded(admin.ModelAdmin):
    """Whatever is written here is written down as the doing of whoever is signed in; what the database refuses is
    said in words.
    """

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with _as_signed_in(request):
            return super().changeform_view(request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with _as_signed_in(request):
            return super().changelist_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with _as_signed_in(request):
            return super().delete_view(request, *args, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What an address proposes for a new row; what makes no sense is left out, else the list of choices breaks
        at it.
        """
        fields, given = self.get_form(request).base_fields, super().get_changeform_initial_data(request)
        return {name: value for name, value in given.items() if name in fields and _makes_sense(fields[name], value)}


def _makes_sense(field: Field, value: Any) -> bool:
    try:
        field.clean(value)
    except ValidationError:
        return False
    return True


@contextmanager
def _as_signed_in(request: HttpRequest) -> Iterator[None]:
    if request.method != "POST":
        yield
        return
    try:
        with transaction.atomic(), acting(request.user):
            yield
    except IntegrityError as error:
        if OWN not in str(error):
            raise
        says = _("Nobody gives themselves a membership or changes their own; somebody else has to do it.")
        raise DomainError("membership.own", says, status=403) from None


class OfficerInline(admin.TabularInline):
    """Who looks after data protection; a change stands in the history of every body of the institution."""

    model = DataProtectionOfficer
    extra = 0
    autocomplete_fields = ("person",)


@admin.register(Institution)
class InstitutionAdmin(Recorded, AllRules):
    """Institutions with their data protection officers and the rules that hold for all of their bodies."""

    readonly_fields = ("rules",)
    inlines = (OfficerInline,)


@admin.register(LegalPage)
class LegalPageAdmin(admin.ModelAdmin):
    """Imprint, privacy and accessibility of each institution; a new one begins with the text that is delivered with
    the program.
    """

    list_display = ("institution", "kind", "language", "changed_at", "open_gaps")
    list_filter = ("institution", "kind", "language")

    @admin.display(description=gettext_lazy("gaps"))
    def open_gaps(self, page: LegalPage) -> int:
        """How much is still to be filled in."""
        return len(gaps_in(page.text))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The template's text, when the address says whose page of what kind in which language."""
        initial: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        kind, language, key = (str(initial.get(name, "")) for name in ("kind", "language", "institution"))
        if kind in LegalKind.values and language in dict(settings.LANGUAGES):
            institution = Institution.objects.filter(pk=key_of(key) or 0).first()
            initial["text"] = selectors.template_text(institution, LegalKind(kind), language)
        return initial


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
class AccountAdmin(Recorded, UserAdmin):
    """Accounts, without groups: rights follow from memberships. What is done to a member's account stands in their
    bodies' history.
    """

    add_form = AccountCreationForm
    form = AccountChangeForm
    list_display = ("email", "is_active", "is_superuser", "last_login", "locked")
    actions = ("unlock",)
    list_filter = ("is_active", "is_superuser")
    search_fields = ("email",)
    ordering = ("email",)
    filter_horizontal = ()
    fieldsets = (
        (
            None,
            {"fields": ("email", "password", "is_active", "is_staff", "is_superuser", "last_login", "lock_history")},
        ),
    )
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
        return (
            format_html_join(mark_safe("<br>"), "{}: {}{}", ((_time(row.locked_at), row, _lifted(row)) for row in rows))
            or "-"
        )

    @admin.action(description=gettext_lazy("Unlock"), permissions=["change"])
    def unlock(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        """Let the owners of these accounts try again."""
        for user in chosen:
            try:
                services.lift_locks(user_id=user.pk, by=request.user)
                self.message_user(request, _("{account} is unlocked.").format(account=user))
            except DomainError as error:
                self.message_user(request, f"{user}: {error}", messages.WARNING)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = User.objects.filter(pk=obj.pk).values_list("email", flat=True).first()
        super().save_model(request, obj, form, change)
        if before and before != obj.email and obj != request.user:
            tell_former_address(before, request.user)

    def user_change_password(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with _as_signed_in(request):
            return super().user_change_password(request, *args, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes their own account here: it would let go of their memberships."""
        return obj != request.user and super().has_delete_permission(request, obj)


class MembershipInline(admin.TabularInline):
    """Memberships beside the body or the person they belong to."""

    model = Membership
    extra = 0
    autocomplete_fields = ("person", "body", "faction")


@admin.register(Body)
class BodyAdmin(Recorded, AllRules):
    """Bodies with their members and rules.

    Which one is a rehearsal of another only the rehearsal says, for nobody is told of changes there.
    """

    list_display = ("name", "institution", "statutory_seats")
    readonly_fields = ("rehearsal_of", "rules")
    search_fields = ("name",)
    inlines = (MembershipInline,)


@admin.register(Person)
class PersonAdmin(Recorded):
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
class MembershipAdmin(Recorded):
    """All memberships, by date."""

    list_display = ("person", "body", "role", "faction", "voting_right", "starts_on", "ends_on")
    list_filter = ("body", "role", "voting_right")
    search_fields = ("person__family_name", "person__given_name")
    autocomplete_fields = ("person", "body", "faction")
