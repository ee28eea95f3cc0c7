"""People and their accounts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.acting import now_acting
from meetings.enums import LockKind, LockScope
from meetings.models.tidy import Tidy


class UserManager(BaseUserManager["User"]):
    """Makes accounts; an account is known by its e-mail address in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """An account (Konto): somebody who can sign in. A superuser is the technical administrator."""

    email = models.EmailField(_("e-mail address"), unique=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("may use the administration pages"), default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.email

    def clean(self) -> None:
        """One form of an address, so that no second account differs by case only."""
        super().clean()
        self.email = self.email.lower()


class Person(Tidy):
    """A human being known to the institution (Person); an account is not needed."""

    user = models.OneToOneField(
        User, models.SET_NULL, null=True, blank=True, related_name="person", verbose_name=_("account")
    )
    honorific = models.CharField(_("form of address or title"), max_length=50, blank=True)
    given_name = models.CharField(_("given name"), max_length=500, blank=True)
    family_name = models.CharField(_("family name"), max_length=500)
    function = models.CharField(
        _("function"), max_length=500, blank=True, help_text=_("Office or profession shown beside the name.")
    )
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering: ClassVar = ["family_name", "given_name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The full name as it is read out."""
        return " ".join(part for part in (self.honorific, self.given_name, self.family_name) if part)

    def clean(self) -> None:
        """Say in a form what the database would refuse anyway: to take over, or to let go, who has memberships or an
        office.
        """
        office = models.Q(memberships__isnull=False) | models.Q(data_protection_offices__isnull=False)
        before = Person.objects.filter(office, pk=self.pk).first()
        if before is None or before.user_id == self.user_id:
            return
        if now_acting() in {f"user:{before.user_id}", f"user:{self.user_id}"}:
            raise ValidationError(
                {
                    "user": _(
                        "Nobody takes on the memberships of somebody else, or lets go of their own; ask somebody else."
                    )
                }
            )


class Contact(Tidy):
    """How the clerk reaches somebody (Kontaktdaten); a table of its own, so that no list of persons brings it along.

    Read by `selectors.people` alone, for clerks of a body of theirs and for the administrator.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="contact")
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=100, blank=True)
    address = models.TextField(_("postal address"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return str(self.person)


class AccountInvitation(models.Model):
    """A one-time link with which a person makes their account (Einladung zum Konto); only its hash is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="account_invitations")
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation to an account")
        verbose_name_plural = _("invitations to accounts")

    def __str__(self) -> str:
        return f"{self.email} ({self.created_at:%Y-%m-%d})"


class AccountLock(models.Model):
    """An account was locked for an hour because somebody tried too often (Kontosperre), and who lifted that; no
    address of theirs.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="locks", verbose_name=_("account"))
    kind = models.CharField(_("what was tried"), max_length=20, choices=LockKind.choices)
    scope = models.CharField(_("locked for"), max_length=20, choices=LockScope.choices)
    locked_at = models.DateTimeField(_("locked at"), default=timezone.now)
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("lifted by")
    )

    class Meta:
        verbose_name = _("locked account")
        verbose_name_plural = _("locked accounts")
        ordering: ClassVar = ["-locked_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["user", "lifted_at"], name="lock_of_account")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(kind__in=LockKind.values), name="lock_kind_known"),
            models.CheckConstraint(condition=models.Q(scope__in=LockScope.values), name="lock_scope_known"),
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=False) | models.Q(lifted_by__isnull=True),
                name="lock_lifted_by_with_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} - {self.get_scope_display()}"
