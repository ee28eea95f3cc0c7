"""Imprint, privacy, accessibility of each institution, reachable from every page; reports of barriers; the
administrator's list of gaps.
"""

import smtplib

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from meetings.enums import LegalKind
from meetings.legal_text import Block, blocks_of, gaps_in
from meetings.models import Body, Institution, LegalPage
from meetings.selectors import open_pages, template_text
from tests.conftest import make_user

pytestmark = pytest.mark.any_database

BARRIER = {"message": "Die Tabelle liest sich nicht vor.", "page": "Tagesordnung", "email": "vito@example.org"}


@pytest.fixture
def city(institution):
    institution.contact_email = "sitzungsdienst@example.org"
    institution.save()
    return institution


@pytest.fixture
def administrator(signed_in):
    return signed_in(make_user(is_superuser=True, is_staff=True))


def write(institution, kind, text, language="de"):
    return LegalPage.objects.create(institution=institution, kind=kind, language=language, text=text)


@pytest.mark.parametrize("kind", LegalKind.values)
@pytest.mark.parametrize(("language", "word"), [("de", "Nordrhein-Westfalen"), ("en", "North Rhine-Westphalia")])
def test_until_it_is_written_the_template_stands_there_with_its_gaps_marked(city, client, kind, language, word):
    page = client.get(f"/legal/{kind}/", headers={"accept-language": language}).content.decode()

    assert "Stadt Beispiel" in page
    assert "<mark>[" in page
    assert word in page or kind == "imprint"
    assert "[[" not in page


def test_the_accessibility_statement_says_what_the_law_wants(city, client):
    """BGG NRW section 10b(2): content that is not accessible, the form and the office behind it, the ombuds
    procedure.
    """
    page = client.get("/legal/accessibility/").content.decode()

    assert "Nicht barrierefreie Inhalte" in page
    assert f'href="{reverse("meetings:send_feedback", args=[city.pk])}"' in page
    assert "sitzungsdienst@example.org" in page
    assert "§ 10d BGG NRW" in page
    assert 'href="mailto:ombudsstelle-barrierefreie-it@mags.nrw.de"' in page


def test_the_institutions_own_words_replace_the_template(city, client):
    write(
        city, "imprint", "# Wer wir sind\n\nStadt <b>Beispiel</b>\nwww.beispiel.example.org\n\n- eins\n- zwei [[drei]]"
    )

    page = client.get("/legal/imprint/").content.decode()

    assert "<h2>Wer wir sind</h2>" in page
    assert "<p>Stadt &lt;b&gt;Beispiel&lt;/b&gt;<br>" in page
    assert "<li>eins</li><li>zwei <mark>[drei]</mark></li>" in page
    assert "Zuletzt geändert" in page


def test_whoever_reads_english_gets_the_german_words_rather_than_a_template(city, client):
    write(city, "privacy", "Unsere Worte.")

    page = client.get("/legal/privacy/", headers={"accept-language": "en"}).content.decode()

    assert '<div class="legal" lang="de">' in page
    assert "Unsere Worte." in page


def test_of_several_institutions_one_gets_the_own_one(city, body, client):
    other = Institution.objects.create(name="Kreis Anderswo")
    far = Body.objects.create(institution=other, name="Kreisausschuss")
    write(city, "imprint", "Worte der Stadt.")
    write(other, "imprint", "Worte des Kreises.")

    choice = client.get("/legal/imprint/").content.decode()
    assert f'href="/legal/{city.pk}/imprint/"' in choice
    assert f'href="/legal/{other.pk}/imprint/"' in choice
    assert "Worte der Stadt." in client.get(f"/legal/imprint/?body={body.pk}").content.decode()
    assert "Worte des Kreises." in client.get(f"/legal/imprint/?body={far.pk}").content.decode()
    for nonsense in ("", "x", "999999", "9" * 30, "-1", "²"):
        assert client.get("/legal/imprint/", {"body": nonsense}).status_code == 200


def test_a_rehearsal_body_is_not_told_by_its_institution(city, body, client):
    hidden = Body.objects.create(institution=Institution.objects.create(name="Kreis"), name="Probe", rehearsal_of=body)
    choices = [
        client.get(f"/legal/imprint/?body={pk}").content.decode().split("<main")[1].split("</main>")[0]
        for pk in (hidden.pk, 999_999)
    ]

    assert choices[0] == choices[1]
    assert "Kreis</a>" in choices[0]


@pytest.mark.parametrize(
    "address", ["/legal/nonsense/", "/legal/1/nonsense/", "/legal/999999/imprint/", "/legal/999999/feedback/"]
)
def test_what_does_not_exist_is_404(city, client, address):
    assert client.get(address).status_code == 404


def test_every_page_links_to_them(city, running, client, signed_in, clerk):
    """Also pages of errors, sign-in and the desk; the hall display excepted."""
    addresses = [
        "/",
        "/accounts/login/",
        "/no/such/page",
        f"/meetings/{running.pk}/public/",
        f"/bodies/{running.body_id}/",
    ]
    pages = [client.get(address) for address in addresses] + [
        signed_in(clerk.user).get(f"/meetings/{running.pk}/desk/")
    ]

    for page in pages:
        for kind in LegalKind.values:
            assert f'href="/legal/{kind}/' in page.content.decode(), (page.request["PATH_INFO"], kind)
    assert "/legal/" not in client.get(f"/meetings/{running.pk}/screen/").content.decode()
    assert f"/legal/imprint/?body={running.body_id}" in pages[3].content.decode()


def test_the_page_of_a_broken_program_links_to_them_without_a_database(client):
    from django.template.loader import render_to_string

    assert 'href="/legal/accessibility/"' in render_to_string("500.html", {"message": "x", "code": "y", "status": 500})


def test_a_report_goes_to_the_institution_and_is_answered_to_the_sender(city):
    browser = Client(enforce_csrf_checks=True)
    form = browser.get(f"/legal/{city.pk}/feedback/").content.decode()
    token = form.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    page = browser.post(f"/legal/{city.pk}/feedback/", {**BARRIER, "csrfmiddlewaretoken": token})

    (letter,) = mail.outbox
    assert page.status_code == 200
    assert "Danke, Ihre Meldung ist verschickt" in page.content.decode()
    assert (letter.to, letter.reply_to) == (["sitzungsdienst@example.org"], ["vito@example.org"])
    assert letter.subject == "Ratssaal: Meldung einer Barriere, Stadt Beispiel"
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    assert "Die Tabelle liest sich nicht vor." in letter.body
    assert "Seite: Tagesordnung" in letter.body


@pytest.mark.parametrize(
    "wrong",
    [{"message": ""}, {"message": "x" * 5001}, {"email": "vito@example.org\nBcc: x@example.org"}, {"message": "\0"}],
)
def test_a_report_that_makes_no_sense_is_refused_at_its_field(city, client, wrong):
    page = client.post(f"/legal/{city.pk}/feedback/", {**BARRIER, **wrong})

    assert page.status_code == 400
    assert "kern-error" in page.content.decode()
    assert mail.outbox == []


def test_a_report_that_cannot_be_sent_stays_in_the_form_and_names_the_address(city, client, monkeypatch):
    def fail(self, fail_silently=False):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    page = client.post(f"/legal/{city.pk}/feedback/", BARRIER)

    assert page.status_code == 503
    assert "schreiben Sie stattdessen an sitzungsdienst@example.org" in page.content.decode()
    assert "Die Tabelle liest sich nicht vor." in page.content.decode()


def test_nobody_fills_the_institutions_letter_box(city, client):
    answers = [client.post(f"/legal/{city.pk}/feedback/", BARRIER).status_code for _ in range(22)]

    assert answers == [200] * 20 + [429] * 2
    assert len(mail.outbox) == 20


def test_without_an_address_there_is_no_form(institution, client):
    assert client.get(f"/legal/{institution.pk}/feedback/").status_code == 404
    assert "Barriere melden</span>" not in client.get("/legal/accessibility/").content.decode()


def test_the_administrators_start_page_names_what_is_open(institution, administrator):
    page = administrator.get("/admin/").content.decode()

    assert "Pflichtangaben, die noch fehlen" in page
    assert f"/admin/meetings/legalpage/add/?institution={institution.pk}&amp;kind=imprint&amp;language=de" in page
    assert "keine E-Mail-Adresse für Fragen" in page


def test_nothing_is_open_once_all_is_written(city, administrator):
    for kind in LegalKind.values:
        write(city, kind, "Alles gesagt.")

    assert open_pages() == []
    assert "Pflichtangaben, die noch fehlen" not in administrator.get("/admin/").content.decode()


def test_a_gap_in_a_second_language_counts_once_it_is_begun(city):
    for kind in LegalKind.values:
        write(city, kind, "Alles gesagt.")
    write(city, "imprint", "Almost [[address]] and [[telephone]].", "en")

    assert [(page.kind, page.language, page.gaps) for page in open_pages()] == [("imprint", "en", 2)]


def test_the_administrator_begins_with_the_template_and_writes(city, administrator):
    form = administrator.get(
        f"/admin/meetings/legalpage/add/?institution={city.pk}&kind=imprint&language=de"
    ).content.decode()
    assert "[[Straße und Hausnummer]]" in form

    data = {"institution": city.pk, "kind": "imprint", "language": "de", "text": "Fertig."}
    assert administrator.post("/admin/meetings/legalpage/add/", data).status_code == 302
    assert LegalPage.objects.get().text == "Fertig."


def test_nobody_but_the_administrator_writes(city, signed_in, clerk, client):
    for browser in (client, signed_in(clerk.user)):
        assert browser.post("/admin/meetings/legalpage/add/", {"text": "x"}).status_code == 302
    assert not LegalPage.objects.exists()


def test_the_database_takes_each_page_once_and_of_known_kinds(city):
    write(city, "imprint", "Eins.")

    for kind in ("imprint", "nonsense"):
        with pytest.raises(IntegrityError), transaction.atomic():
            write(city, kind, "Zwei.")


@pytest.mark.parametrize("kind", LegalKind)
def test_both_languages_of_a_template_have_the_same_shape_and_gaps(city, kind):
    german, english = (template_text(city, kind, language) for language in ("de", "en"))

    assert [block.kind for block in blocks_of(german)] == [block.kind for block in blocks_of(english)]
    assert len(gaps_in(german)) == len(gaps_in(english)) > 2


def test_blocks_of_a_text():
    text = "# Kopf\r\n\r\nEine Zeile\r\nund noch eine\n \n- a\n- b\n\n\n# nicht\nallein"

    assert blocks_of(text) == [
        Block("heading", ("Kopf",)),
        Block("text", ("Eine Zeile", "und noch eine")),
        Block("list", ("a", "b")),
        Block("text", ("# nicht", "allein")),
    ]
