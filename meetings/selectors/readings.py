"""Who read what is confidential: for the data protection officer of the institution, and for nobody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.errors import not_found
from meetings.models import DataProtectionOfficer, Institution, Person, Reading, User


@dataclass(frozen=True, slots=True)
class Sought:
    """What of the record is wanted; empty means all."""

    title: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """One row of the record with the name of the reader."""

    row: Reading
    who: str


def institutions_overseen(user: Any) -> QuerySet[Institution]:
    """Where this user is data protection officer today. Administrators, chairs and clerks as such are nowhere."""
    if not (user.is_authenticated and user.is_active):
        return Institution.objects.none()
    today = timezone.localdate()
    offices = DataProtectionOfficer.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today), person__user=user, starts_on__lte=today
    )
    return Institution.objects.filter(pk__in=offices.values("institution"))


def oversees(user: Any) -> bool:
    """Whether this user is data protection officer of anything today."""
    return user.is_authenticated and institutions_overseen(user).exists()


def readings_or_404(user: Any, sought: Sought) -> QuerySet[Reading]:
    """The record of what was read in the institutions of this officer; 404 for everybody else, administrators among
    them.

    The record shows how single members work. Whoever runs the program or sits beside them has no need for that; the law
    gives the control to the data protection officer, who is free of instructions (Art. 38 GDPR).
    """
    institutions = institutions_overseen(user)
    if not institutions.exists():
        raise not_found()
    of_theirs = Q(meeting__body__institution__in=institutions) | Q(body__institution__in=institutions)
    rows = Reading.objects.filter(of_theirs).select_related("meeting__body", "body")
    if sought.title:
        rows = rows.filter(Q(title__icontains=sought.title) | Q(meeting__title__icontains=sought.title))
    if sought.person:
        rows = rows.filter(_read_by(sought.person))
    return _between(rows, sought)


def _read_by(words: str) -> Q:
    people = Person.objects.exclude(user=None)
    for word in words.split():
        people = people.filter(Q(given_name__icontains=word) | Q(family_name__icontains=word))
    accounts = User.objects.filter(email__icontains=words)
    return Q(reader__in=people.values("user")) | Q(reader__in=accounts.values("pk")) | Q(acted_as__icontains=words)


def _between(rows: QuerySet[Reading], sought: Sought) -> QuerySet[Reading]:
    if sought.since:
        rows = rows.filter(last_at__gte=_midnight(sought.since))
    if sought.until and sought.until < date.max:
        rows = rows.filter(at__lt=_midnight(sought.until + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def with_names(rows: Iterable[Reading]) -> list[Read]:
    """These rows with who read: the person's name, else the account's address, else its number. Two queries."""
    rows = list(rows)
    ids = {row.reader_id for row in rows if row.reader_id}
    names: dict[int, str] = dict(User.objects.filter(pk__in=ids).values_list("pk", "email"))
    names |= {person.user_id: person.name for person in Person.objects.filter(user__in=ids) if person.user_id}
    return [Read(row, _name(row, names)) for row in rows]


def _name(row: Reading, names: dict[int, str]) -> str:
    if row.reader_id is None:
        return row.acted_as or "-"
    return names.get(row.reader_id) or _("Account {number} (deleted)").format(number=row.reader_id)


def officers_of(user: Any) -> list[DataProtectionOfficer]:
    """Everybody who is or was officer where this user is: who else can read the record must not be hidden from them."""
    rows = DataProtectionOfficer.objects.filter(institution__in=institutions_overseen(user))
    return list(rows.select_related("person", "institution").order_by("institution", "starts_on", "pk"))
