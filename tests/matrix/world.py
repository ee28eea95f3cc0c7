"""The world in which the matrix is asked."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from reportlab.pdfgen import canvas

from agenda import services as agenda
from agenda.models import ItemNotice
from agenda.selectors import cancel_token, confirm_token, presenter_token, reveal_stamp, revealed_by
from documents.files import services as documents
from documents.files.models import File
from documents.papers import services as papers
from documents.papers.exports.sheets import sheet_of
from documents.papers.models import PaperType, PaperVersion
from documents.presenting import services as presenting
from meetings import services as meetings
from meetings.enums import VOTING_ROLES, Role
from meetings.models import (
    AccountInvitation,
    AccountLock,
    Body,
    Crest,
    Faction,
    Institution,
    Membership,
    Outgoing,
    Person,
    Term,
    User,
)
from meetings.selectors import actor_for, display_code_of, display_token
from meetings.services.displays import Sign, note_displays
from meetings.services.people import stamp_of, values_of
from tests.addresses import addresses_of_rooms
from tests.approved import approve
from voting import services as voting


def pdf(words: str = "") -> bytes:
    """A PDF file of one page on which these words stand; always the same bytes."""
    made = io.BytesIO()
    sheet = canvas.Canvas(made, (320, 180), initialFontName="Helvetica", invariant=1)
    sheet.drawString(20, 100, words)
    sheet.showPage()
    sheet.save()
    return made.getvalue()


PDF = pdf()
OF_PRESENTERS = ("put_slides", "take_slides_off", "presenter_presents", "presenter_turns", "presenter_stops")
ROLES = (
    "public",
    "presenter",
    "substitute",
    "advisory_member",
    "expert_citizen",
    "member",
    "deputy_chair",
    "chair",
    "clerk",
    "administrator",
)


def shut(answer: Any) -> None:
    """Close the file behind an answer; `answer.close()` would end the test's database connection too."""
    for close_file in answer._resource_closers:
        close_file()


class World:
    """A running meeting, a draft, and somebody of every role; `presenter` is the public with a personal link."""

    def __init__(self) -> None:
        institution = Institution.objects.create(name="Stadt Beispiel", contact_email="sitzungsdienst@example.org")
        Crest.objects.create(institution=institution, data=b"PNG", width=1, height=1)
        self.body = Body.objects.create(institution=institution, name="Ausschuss", statutory_seats=5)
        self.people = {
            role: self._person(role) for role in ROLES if role not in {"public", "presenter", "administrator"}
        }
        self.stranger = Person.objects.create(family_name="Ohne Konto")
        Membership.objects.create(person=self.stranger, body=self.body, role=Role.MEMBER, starts_on=date(2020, 1, 1))
        self.locked = self.people["member"]
        AccountLock.objects.create(user=self.locked.user, kind="password", scope="network")
        self._ask_somebody()
        self.administrator = User.objects.create_superuser("administrator@example.org", "x")
        self.clerk = actor_for(self.people["clerk"].user, body_id=self.body.pk)
        self.mail, self.account_mail = (
            self._unsent(kind, body) for kind, body in (("meetings.changes", self.body), ("account.news", None))
        )
        self._plan()
        self._run()
        self.clients = {role: self._new_client(role) for role in ROLES}

    def _person(self, role: str) -> Person:
        person = Person.objects.create(
            user=User.objects.create_user(f"{role}@example.org", "x"), family_name=role.title()
        )
        votes, rank = Role(role) in VOTING_ROLES, 1 if role == Role.SUBSTITUTE else None
        Membership.objects.create(
            person=person, body=self.body, role=role, voting_right=votes, rank=rank, starts_on=date(2020, 1, 1)
        )
        return person

    def _ask_somebody(self) -> None:
        """Somebody with an invitation, and a body without any meeting; a faction to change to."""
        self.idle = Body.objects.create(institution=self.body.institution, name="Ruhender Ausschuss")
        term = Term.objects.create(institution=self.body.institution, name="2020", starts_on=date(2020, 1, 1))
        self.faction = Faction.objects.create(term=term, name="Fraktion Blau", short_name="Blau")
        self.invited = Person.objects.create(family_name="Eingeladen")
        Membership.objects.create(person=self.invited, body=self.body, role="member", starts_on=date(2020, 1, 1))
        given = {"email": "eingeladen@example.org", "token_hash": "x", "invited_by": self.people["clerk"].user}
        AccountInvitation.objects.create(person=self.invited, expires_at=timezone.now() + timedelta(days=1), **given)

    def _unsent(self, kind: str, body: Body | None) -> Outgoing:
        """A mail that the mail server has refused."""
        later = timezone.now() + timedelta(days=1)
        given = {
            "recipient": "wer@example.org",
            "subject": "Betreff",
            "text": "Text",
            "language": "de",
            "message_id": f"<{kind}@localhost>",
        }
        fails = {
            "state": "failed",
            "attempts": 1,
            "next_attempt_at": later,
            "expires_at": later,
            "last_error": "SMTPDataError",
        }
        return Outgoing.objects.create(kind=kind, body=body, **given, **fails)

    def _meeting(self, title: str) -> Any:
        start = datetime.now(ZoneInfo("Europe/Berlin")) + timedelta(hours=1)
        data = {
            "title": title,
            "starts_at": start,
            "format": "hybrid",
            "hall": "Saal",
            "video_link": "https://video.example.org/",
        }
        return approve(meetings.create_meeting(body=self.body, actor=self.clerk, **data))

    def _plan(self) -> None:
        self.draft, self.meeting = self._meeting("Entwurf"), self._meeting("Sitzung")
        add = {"meeting": self.meeting, "actor": self.clerk}
        self.item = agenda.add_item(**add, part="public", title="Bericht", treatment="report")
        self.next = agenda.add_item(
            **add, part="public", title="Beschluss", treatment="decision", draft_resolution="Ja."
        )
        self.secret = agenda.add_item(
            **add, part="non_public", title="Vergabe", treatment="decision", draft_resolution="Ja."
        )
        self.notice = ItemNotice.objects.create(
            item=self.next, email="vito@example.org", minutes=15, asked_at=timezone.now()
        )
        self.presenter = agenda.add_presenter(item=self.item, actor=self.clerk, name="Frau Gast")
        self.hidden_presenter = agenda.add_presenter(item=self.secret, actor=self.clerk, name="Herr Gast")
        self.coming_presenter = agenda.add_presenter(item=self.next, actor=self.clerk, name="Frau Morgen")
        upload = lambda: SimpleUploadedFile("Bericht.pdf", PDF, "application/pdf")  # noqa: E731
        self.file = documents.attach_file(
            item=self.item, upload=upload(), title="Bericht", confidential=False, actor=self.clerk
        )
        self.hidden_file = documents.attach_file(
            item=self.secret, upload=upload(), title="Angebot", confidential=True, actor=self.clerk
        )

        whole = PDF + b"%in pieces\n"
        begun = documents.begin_upload(item=self.item, actor=self.clerk, name="Band.pdf", size=len(whole))
        self.upload = documents.send_piece(upload=begun, actor=self.clerk, offset=0, source=BytesIO(whole))
        self._write()

    def _write(self) -> None:
        """A draft, a released paper at the public item, a non-public one at the other, one without an agenda."""
        self.kind = PaperType.objects.create(
            institution=self.body.institution, name="Antrag", pattern="{serial}", origin="members"
        )
        add = {"body": self.body, "type": self.kind.pk, "actor": self.clerk, "facts": "Gründe."}
        self.paper_draft = papers.add_paper(**add, subject="Entwurf")
        self.paper, self.hidden_paper = (papers.add_paper(**add, subject=words) for words in ("Antrag", "Vertrag"))
        self.annex, self.hidden_annex, self.draft_annex = (
            papers.attach_annex(paper=paper, upload=SimpleUploadedFile("Anlage.pdf", PDF), actor=self.clerk)
            for paper in (self.paper, self.hidden_paper, self.paper_draft)
        )
        plan = {"body": self.body.pk, "role": "decision", "actor": self.clerk}
        self.station, self.hidden_station = (
            papers.plan_consultation(paper=paper, **plan) for paper in (self.paper, self.hidden_paper)
        )
        self.free_station = papers.plan_consultation(paper=self.paper, **plan)
        for paper, station, item in (
            (self.paper, self.station, self.next),
            (self.hidden_paper, self.hidden_station, self.secret),
        ):
            papers.release_paper(paper=paper, is_public=item.is_public, checked=True, actor=self.clerk)
            papers.put_on_agenda(consultation=station, meeting=self.meeting, item=item.pk, actor=self.clerk)
            for public in {False, item.is_public}:  # somebody has asked for the pack before
                sheet_of(PaperVersion.objects.get(paper=paper.pk), public=public)

        self._send_round(add)
        self._ask_for_support(add)
        self._take_in(add)

    def _send_round(self, add: dict[str, Any]) -> None:
        """A draft that chair and deputy sign off first, then an expert citizen."""
        chair, deputy, last = (self.people[role].pk for role in ("chair", "deputy_chair", "expert_citizen"))
        self.signing = papers.add_paper(**add, subject="In Mitzeichnung")
        chain = [papers.Signer(1, chair, deputy), papers.Signer(2, last)]
        papers.start_sign_off(paper=self.signing, signers=chain, actor=self.clerk)

    def _ask_for_support(self, add: dict[str, Any]) -> None:
        """A draft that the deputy chair is asked to support."""
        self.motion_draft = papers.add_paper(**add, subject="Antrag mit Unterstützung")
        person = self.people["deputy_chair"].pk
        self.supporter = papers.ask_supporter(paper=self.motion_draft, person=person, actor=self.clerk)

    def _take_in(self, add: dict[str, Any]) -> None:
        """A citizen's proposal with who proposes it."""
        kind = PaperType.objects.create(
            institution=self.body.institution, name="Anregung", pattern="B{serial}", origin="citizens", position=1
        )
        self.proposal = papers.add_paper(**{**add, "type": kind.pk}, subject="Anregung")
        came = {"name": "Frau Bürgerin", "address": "Weg 1", "received_on": date(2026, 1, 2)}
        papers.keep_proposer(paper=self.proposal, **came, actor=self.clerk)

    def _paper_arguments(self, address: str, target: str) -> list[Any]:
        if not target and address.split(":")[1] in {"sign_off_paper", "refuse_sign_off", "recall_sign_off"}:
            target = "signing"
        if not target and address.split(":")[1] in {"ask_supporter", "support_paper"}:
            target = "motion"
        if not target and address.split(":")[1] in {"keep_proposer", "forget_proposer"}:
            target = "proposal"
        if address == "documents:withdraw_support":
            return [self.supporter.pk]
        kept = {"": self.paper, "hidden": self.hidden_paper, "draft": self.paper_draft, "signing": self.signing}
        kept |= {"motion": self.motion_draft, "proposal": self.proposal}
        paper = kept.get(target, self.paper)
        annex = {"": self.annex, "hidden": self.hidden_annex, "draft": self.draft_annex}.get(target, self.annex)
        station = {"": self.station, "hidden": self.hidden_station}.get(target, self.free_station)
        if address == "documents:paper_version":
            return [paper.pk, 1]
        if address in {"documents:annex", "documents:read_annex"}:
            return [annex.pk, annex.name]
        return [{"annexes": annex, "consultations": station}.get(self._route(address).split("/")[0], paper).pk]

    def _run(self) -> None:
        meetings.convene_meeting(meeting=self.meeting, actor=self.clerk)
        meetings.open_meeting(meeting=self.meeting, actor=self.clerk)
        meetings.note_formality(meeting=self.meeting, formality="convening", actor=self.clerk)
        for role in ("chair", "member"):
            meetings.record_arrival(meeting=self.meeting, person=self.people[role], mode="hall", actor=self.clerk)
        agenda.open_item(item=self.item, actor=self.clerk)
        presenting.present_file(file=File.objects.get(pk=self.file.pk), actor=self.clerk)
        agenda.open_list(item=self.item, actor=self.clerk)
        self.request = agenda.ask_for_floor(
            item=self.item, actor=actor_for(self.people["member"].user, body_id=self.body.pk)
        )
        self.recusal = agenda.enter_recusal(item=self.next, person=self.people["deputy_chair"].pk, actor=self.clerk)
        member = actor_for(self.people["member"].user, body_id=self.body.pk, meeting=self.meeting)
        self.procedural = agenda.move_procedural(item=self.item, kind="interrupt", actor=member)
        self.poll = voting.create_poll(item=self.item, question="Frage?", actor=self.clerk)
        self.hidden_poll = voting.create_poll(item=self.secret, question="Geheime Frage?", actor=self.clerk)
        voting.open_poll(poll=self.poll, actor=self.clerk)
        self.elector = self.poll.electors.get(person=self.people["member"]).pk
        moved = [
            agenda.move_motion(item=self.item, text=text, person=self.people["member"].pk, actor=self.clerk)
            for text in ("Wir vertagen.", "Wir lehnen ab.")
        ]
        self.motion, self.later_motion = moved
        late = self.people["expert_citizen"]
        self.disruption = meetings.record_disruption(
            meeting=self.meeting, person=late, trouble="no_sound", actor=self.clerk
        )
        self.measure = meetings.call_to_order(meeting=self.meeting, person=self.people["member"], actor=self.clerk)
        running = meetings.make_display_code(meeting=self.meeting, actor=self.clerk)
        self.display_code, _until = display_code_of(running)
        self.display = meetings.connect_display(code=self.display_code)
        note_displays(self.meeting.pk, {self.display.key: Sign("de", 1920, 1080)})
        self.meeting.refresh_from_db()

    def hear_display(self) -> int:
        """The display is connected at this moment, however long ago this world was made; all displays are meant."""
        note_displays(self.meeting.pk, {self.display.key: Sign("de", 1920, 1080)})
        return 0

    def client(self, role: str) -> Client:
        """A browser of that role, signed in once; each call gets its own copy of the cookies."""
        client = Client(headers={"accept": "application/json"})
        client.cookies.load({name: cookie.value for name, cookie in self.clients[role].cookies.items()})
        return client

    def _new_client(self, role: str) -> Client:
        client = Client(headers={"accept": "application/json"})
        user = self.administrator if role == "administrator" else getattr(self.people.get(role), "user", None)
        if user is not None:
            client.force_login(user)
        return client

    def _display_token(self, target: str) -> str:
        """The link for everybody, that of one device, or none."""
        own = display_token(self.meeting, self.display.key if target == "own" else None)
        return "no-such-token" if target == "bad" else own

    def url(self, name: str) -> str:
        """The address of `name@target`; without a target the running meeting's own."""
        address, _, target = name.partition("@")
        return reverse(address, args=self._arguments(address, target))

    def _arguments(self, address: str, target: str) -> list[Any]:
        plain = {
            "meetings:body": [self.body.pk],
            "meetings:create_meeting": [self.body.pk],
            "meetings:invite_person": [self.body.pk, self.stranger.pk],
            "meetings:unlock_account": [self.body.pk, self.locked.pk],
            "meetings:revoke_invitation": [self.body.pk, self.invited.pk],
            "meetings:person": [self.body.pk, self.stranger.pk],
            "meetings:edit_person": [self.body.pk, self.stranger.pk],
            "meetings:add_membership": [self.body.pk, self.stranger.pk],
            "meetings:end_membership": [self.body.pk, self.stranger.memberships.get().pk],
            "meetings:change_membership": [self.body.pk, self.stranger.memberships.get().pk],
            "meetings:add_person": [self.body.pk],
            "meetings:import_people": [self.body.pk],
            "meetings:rename_body": [self.body.pk],
            "meetings:end_body": [self.idle.pk],
            "meetings:mails_of_body": [self.body.pk],
            "meetings:send_mail_again": [(self.account_mail if target else self.mail).pk],
            "meetings:accept_invitation": ["no-such-token"],
            "meetings:legal": ["imprint"],
            "meetings:legal_page": [self.body.institution_id, "accessibility"],
            "meetings:send_feedback": [self.body.institution_id],
            "meetings:set_appearance": [self.body.institution_id],
            "meetings:accent": [self.body.institution_id],
            "meetings:crest": [self.body.institution_id],
            "meetings:display": [self.meeting.pk, self._display_token(target)],
            "meetings:display_code": [self.meeting.pk, self._display_token(target)],
            "agenda:presenter": [presenter_token(self.hidden_presenter if target else self.presenter)],
            "agenda:presenter_live": [presenter_token(self.hidden_presenter if target else self.presenter)],
            "agenda:confirm_notice": [confirm_token(self.notice, 5, "de") if not target else "no-such-token"],
            "agenda:cancel_notice": [cancel_token(self.notice) if not target else "no-such-token"],
            "agenda:edit_presenter": [(self.hidden_presenter if target else self.presenter).pk],
            "agenda:remove_presenter": [(self.hidden_presenter if target else self.presenter).pk],
            "agenda:renew_presenter_link": [(self.hidden_presenter if target else self.presenter).pk],
            "documents:add_paper": [self.body.pk],
            "documents:see_paper_kinds": [self.body.institution_id],
            "documents:add_paper_kind": [self.body.institution_id],
            "documents:edit_paper_kind": [self.kind.pk],
            "documents:move_paper_kind": [self.kind.pk],
            "documents:retire_paper_kind": [self.kind.pk],
            "agenda:item_page": [self.meeting.pk, (self.secret if target else self.item).pk],
            "documents:file": [
                (self.hidden_file if target else self.file).pk,
                (self.hidden_file if target else self.file).name,
            ],
            "documents:read_file": [
                (self.hidden_file if target else self.file).pk,
                (self.hidden_file if target else self.file).name,
            ],
            "documents:original_file": [
                (self.hidden_file if target else self.file).pk,
                (self.hidden_file if target else self.file).name,
            ],
            "documents:remove_file": [(self.hidden_file if target else self.file).pk],
            "documents:move_file": [(self.hidden_file if target else self.file).pk],
            "documents:send_piece": [self.upload.key],
            "documents:finish_upload": [self.upload.key],
            "documents:drop_upload": [self.upload.key],
            "documents:pages": [(self.hidden_file if target else self.file).pk],
            "documents:page_text": [(self.hidden_file if target else self.file).pk, 1],
            "documents:page_picture": [(self.hidden_file if target else self.file).pk, 1, 400],
            "documents:keep_place": [(self.hidden_file if target else self.file).pk],
            "documents:present_file": [(self.hidden_file if target else self.file).pk],
            "documents:presenter_page": [
                presenter_token(self.hidden_presenter if target else self.presenter),
                (self.hidden_file if target else self.file).pk,
                1,
                400,
            ],
            **{f"documents:{name}": [self._link(target)] for name in OF_PRESENTERS},
            "account_confirm_email": ["key"],
            "account_reset_password_from_key": ["1", "key"],
            "mfa_remove_webauthn": [1],
            "mfa_edit_webauthn": [1],
        }
        if address in plain:
            return plain[address]
        route = self._route(address)
        if route.startswith(("papers/<", "annexes/<", "consultations/<", "supporters/<")):
            return self._paper_arguments(address, target)
        if route.startswith("meetings/<"):
            return [(self.draft if target == "draft" else self.meeting).pk]
        if route.startswith("procedure/"):
            return [self.procedural.pk]
        if "recusals/" in route:
            return [self.recusal.pk]
        if "motions/" in route and not route.startswith("items/"):
            return [self.motion.pk]
        if "requests/" in route:
            return [self.request.pk]
        if "polls/" in route and not route.startswith("items/"):
            return [(self.hidden_poll if target == "secret" else self.poll).pk]
        if "items/" in route:
            return [{"": self.item, "next": self.next, "secret": self.secret}[target].pk]
        return []

    def _link(self, target: str) -> str:
        guests = {"": self.presenter, "secret": self.hidden_presenter, "next": self.coming_presenter}
        return presenter_token(guests[target]) if target in guests else "no-such-token"

    def _route(self, address: str) -> str:
        return next((str(pattern.pattern) for name, pattern in addresses_of_rooms() if name == address), "")

    def seat(self, role: str) -> int:
        """The number of the seat of that role's holder."""
        return Membership.objects.get(person=self.people[role], role=role).pk

    def stay(self) -> dict[str, Any]:
        """The member's interval of presence, as the form of a correction sends it."""
        row = self.meeting.attendances.get(person=self.people["member"], left_at=None)
        return {"attendance": row.pk, "arrived": f"{timezone.localtime(row.arrived_at):%Y-%m-%dT%H:%M:%S}", "left": ""}

    def data(self, name: str) -> dict[str, Any]:
        """What a sensible POST sends."""
        address = name.partition("@")[0]
        fields: dict[str, dict[str, Any]] = {
            "meetings:create_meeting": {
                "title": "Neu",
                "starts_at": "2030-01-01T17:00",
                "format": "in_person",
                "version": 1,
            },
            "meetings:edit_meeting": {
                "title": "Neu",
                "starts_at": "2030-01-01T17:00",
                "format": "in_person",
                "version": 1,
            },
            "documents:add_paper": {"subject": "Neu", "facts": "Gründe."},
            "documents:edit_paper": {"subject": "Anders", "version": 1},
            "documents:start_sign_off": {
                "person": self.people["chair"].pk,
                "deputy": self.people["deputy_chair"].pk,
                "step": 1,
                "days": 3,
            },
            "documents:add_paper_kind": {
                "name": "Bericht",
                "pattern": "{serial}",
                "origin": "members",
                "hand_in_days": 0,
            },
            "documents:edit_paper_kind": {
                "name": "Antrag",
                "pattern": "{serial}",
                "origin": "members",
                "hand_in_days": 7,
            },
            "documents:retire_paper_kind": {"retired": "yes"},
            "documents:keep_proposer": {"name": "Herr Bürger", "received_on": "2026-02-03"},
            "documents:ask_supporter": {"person": self.people["chair"].pk},
            "documents:support_paper": {"seen": 1},
            "documents:refuse_sign_off": {"ground": "Kosten fehlen"},
            "documents:withdraw_paper": {"ground": "Überholt"},
            "documents:depublish_paper": {"ground": "Namen"},
            "documents:release_paper": {"is_public": "yes", "checked": "yes", "note": "Neu"},
            "documents:plan_consultation": {"body": self.body.pk, "role": "decision"},
            "documents:put_on_agenda": {"meeting": self.draft.pk},
            "meetings:set_appearance": {"name": "Stadt Beispiel"},
            "meetings:add_person": {"family_name": "Neu", "role": "member", "starts_on": "2026-01-01"},
            "meetings:edit_person": {"family_name": "Ohne", "seen": stamp_of(values_of(self.stranger))},
            "meetings:add_membership": {"role": "chair", "starts_on": "2026-01-01"},
            "meetings:end_membership": {"ends_on": "2100-01-01"},
            "meetings:change_membership": {"since": "2020-01-01", "faction": self.faction.pk},
            "meetings:import_people": {"text": "Nachname\nNeu\n"},
            "meetings:add_body": {
                "institution": self.body.institution_id,
                "name": "Neu",
                "statutory_seats": 3,
            },
            "meetings:rename_body": {"name": "Anders", "statutory_seats": 5},
            "meetings:end_body": {"ends_on": "2100-01-01"},
            "meetings:note_formality": {"formality": "agenda"},
            "meetings:take_back_formality": {"formality": "convening"},
            "meetings:record_arrival": {"person": self.people["expert_citizen"].pk, "mode": "hall"},
            "meetings:record_departure": {"person": self.people["member"].pk},
            "meetings:join_meeting": {"mode": "remote"},
            "meetings:correct_attendance": {**self.stay(), "ground": "Versehen"},
            "meetings:strike_attendance": {**self.stay(), "ground": "Versehen"},
            "meetings:import_roll": {"text": "Name;Art\nExpert_citizen;Saal\n"},
            "meetings:take_seat": {"seat": self.seat("expert_citizen"), "person": self.people["substitute"].pk},
            "meetings:hand_back_seat": {"seat": self.seat("member")},
            "meetings:release_seat": {"seat": self.seat("member")},
            "meetings:check_quorum": {"checks": 0},
            "meetings:report_disruption": {"trouble": "no_sound"},
            "meetings:record_disruption": {"trouble": "no_sound", "person": self.people["member"].pk},
            "meetings:settle_disruption": {"disruption": self.disruption.pk, "ground": "insignificant"},
            "meetings:mark_repeated": {"step": 1},
            "meetings:call_to_matter": {"person": self.people["member"].pk, "warned": "yes"},
            "meetings:call_to_order": {"person": self.people["member"].pk, "warned": "yes"},
            "meetings:withdraw_floor": {"person": self.people["member"].pk},
            "meetings:exclude_person": {"person": self.people["member"].pk},
            "meetings:record_refusal": {"measure": self.measure.pk},
            "meetings:revoke_measure": {"measure": self.measure.pk},
            "meetings:hand_over_presiding": {"person": self.people["member"].pk, "until": "item"},
            "meetings:send_feedback": {"message": "Zu klein."},
            "meetings:connect_display": {"code": self.display_code},
            "meetings:name_display": {"display": self.display.pk, "name": "Empore"},
            "meetings:point_out_display": {"display": self.hear_display()},
            "meetings:disconnect_display": {"display": self.display.pk},
            "meetings:invite_person": {"email": "neu@example.org"},
            "agenda:notice": {"email": "vito@example.org", "minutes": 15},
            "agenda:add_item": {"part": "public", "title": "Neu", "ground": "Frist", "resolution": "einstimmig"},
            "agenda:split_item": {"title": "Zweiter Teil"},
            "agenda:edit_item": {"title": "Neu", "treatment": "report", "planned_minutes": 5, "version": 1},
            "agenda:move_item": {"place": ".public.", "revealed": reveal_stamp(revealed_by(self.secret))},
            "agenda:write_note": {"text": "Notiz", "version": 1},
            "agenda:add_presenter": {"name": "Frau Neu"},
            "agenda:edit_presenter": {"name": "Frau Anders", "was": "Herr Gast" if name.count("@") else "Frau Gast"},
            "agenda:ask_for_floor": {"kind": "question"},
            "agenda:enter_request": {"kind": "question", "guest": "Herr Amt"},
            "agenda:move_procedural": {"kind": "end_list", "detail": "gleich"},
            "agenda:enter_procedural": {"kind": "end_list", "detail": "gleich", "person": self.people["member"].pk},
            "agenda:declare_recusal": {"item": self.next.pk, "ground": "Schwager"},
            "agenda:enter_recusal": {
                "item": self.next.pk,
                "person": self.people["member"].pk,
                "ground": "Schwager",
                "disputed": "yes",
            },
            "agenda:set_speaking_time": {"minutes": 3, "contributions": 2},
            "agenda:move_motion": {
                "text": "Wir stimmen zu.",
                "reasons": "Es eilt.",
                "person": self.people["member"].pk,
            },
            "agenda:move_amendment": {
                "text": "Wir vertagen nicht.",
                "motion": self.motion.pk,
                "person": self.people["member"].pk,
            },
            "agenda:edit_motion": {"text": "Wir vertagen gern.", "reasons": "Es eilt.", "version": 1},
            "agenda:order_motions": {"over": self.later_motion.pk},
            "voting:create_poll": {"question": "Noch eine Frage?"},
            "voting:override_approval": {"reason": "Probe"},
            "voting:enter_hands": {"yes": 1, "no": 0, "abstain": 0},
            "voting:enter_votes": {"rest": "yes"},
            "voting:admit_elector": {"person": self.people["expert_citizen"].pk},
            "voting:change_way": {"elector": self.elector, "way": "hands"},
            "voting:annul_poll": {"ground": "Versehen"},
            "voting:object_to_result": {"person": self.people["member"].pk, "text": "Verzählt"},
            "voting:recount_result": {"ground": "Zweifel"},
            "voting:cast_ballot": {"choice": "yes", "ballot_id": str(UUID(int=7))},
            "documents:begin_upload": {"name": "Neu.pdf", "size": 20_000_000},
            "documents:keep_place": {"page": 1},
            "documents:turn_page": {"page": 1},
            "documents:presenter_presents": {"file": self.file.pk},
            "documents:presenter_turns": {"page": 1},
            "documents:put_slides": {"file": SimpleUploadedFile("Folien.pdf", pdf("Folien"), "application/pdf")},
            "documents:attach_file": {
                "title": "Neu",
                "file": SimpleUploadedFile("Neu.pdf", PDF + b"%another\n", "application/pdf"),
            },
        }
        return fields.get(address, {})
