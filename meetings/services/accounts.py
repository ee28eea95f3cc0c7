"""Accounts: the clerk invites by mail, the invited person accepts once."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from meetings import post
from meetings.enums import Change
from meetings.errors import DomainError, not_found
from meetings.models import AccountInvitation, Body, BodyRecord, Membership, Outgoing, Person, User
from meetings.permissions import Actor, require
from meetings.selectors import actor_for, institutions_of
from meetings.services.letters import letter

VALID_FOR = timedelta(days=14)


def _invitation_holds(mail: Outgoing) -> EmailMessage | None:
    """A link that was replaced, used or has run out is not sent any more."""
    holds = AccountInvitation.objects.filter(
        pk=mail.about or 0, accepted_at=None, expires_at__gt=timezone.now()
    ).exists()
    return post.rebuilt(mail) if holds else None


INVITATION = post.register(
    post.Kind("meetings.invitation", _lazy("Invitation to an account"), timedelta(days=3), now=_invitation_holds)
)
ADDRESS = post.register(post.Kind("meetings.address", _lazy("Another address of an account"), timedelta(days=3)))


@transaction.atomic
def invite_person(
    *, person: Person, email: str, body: Body, actor: Actor, link: Callable[[str], str]
) -> AccountInvitation:
    """Send a member of the body a one-time link to an account of their own (Einladung zum Konto).

    Only the token's hash is kept, for 14 days; an older link of the same person stops working. `link` makes the address
    from the token. The mail is in the outbox when the transaction has committed. 404 for somebody who is not of this
    body, 400 `account.email_invalid`, 409 `account.exists` and `account.email_taken`.
    """
    fresh = actor_for(actor.user, body_id=body.pk)
    require(fresh, "meetings.invite_person")
    email = _checked(person, email, body)
    person.account_invitations.filter(accepted_at__isnull=True).delete()
    token = secrets.token_urlsafe(32)
    terms = {"token_hash": hash_of(token), "expires_at": timezone.now() + VALID_FOR, "invited_by": fresh.user}
    invitation = AccountInvitation.objects.create(person=person, email=email, **terms)
    note = {"at": timezone.now(), "actor": fresh.reference(), "change": Change.INVITED}
    BodyRecord.objects.bulk_create([BodyRecord(body=found, person=person, **note) for found in _bodies_of(person)])
    _write_mail(invitation, body, link(token))
    return invitation


def _bodies_of(person: Person) -> list[Body]:
    """The bodies that hear of it: whoever gets the account acts for the person in all of them."""
    held = Membership.objects.on(timezone.localdate()).filter(person=person)
    return list(Body.objects.filter(memberships__in=held).distinct())


def hash_of(token: str) -> str:
    """What is kept of a token; it has 256 bits of chance, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _checked(person: Person, email: str, body: Body) -> str:
    if not Membership.objects.on(timezone.localdate()).filter(person=person, body=body).exists():
        raise not_found()
    if person.user_id is not None:
        raise DomainError("account.exists", _("This person has an account already."))
    try:
        validate_email(email.strip())
    except ValidationError:
        raise DomainError("account.email_invalid", _("This is not an e-mail address."), status=400) from None
    _require_free(email.strip().lower())
    return email.strip().lower()


def _require_free(email: str) -> None:
    """An address belongs to one account, be it its first or a second one that was proved."""
    second = EmailAddress.objects.filter(email=email, verified=True)
    if User.objects.filter(email=email).exists() or second.exists():
        raise DomainError("account.email_taken", _("This e-mail address belongs to another account."))


def tell_former_address(email: str, by: Any) -> None:
    """Say at the address that an account had until now that the administration gave it another one."""
    with translation.override(settings.LANGUAGE_CODE):
        text = _(
            "{by} changed the e-mail address of your account. If you did not expect this, ask your institution."
        ).format(by=by.email)
        mail = letter(
            subject=_("Your account has another address"), text=text, to=email, institutions=institutions_of(email)
        )
    post.enqueue(mail, ADDRESS)


def _write_mail(invitation: AccountInvitation, body: Body, address: str) -> None:
    """Who invites, for whom, and until when; an answer goes to the institution, or to whoever has invited."""
    inviter = invitation.invited_by
    context = {
        "person": invitation.person,
        "body": body,
        "institution": body.institution,
        "inviter": getattr(inviter, "person", None) or inviter.email,
        "until": date_format(timezone.localtime(invitation.expires_at), "DATETIME_FORMAT"),
        "address": address,
    }
    text = render_to_string("meetings/mail/invitation.txt", context)
    subject = _("Your account for the meetings of {body}").format(body=body)
    mail = letter(subject=subject, text=text, to=invitation.email, institutions=[body.institution])
    mail.reply_to = mail.reply_to or [inviter.email]
    post.enqueue(mail, INVITATION, body=body, about=invitation.pk)


def open_invitation(token: str) -> AccountInvitation:
    """The invitation behind a link; 410 `invitation.over` when used, expired, replaced or never given."""
    found = AccountInvitation.objects.select_related("person").filter(
        token_hash=hash_of(token), accepted_at__isnull=True
    )
    invitation = found.filter(expires_at__gt=timezone.now()).first()
    if invitation is None or invitation.person.user_id is not None:
        message = _("This link has already been used or has expired. Ask the clerk for a new one, or sign in.")
        raise DomainError("invitation.over", message, status=410)
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, password: str = "") -> User:
    """Make the account (Einladung annehmen); without a password the person signs in by code or passkey.

    The link has proved the address. 410 as `open_invitation`; 409 `account.email_taken` when another account got the
    address meanwhile; 400 `account.password_weak` with the reasons.
    """
    invitation = AccountInvitation.objects.select_for_update().get(pk=open_invitation(token).pk)
    open_invitation(token)
    _require_free(invitation.email)
    user = User(email=invitation.email)
    if password:
        _check_password(password, user)
    user.set_password(password or None)
    user.save(force_insert=True)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Person.objects.filter(pk=invitation.person_id).update(
        user=user
    )  # the database writes it into the history of the bodies
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    return user


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise DomainError("account.password_weak", " ".join(error.messages), status=400) from None
