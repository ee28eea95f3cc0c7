"""Persons and memberships as the clerk keeps them, outside the administration pages."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings import services
from meetings.errors import DomainError
from meetings.models import AccountInvitation, Body, BodyRecord, Contact, Faction, Membership, Person
from meetings.selectors import actor_for
from meetings.selectors.people import PeopleSought, people_of, people_sought, person_kept_or_404
from meetings.services.people import stamp_of, values_of
from tests.conftest import make_user

TODAY = timezone.localdate
LONG_AGO = date(2020, 11, 1)


@pytest.fixture
def other(institution):
    return Body.objects.create(institution=institution, name="Zweiter Rat", statutory_seats=3)


@pytest.fixture
def oezguer(body, faction):
    person = Person.objects.create(honorific="Dr.", given_name="Özgür", family_name="d’Hone-Yıldız")
    Membership.objects.create(
        person=person, body=body, role="member", voting_right=True, faction=faction, starts_on=LONG_AGO
    )
    return person


@pytest.fixture
def browser(clerk):
    client = Client()
    client.force_login(clerk.user)
    return client


@pytest.fixture
def administrator(db):
    return actor_for(make_user(is_superuser=True, is_staff=True), body_id=None)


def refusal(call, **given):
    with pytest.raises(DomainError) as error:
        call(**given)
    return error.value.code


def member(**more):
    return {"role": "member", "voting_right": True, "starts_on": TODAY(), **more}


# What a service does, and what it refuses


def test_add_person_enters_person_contact_and_membership_and_the_history_says_who(body, clerk):
    person = services.add_person(
        body=body, actor=clerk, membership=member(), given_name="Nina", family_name="Neu", email="nina@example.org"
    )

    row, record = person.memberships.get(), BodyRecord.objects.get(person=person)
    assert (row.body, row.role, row.starts_on, person.contact.email) == (body, "member", TODAY(), "nina@example.org")
    assert (record.change, record.actor) == ("added", clerk.reference())


@pytest.mark.parametrize("name", [("Özgür", "d'Hone-Yıldız"), ("Oezguer", "D’Hone-Yildiz"), ("Ozgur", "d'Hone-Yildiz")])
def test_add_person_warns_of_a_likely_twin_however_it_is_spelt(body, clerk, oezguer, name):
    given = {"body": body, "actor": clerk, "membership": member(), "given_name": name[0], "family_name": name[1]}

    assert (refusal(services.add_person, **given), Person.objects.filter(pk__gt=oezguer.pk).count()) == (
        "person.twin",
        0,
    )
    assert services.add_person(seen=str(oezguer.pk), **given).pk != oezguer.pk


def test_add_person_warns_of_the_same_address(body, clerk, oezguer):
    Contact.objects.create(person=oezguer, email="o@example.org")
    given = {"body": body, "actor": clerk, "membership": member(), "given_name": "Otto", "family_name": "Anders"}

    assert refusal(services.add_person, email="O@example.org", **given) == "person.twin"


def test_add_person_does_not_tell_whose_address_it_is_in_another_body(body, other, clerk):
    stranger = Person.objects.create(given_name="Zora", family_name="Zwetschge")
    Membership.objects.create(person=stranger, body=other, role="member", starts_on=LONG_AGO)
    Contact.objects.create(person=stranger, email="zora@example.org")

    new = services.add_person(
        body=body, actor=clerk, membership=member(), given_name="Otto", family_name="A", email="zora@example.org"
    )

    assert new.pk != stranger.pk


@pytest.mark.parametrize("role", ["chair", "member", "substitute", "public"])
def test_persons_are_the_clerks(body, actor, oezguer, role):
    row = oezguer.memberships.get()
    calls = [
        (services.add_person, {"membership": member(), "family_name": "Neu"}),
        (services.edit_person, {"person": oezguer.pk, "seen": "", "family_name": "Neu"}),
        (services.add_membership, {"person": oezguer.pk, **member()}),
        (services.end_membership, {"membership": row.pk, "ends_on": TODAY()}),
        (services.change_membership, {"membership": row.pk, "since": TODAY(), "faction": None, "rank": None}),
        (services.import_people, {"text": "Nachname\nNeu\n", "seen": ""}),
        (services.revoke_invitation, {"person": oezguer}),
    ]

    codes = {refusal(call, body=body, actor=actor(role), **given) for call, given in calls}

    assert codes == {"permission.denied"}
    assert list(Membership.objects.filter(person=oezguer).values_list("ends_on", "faction")) == [(None, row.faction_id)]


def test_a_clerk_changes_nothing_in_another_body(other, clerk, oezguer):
    row = Membership.objects.create(person=oezguer, body=other, role="member", starts_on=LONG_AGO)

    assert {
        refusal(services.end_membership, body=other, membership=row.pk, ends_on=TODAY(), actor=clerk),
        refusal(services.add_person, body=other, actor=clerk, membership=member(), family_name="Neu"),
        refusal(services.import_people, body=other, actor=clerk, text="Nachname\nNeu\n", seen=""),
    } == {"permission.denied"}


def test_a_membership_of_another_body_is_not_reached_through_ones_own(body, other, clerk, oezguer):
    row = Membership.objects.create(person=oezguer, body=other, role="member", starts_on=LONG_AGO)

    assert refusal(services.end_membership, body=body, membership=row.pk, ends_on=TODAY(), actor=clerk) == "not_found"


def test_who_belongs_to_another_body_too_is_not_renamed(body, other, clerk, administrator, oezguer):
    Membership.objects.create(person=oezguer, body=other, role="member", starts_on=LONG_AGO)
    given = {"body": body, "person": oezguer.pk, "seen": stamp_of(values_of(oezguer)), "family_name": "Anders"}

    assert refusal(services.edit_person, actor=clerk, **given) == "person.shared"
    assert services.edit_person(actor=administrator, **given).family_name == "Anders"


def test_edit_person_stands_in_the_history_without_its_words(body, clerk, oezguer):
    services.edit_person(
        body=body,
        person=oezguer.pk,
        actor=clerk,
        seen=stamp_of(values_of(oezguer)),
        family_name="Hone",
        phone="0203 1",
    )

    record = BodyRecord.objects.filter(person=oezguer).first()
    assert (record.change, record.actor, record.before, record.after) == ("named", clerk.reference(), None, None)
    assert (Person.objects.get(pk=oezguer.pk).family_name, Contact.objects.get().phone) == ("Hone", "0203 1")


def test_edit_person_overwrites_nobody_elses_change(body, clerk, oezguer):
    seen = stamp_of(values_of(oezguer))
    given = {"body": body, "person": oezguer.pk, "seen": seen, "actor": clerk}
    services.edit_person(family_name="Erste", **given)

    assert refusal(services.edit_person, family_name="Zweite", **given) == "person.changed_meanwhile"
    assert Person.objects.get(pk=oezguer.pk).family_name == "Erste"


def test_add_membership_says_clearly_what_the_database_would_refuse(body, clerk, oezguer):
    given = {"body": body, "person": oezguer.pk, "actor": clerk}

    assert [
        refusal(services.add_membership, **given, **member()),
        refusal(services.add_membership, **given, **member(role="substitute", voting_right=False)),
        refusal(services.add_membership, **given, **member(role="advisory_member")),
        refusal(services.add_membership, **given, **member(ends_on=TODAY() - timedelta(1), role="chair")),
        refusal(services.add_membership, **given, **member(role="clerk", voting_right=False)),
        refusal(services.add_membership, **{**given, "person": clerk.person_id}, **member()),
    ] == [
        "membership.overlaps",
        "membership.rank_missing",
        "membership.no_vote",
        "membership.ends_before_start",
        "membership.clerk",
        "membership.own",
    ]


def test_the_administration_enters_clerks(body, administrator, oezguer):
    row = services.add_membership(
        body=body, person=oezguer.pk, actor=administrator, role="clerk", starts_on=TODAY(), voting_right=False
    )

    assert row.role == "clerk"


def test_end_membership_keeps_the_row_and_the_last_day_counts(body, clerk, oezguer):
    row = oezguer.memberships.get()

    services.end_membership(body=body, membership=row.pk, ends_on=TODAY(), actor=clerk)

    assert Membership.objects.on(TODAY()).filter(pk=row.pk).exists()
    assert not Membership.objects.on(TODAY() + timedelta(1)).filter(pk=row.pk).exists()
    assert BodyRecord.objects.filter(person=oezguer, change="changed", actor=clerk.reference()).count() == 1


def test_an_ended_membership_is_not_ended_again(body, clerk, oezguer):
    row = oezguer.memberships.get()
    Membership.objects.filter(pk=row.pk).update(ends_on=TODAY() - timedelta(1))

    assert refusal(services.end_membership, body=body, membership=row.pk, ends_on=TODAY(), actor=clerk) == (
        "membership.over"
    )


def test_in_a_running_meeting_whoever_is_present_stays_what_they_are(running, seat, clerk):
    row = seat("member")
    meeting = running
    services.record_arrival(meeting=meeting, person=row.person, mode="hall", actor=clerk)
    given = {"body": meeting.body, "membership": row.pk, "actor": clerk}

    assert refusal(services.end_membership, ends_on=TODAY() - timedelta(1), **given) == "membership.took_part"
    assert (
        refusal(services.change_membership, since=TODAY(), faction=None, rank=None, **given) == "membership.took_part"
    )
    services.end_membership(ends_on=TODAY(), **given)

    fresh = actor_for(row.person.user, body_id=meeting.body_id, meeting=meeting)
    assert (fresh.present, fresh.votes, set(fresh.roles)) == (True, True, {"member"})


def test_change_membership_keeps_what_was_until_the_day_before(body, clerk, oezguer, faction):
    green = Faction.objects.create(term=faction.term, name="Grün", short_name="Grün")
    row = oezguer.memberships.get()

    services.change_membership(body=body, membership=row.pk, since=TODAY(), faction=green, rank=None, actor=clerk)

    assert list(oezguer.memberships.order_by("starts_on").values_list("faction", "starts_on", "ends_on")) == [
        (faction.pk, LONG_AGO, TODAY() - timedelta(1)),
        (green.pk, TODAY(), None),
    ]


@pytest.mark.parametrize(("since", "code"), [(date(2019, 1, 1), "membership.not_then"), (None, "membership.unchanged")])
def test_change_membership_refuses(body, clerk, oezguer, faction, since, code):
    row = oezguer.memberships.get()
    given = {"since": since or TODAY(), "faction": None if since else faction, "rank": None}

    assert refusal(services.change_membership, body=body, membership=row.pk, actor=clerk, **given) == code


def test_revoke_invitation_lets_the_link_lead_nowhere(body, clerk, oezguer):
    links = []
    services.invite_person(
        person=oezguer, email="o@example.org", body=body, actor=clerk, link=lambda token: links.append(token) or token
    )
    assert services.open_invitation(links[0]).person == oezguer

    services.revoke_invitation(person=oezguer, body=body, actor=clerk)

    assert refusal(services.open_invitation, token=links[0]) == "invitation.over"
    assert BodyRecord.objects.filter(person=oezguer).first().change == "uninvited"
    assert refusal(services.revoke_invitation, person=oezguer, body=body, actor=clerk) == "account.not_invited"


# Bodies


def test_bodies_are_the_administrators(body, clerk, administrator, institution):
    calls = [
        (services.add_body, {"institution": institution.pk, "name": "Neu"}),
        (services.rename_body, {"body": body, "name": "Neu", "statutory_seats": 5}),
        (services.end_body, {"body": body, "ends_on": TODAY()}),
    ]

    assert {refusal(call, actor=clerk, **given) for call, given in calls} == {"permission.denied"}
    assert [call(actor=administrator, **given).name for call, given in calls[:1]] == ["Neu"]


def test_a_name_stands_once_in_an_institution(body, other, administrator, institution):
    assert {
        refusal(services.add_body, institution=institution.pk, name="Zweiter Rat", actor=administrator),
        refusal(services.rename_body, body=body, name=" Zweiter  Rat ", statutory_seats=5, actor=administrator),
    } == {"body.name_taken"}


def test_an_ended_body_plans_nothing_and_takes_nobody(body, clerk, administrator, oezguer):
    services.end_body(body=body, ends_on=TODAY(), actor=administrator)

    planned = {"title": "Neu", "starts_at": timezone.now(), "format": "in_person"}
    assert refusal(services.create_meeting, body=body, actor=clerk, **planned) == "body.ended"
    assert refusal(services.add_person, body=body, actor=clerk, membership=member(), family_name="N") == "body.ended"
    assert Membership.objects.on(TODAY() + timedelta(9)).filter(body=body, person=oezguer).exists()


def test_a_body_with_a_meeting_ahead_does_not_end(meeting, administrator):
    assert refusal(services.end_body, body=meeting.body, ends_on=TODAY(), actor=administrator) == "body.has_meetings"


# The list


@pytest.mark.parametrize("words", ["özgür", "OEZGUER", "ozgur yildiz", "d'hone", "Dr. Özgür", "o@exam"])
def test_the_search_finds_a_name_however_its_umlauts_are_written(body, oezguer, seat, words):
    seat("member")
    Contact.objects.create(person=oezguer, email="o@example.org")

    assert [kept.person for kept in people_sought(people_of([body]), PeopleSought(words=words))] == [oezguer]


def test_the_filters_find_what_one_membership_says(body, other, oezguer, seat, faction):
    seat("member"), seat("substitute")
    gone = Person.objects.create(family_name="Früher")
    Membership.objects.create(person=gone, body=body, role="member", starts_on=LONG_AGO, ends_on=TODAY() - timedelta(1))
    everybody = people_of([body])

    def names(**sought):
        return [kept.person.family_name for kept in people_sought(everybody, PeopleSought(**sought))]

    assert names(role="substitute") == ["Substitute"]
    assert names(standing="ended") == ["Früher"]
    assert names(standing="no_account") == ["d’Hone-Yıldız"]
    assert names(standing="now", faction=faction.pk) == ["d’Hone-Yıldız", "Member"]
    assert names(body=other.pk) == []


def test_the_list_shows_how_many_and_goes_page_by_page(browser, body):
    for number in range(60):
        person = Person.objects.create(family_name=f"Name{number:02}")
        Membership.objects.create(person=person, body=body, role="member", starts_on=LONG_AGO)

    first, second = (browser.get(f"/people/?page={page}").content.decode() for page in (1, 2))

    assert "61 Personen" in first
    assert ("Name10" in first, "Name59" in first, "Name59" in second) == (True, False, True)


@pytest.mark.parametrize("query", ["?page=x&body=y&role=z&faction=-1&standing=?&q=%00", "?body=99999999999999999999"])
def test_a_query_that_makes_no_sense_is_no_fault(browser, query):
    assert browser.get(f"/people/{query}").status_code == 200


def queries(browser, address):
    browser.get(address)
    with CaptureQueriesContext(
        connection,
    ) as counted:
        assert browser.get(address).status_code == 200
    return len(counted)


def test_the_list_asks_the_same_of_one_as_of_three(browser, body, seat):
    before = queries(browser, "/people/")
    seat("member"), seat("member"), seat("member")

    assert queries(browser, "/people/") == before


def test_a_person_asks_the_same_with_one_membership_as_with_three(browser, body, oezguer):
    address = f"/bodies/{body.pk}/people/{oezguer.pk}/"
    before = queries(browser, address)
    for role in ("chair", "deputy_chair"):
        Membership.objects.create(person=oezguer, body=body, role=role, starts_on=LONG_AGO)

    assert queries(browser, address) == before


# What others learn


def test_contacts_are_seen_by_clerks_only(body, other, oezguer, seat, browser, meeting):
    Contact.objects.create(person=oezguer, email="privat@example.org", phone="0203-4711", address="Gasse 7")
    chair = Client()
    chair.force_login(seat("chair").person.user)
    pages = ["/", "/bodies/", f"/bodies/{body.pk}/", f"/meetings/{meeting.pk}/public/", f"/meetings/{meeting.pk}/"]

    shown = [client.get(page).content.decode() for client in (Client(), chair) for page in pages]
    refused = [chair.get(page).status_code for page in ("/people/", "/people.csv", f"/bodies/{body.pk}/people/new/")]

    assert not [page for page in shown if "privat@" in page or "4711" in page or "Gasse" in page]
    assert refused == [403, 403, 403]
    assert "0203-4711" in browser.get(f"/bodies/{body.pk}/people/{oezguer.pk}/").content.decode()


def test_a_clerk_sees_nobody_of_another_body(browser, body, other, oezguer):
    stranger = Person.objects.create(given_name="Zora", family_name="Zwetschge")
    row = Membership.objects.create(person=stranger, body=other, role="member", starts_on=LONG_AGO)
    Membership.objects.create(person=oezguer, body=other, role="deputy_chair", starts_on=LONG_AGO)

    pages = [browser.get(page).content.decode() for page in ("/people/", "/people/?q=Zwetschge", "/people.csv")]
    theirs = browser.get(f"/bodies/{body.pk}/people/{oezguer.pk}/").content.decode()
    codes = [
        browser.get(f"/bodies/{body.pk}/people/{stranger.pk}/").status_code,
        browser.get(f"/bodies/{other.pk}/people/{stranger.pk}/").status_code,
        browser.post(f"/bodies/{body.pk}/memberships/{row.pk}/end/", {"ends_on": "2030-01-01"}).status_code,
        browser.post(f"/bodies/{other.pk}/memberships/{row.pk}/end/", {"ends_on": "2030-01-01"}).status_code,
    ]

    assert not [page for page in (*pages, theirs) if "Zora" in page or "Zweiter Rat" in page]
    assert codes == [404, 403, 404, 403]


# Pages


def test_the_page_for_somebody_new_shows_the_twin_and_takes_a_second_yes(browser, body, oezguer):
    typed = {"given_name": "Oezguer", "family_name": "d'Hone-Yildiz", "role": "member", "starts_on": "2026-01-01"}
    address = f"/bodies/{body.pk}/people/new/"

    first = browser.post(address, typed)
    second = browser.post(address, {**typed, "seen": str(oezguer.pk)})

    assert (first.status_code, "Dr. Özgür d’Hone-Yıldız" in first.content.decode()) == (409, True)
    assert f'value="{oezguer.pk}"' in first.content.decode()
    assert (second.status_code, Person.objects.filter(family_name="d'Hone-Yildiz").count()) == (302, 1)


def test_a_refused_end_stays_with_what_was_typed(browser, body, oezguer):
    row = oezguer.memberships.get()

    answer = browser.post(f"/bodies/{body.pk}/memberships/{row.pk}/end/", {"ends_on": "2019-01-01"})

    assert (answer.status_code, 'value="2019-01-01"' in answer.content.decode()) == (400, True)


def test_a_conflict_shows_both_and_the_next_press_is_meant(browser, body, oezguer):
    address = f"/bodies/{body.pk}/people/{oezguer.pk}/edit/"
    typed = {"given_name": "Özgür", "family_name": "Getippt", "seen": "before"}

    answer = browser.post(address, typed)
    page = answer.content.decode()
    seen = stamp_of(values_of(oezguer))

    assert (answer.status_code, "Getippt" in page, "d’Hone-Yıldız" in page, seen in page) == (409, True, True, True)
    assert browser.post(address, {**typed, "seen": seen}).status_code == 302


def test_inviting_from_the_page_of_a_person_leads_back_there(browser, body, oezguer):
    address = f"/bodies/{body.pk}/people/{oezguer.pk}/"

    answer = browser.post(f"{address}invite/", {"email": "o@example.org", "back": "person"})

    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    assert "o@example.org" in browser.get(address).content.decode()
    assert browser.post(f"{address}revoke/").status_code == 302
    assert not AccountInvitation.objects.exists()


# The table and the file


def test_the_table_is_for_a_german_spreadsheet_and_holds_no_formula(browser, body):
    person = Person.objects.create(given_name="=1+1", family_name="Böse")
    Membership.objects.create(person=person, body=body, role="member", voting_right=True, starts_on=LONG_AGO)
    Contact.objects.create(person=person, phone="+49 203 1", address="@SUMME(A1)")

    answer = browser.get("/people.csv?q=boese")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert rows[0][:3] == ["Titel", "Vorname", "Nachname"]
    assert rows[1] == [
        *("", "'=1+1", "Böse", "", "Ausschuss für Proben", "Ratsmitglied", "", "ja", "", "01.11.2020", ""),
        *("", "'+49 203 1", "'@SUMME(A1)", "nein"),
    ]


def test_the_table_can_be_taken_in_again(browser, body, other, administrator, oezguer, seat):
    Contact.objects.create(person=oezguer, phone="+49 203 1")
    content = browser.get("/people.csv?q=oezguer").content
    oezguer.memberships.all()
    Membership.objects.filter(person=oezguer).update(ends_on=TODAY() - timedelta(1))
    text = content.decode().replace("01.11.2020", f"{TODAY():%d.%m.%Y}")

    preview = browser.post(f"/bodies/{body.pk}/people/import/", {"text": text})
    file = preview.context["file"]

    assert [(entry.person, entry.line.phone) for entry in file.good] == [(oezguer, "+49 203 1")]
    assert file.unread == ("Gremium", "Zugang") or set(file.unread) <= {"Gremium", "Zugang"}


FILE = """Titel;Vorname;Nachname;Rolle;Fraktion;Rang;von;bis;E-Mail
Dr.;Nina;Neu;Mitglied;Blau;;01.11.2025;;nina@example.org
;Egon;Experte;sachkundiger Bürger;;;01.11.2025;;
;Sami;Ersatz;Vertretung;;;01.11.2025;;
;;;Mitglied;;;;;
;Otto;Ohne;Kaiser;;;;;
;Frieda;Fraktion;Mitglied;Lila;;;;
;Tim;Tag;Mitglied;;;31.02.2025;;
;Ende;Früh;Mitglied;;;01.11.2025;01.10.2025;
;Nina;Neu;Mitglied;;;;;
;Özgür;d'Hone-Yildiz;Mitglied;;;;;
;Mail;Falsch;Mitglied;;;;;keine-adresse
;Kira;Klerk;Schriftführung;;;;;
"""


def test_the_preview_names_the_fault_of_each_line_and_writes_nothing(browser, body, oezguer):
    before = Person.objects.count()

    page = browser.post(
        f"/bodies/{body.pk}/people/import/", {"file": SimpleUploadedFile("p.csv", FILE.encode("cp1252", "replace"))}
    )
    file = page.context["file"]

    assert [entry.name for entry in file.good] == ["Dr. Nina Neu", "Egon Experte"]
    assert {entry.line.number: " ".join(map(str, entry.faults)) for entry in file.faulty} == {
        4: "Ein stellvertretendes Mitglied hat einen Rang, und niemand sonst.",
        5: "Der Nachname fehlt.",
        6: "Die Funktion „Kaiser“ ist nicht bekannt.",
        7: "Eine Fraktion „Lila“ gibt es nicht.",
        8: "Der Tag „31.02.2025“ ist nicht lesbar; schreiben Sie ihn als 01.11.2025.",
        9: "Die Mitgliedschaft würde enden, bevor sie beginnt.",
        10: "Dieselbe Person wie in Zeile 2.",
        11: "Diese Person hat diese Funktion in diesem Gremium für diese Zeit bereits.",
        12: "E-Mail-Adresse: Bitte gültige E-Mail-Adresse eingeben.",
        13: "Wer Schriftführung ist, trägt die Verwaltung ein und aus.",
    }
    assert Person.objects.count() == before


def test_import_people_enters_what_the_preview_promised_and_only_that(browser, body, clerk, faction, oezguer):
    address = f"/bodies/{body.pk}/people/import/"
    file = browser.post(address, {"text": FILE}).context["file"]

    late = refusal(services.import_people, body=body, text=FILE + ";Neu;Dazu;;;;;;\n", seen=file.stamp, actor=clerk)
    answer = browser.post(address, {"text": FILE, "seen": file.stamp})
    again = browser.post(address, {"text": FILE, "seen": file.stamp})

    nina = Person.objects.get(family_name="Neu")
    assert (late, answer.status_code, again.status_code) == ("people.changed_meanwhile", 302, 409)
    assert (nina.honorific, nina.contact.email, nina.memberships.get().faction) == ("Dr.", "nina@example.org", faction)
    assert Person.objects.filter(family_name="Dazu").count() == 0
    assert nina.memberships.get().starts_on == date(2025, 11, 1)


@pytest.mark.parametrize("content", [b"", b"\0\1", b"Fraktion\nBlau\n", b"a;b\n" * 600, b"x" * 300_000, b'Nachname\n"'])
def test_a_file_that_cannot_be_read_is_refused_in_words(browser, body, content):
    answer = browser.post(f"/bodies/{body.pk}/people/import/", {"file": SimpleUploadedFile("p.csv", content)})

    assert answer.status_code in {200, 400}
    assert not Person.objects.filter(family_name__startswith="x").exists()


def test_a_person_is_not_kept_by_whoever_was_clerk(body, clerk, oezguer):
    Membership.objects.filter(person=clerk.person_id).update(ends_on=TODAY() - timedelta(1))

    actor, _body, _kept = person_kept_or_404(clerk.user, body.pk, oezguer.pk)

    assert refusal(services.end_membership, body=body, membership=1, ends_on=TODAY(), actor=actor) in {
        "permission.denied",
        "not_found",
    }
