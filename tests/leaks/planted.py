"""A world full of canaries: one unique word in everything that some people must never see, and the search for them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from string import ascii_lowercase, digits
from typing import Any
from uuid import uuid4

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader
from pypdf.errors import PdfReadError

from agenda import services as agenda
from agenda.models import AgendaItem
from agenda.selectors import presenter_token
from documents.files import services as documents
from documents.files.models import File
from documents.papers import services as papers
from documents.presenting import services as presenting
from meetings import services as meetings
from meetings.models import User
from meetings.selectors import actor_for
from tests.documents.packs import made
from tests.matrix.world import World
from voting import services as voting

DRAFT, SECRET, DESK, MAIL = "draft", "secret", "desk", "mail"
"""Who may never see it: all but planners; the public; all but the desk; all but the desk and the administrator."""

AGENDA_WORDS = ("title", "subtitle", "presenter", "organisation", "mail", "filename", "filetitle")
"""Places of what the agenda says of an item, with the names of its files: one has to know that to declare a conflict
of interest.
"""
PAPER_TEXTS = ("subject", "lead_office", "other_offices", "file_reference", "facts", "financial_effect")


SIGNS = f"{digits}{ascii_lowercase}"
"""Two of them number a canary, so that its place is always what stands behind the fourth letter."""


class Planted(World):
    """The matrix's world with a canary in every non-public text; `canaries` maps each word to its kind."""

    def __init__(self) -> None:
        self.canaries: dict[str, str] = {}
        super().__init__()
        self.rename_accounts()

    def word(self, kind: str, place: str) -> str:
        """A new canary; letters and digits only, so that no escaping or file naming can hide it."""
        tens, ones = divmod(len(self.canaries), len(SIGNS))
        word = f"zq{SIGNS[tens]}{SIGNS[ones]}{place}"
        self.canaries[word] = kind
        return word

    def rename_accounts(self) -> None:
        for user in User.objects.exclude(pk=self.administrator.pk):
            user.email = f"{self.word(MAIL, 'account')}@example.org"
            user.save(update_fields=["email"])
        for person in self.people.values():
            person.user.refresh_from_db()

    def _plan(self) -> None:
        super()._plan()
        self._plant_meeting(self.meeting, {"video_link": f"https://video.example.org/{self.word(SECRET, 'video')}"})
        texts = {
            name: self.word(DRAFT, f"draft{name.replace('_', '')}")
            for name in ("title", "hall", "remark", "legal_basis")
        }
        self._plant_meeting(
            self.draft, {**texts, "video_link": f"https://video.example.org/{self.word(DRAFT, 'draftvideo')}"}
        )
        for part in ("public", "non_public"):
            drafted = agenda.add_item(meeting=self.draft, actor=self.clerk, part=part, title="x")
            self._plant_item(drafted, DRAFT)
        before = set(self.canaries)
        self._plant_item(self.secret, SECRET)
        self.files = {word for word in self.canaries.keys() - before if not word.endswith(AGENDA_WORDS)}
        self.below = agenda.add_item(
            meeting=self.meeting, actor=self.clerk, part="non_public", parent=self.secret, title="x"
        )
        self._plant_item(self.below, SECRET)
        self.moved = agenda.add_item(
            meeting=self.meeting,
            actor=self.clerk,
            part="public",
            title=self.word(SECRET, "moved"),
            draft_resolution="Ja.",
        )
        agenda.move_item(item=self.moved, place=_at_the_end_of("non_public"), actor=self.clerk)
        self._attach(self.item, SECRET, confidential=True)
        agenda.add_presenter(
            item=self.item, actor=self.clerk, name="Herr Zweiter", email=f"{self.word(DESK, 'guest')}@example.org"
        )

    def _write(self) -> None:
        """Papers: a draft, a non-public one, and of a public one what is left out, what is being written, annexes."""
        super()._write()
        for paper, kind in ((self.paper_draft, DESK), (self.hidden_paper, SECRET)):
            texts = {name: self.word(kind, f"paper{name.replace('_', '')}") for name in PAPER_TEXTS}
            papers.edit_paper(paper=paper, version=1, actor=self.clerk, **texts)
            self._annex(paper, kind)
        papers.release_paper(
            paper=self.hidden_paper,
            is_public=False,
            checked=True,
            note=self.word(SECRET, "papernote"),
            actor=self.clerk,
        )
        self._redact(self.paper)
        papers.edit_paper(paper=self.paper, version=2, actor=self.clerk, subject=self.word(DESK, "papernew"))
        self._annex(self.paper, DESK)
        elsewhere = papers.add_paper(
            body=self.body, type=self.kind.pk, actor=self.clerk, subject=self.word(SECRET, "paperfree"), facts="x"
        )
        papers.release_paper(paper=elsewhere, is_public=True, checked=True, actor=self.clerk)
        taken = papers.add_paper(
            body=self.body, type=self.kind.pk, actor=self.clerk, subject=self.word(SECRET, "papertaken"), facts="x"
        )
        papers.release_paper(paper=taken, is_public=True, checked=True, actor=self.clerk)
        papers.depublish_paper(paper=taken, ground=self.word(SECRET, "paperground"), actor=self.clerk)

        self._sign_off()

    def _sign_off(self) -> None:
        """A paper in its sign-off, with a remark, and one that was refused; neither is for who is not in the chain."""
        chair = actor_for(self.people["chair"].user, body_id=self.body.pk)
        papers.recall_sign_off(paper=self.signing, actor=self.clerk)
        papers.edit_paper(paper=self.signing, version=1, actor=self.clerk, subject=self.word(DESK, "signingsubject"))
        chain = [papers.Signer(1, chair.person_id or 0), papers.Signer(2, self.people["expert_citizen"].pk)]
        papers.start_sign_off(paper=self.signing, signers=chain, actor=self.clerk)
        papers.sign_off_paper(paper=self.signing, remark=self.word(DESK, "signingremark"), actor=chair)
        refused = papers.add_paper(
            body=self.body, type=self.kind.pk, actor=self.clerk, subject=self.word(DESK, "refusedsubject"), facts="x"
        )
        papers.start_sign_off(paper=refused, signers=chain, actor=self.clerk)
        papers.refuse_sign_off(paper=refused, ground=self.word(DESK, "refusedground"), actor=chair)
        who = {name: self.word(DESK, f"proposer{name}") for name in ("name", "address")}
        papers.keep_proposer(paper=self.proposal, **who, received_on=date(2026, 1, 2), actor=self.clerk)
        open_one = papers.add_paper(
            body=self.body, type=self.proposal.type_id, actor=self.clerk, subject="Offene Anregung", facts="x"
        )
        who = {name: self.word(DESK, f"citizen{name}") for name in ("name", "address")}
        papers.keep_proposer(paper=open_one, **who, received_on=date(2026, 1, 2), actor=self.clerk)
        way = papers.plan_consultation(paper=open_one, body=self.body.pk, role="decision", actor=self.clerk)
        papers.release_paper(paper=open_one, is_public=True, checked=True, actor=self.clerk)
        papers.put_on_agenda(consultation=way, meeting=self.meeting, item=self.next.pk, actor=self.clerk)
        papers.edit_paper(paper=self.motion_draft, version=1, actor=self.clerk, subject=self.word(DESK, "supported"))

    def _redact(self, paper: Any) -> None:
        """The public reads other words, and gets another annex, than members."""
        inside = self.word(SECRET, "paperfacts")
        papers.edit_paper(paper=paper, version=1, actor=self.clerk, facts=inside, public_facts="Geschwärzt.")
        annex = self._annex(paper, SECRET)
        shown = SimpleUploadedFile("Offen.pdf", leaf("offen", "", ""), "application/pdf")
        papers.attach_annex(paper=paper, upload=shown, stands_for=annex.pk, actor=self.clerk)
        papers.release_paper(
            paper=paper, is_public=True, checked=True, note=self.word(SECRET, "papernote"), actor=self.clerk
        )

    def _annex(self, paper: Any, kind: str) -> Any:
        content = leaf(*(self.word(kind, f"annex{place}") for place in ("text", "author", "mark")))
        untitled = SimpleUploadedFile(f"{self.word(kind, 'annexname')}.pdf", content, "application/pdf")
        papers.attach_annex(paper=paper, upload=untitled, confidential=True, actor=self.clerk)
        upload = SimpleUploadedFile("Papier.pdf", content + b"%2\n", "application/pdf")
        return papers.attach_annex(
            paper=paper, upload=upload, title=self.word(kind, "annextitle"), confidential=True, actor=self.clerk
        )

    def _plant_meeting(self, meeting: Any, texts: dict[str, Any]) -> None:
        names = ("title", "format", "hall", "legal_basis", "video_link", "starts_at", "ends_at", "remark")
        data = {**{name: getattr(meeting, name) for name in names}, **texts}
        meeting.refresh_from_db()
        meetings.edit_meeting(meeting=meeting, actor=self.clerk, version=meeting.version, **data)
        meeting.refresh_from_db()

    def _plant_item(self, item: AgendaItem, kind: str) -> None:
        texts = {name: self.word(kind, name.replace("_", "")) for name in ("title", "subtitle", "draft_resolution")}
        agenda.edit_item(item=item, actor=self.clerk, version=1, **texts)
        agenda.write_note(item=item, text=self.word(kind, "note"), version=1, actor=self.clerk)
        name, organisation = self.word(kind, "presenter"), self.word(kind, "organisation")
        email = f"{self.word(DESK if kind == SECRET else kind, 'mail')}@example.org"
        agenda.add_presenter(item=item, actor=self.clerk, name=name, organisation=organisation, email=email)
        self._attach(item, kind, confidential=not item.is_public)
        item.refresh_from_db()

    def _attach(self, item: AgendaItem, kind: str, *, confidential: bool) -> None:
        content = leaf(self.word(kind, "content"), self.word(kind, "author"), self.word(kind, "bookmark"))
        untitled = SimpleUploadedFile(f"{self.word(kind, 'filename')}.pdf", content, "application/pdf")
        documents.attach_file(item=item, upload=untitled, confidential=confidential, actor=self.clerk)
        titled = SimpleUploadedFile("Papier.pdf", content + b"%2\n", "application/pdf")
        documents.attach_file(
            item=item, upload=titled, title=self.word(kind, "filetitle"), confidential=confidential, actor=self.clerk
        )

    def _run(self) -> None:
        meetings.convene_meeting(meeting=self.meeting, actor=self.clerk)
        meetings.open_meeting(meeting=self.meeting, actor=self.clerk)
        for role in ("chair", "member"):
            meetings.record_arrival(meeting=self.meeting, person=self.people[role], mode="hall", actor=self.clerk)
        agenda.open_item(item=self.item, actor=self.clerk)
        hidden = File.objects.filter(item=self.item, confidential=True).latest("pk")
        presenting.present_file(file=hidden, actor=self.clerk)
        agenda.write_note(item=self.item, text="Notiz", version=1, actor=self.clerk)
        self.poll = voting.create_poll(item=self.item, question="Frage?", actor=self.clerk)
        self.prepared = voting.create_poll(item=self.next, question=self.word(DESK, "prepared"), actor=self.clerk)
        self.hidden_poll = voting.create_poll(
            item=self.secret, question=self.word(SECRET, "question"), actor=self.clerk
        )
        voting.open_poll(poll=self.poll, actor=self.clerk)
        self.meeting.refresh_from_db()

    def passage(self) -> Iterator[str]:
        """From before the non-public item to after the meeting; stops in each phase for a look."""
        yield "pending"
        self.leave_public()
        yield "excluded"
        self.open_secret()
        yield "open"
        voting.close_poll(poll=self.hidden_poll, actor=self.clerk)
        voting.declare_result(poll=self.hidden_poll, actor=self.clerk)
        yield "declared"
        self.end()
        yield "closed"

    def leave_public(self) -> None:
        """The public item is finished, and the public excluded on a motion whose ground it must never learn."""
        for step in (voting.close_poll, voting.declare_result):
            step(poll=self.poll, actor=self.clerk)
        agenda.close_item(item=self.item, actor=self.clerk)
        meetings.exclude_public(meeting=self.meeting, category="", motion=self.word(SECRET, "motion"), actor=self.clerk)
        meetings.close_channels(meeting=self.meeting, actor=self.clerk)

    def open_secret(self) -> None:
        """The non-public item is called, its poll opened, two ballots cast."""
        agenda.open_item(item=self.secret, actor=self.clerk)
        self.secret.refresh_from_db()
        agenda.write_note(
            item=self.secret, text=f"{self.secret.note} {self.word(SECRET, 'written')}", version=2, actor=self.clerk
        )
        voting.open_poll(poll=self.hidden_poll, actor=self.clerk)
        for role in ("chair", "member"):
            actor = actor_for(self.people[role].user, body_id=self.body.pk)
            voting.cast_ballot(poll=self.hidden_poll, choice="yes", ballot_id=uuid4(), actor=actor)
        text, reasons, changed = (self.word(SECRET, name) for name in ("moved", "reasons", "amended"))
        moved = agenda.move_motion(
            item=self.secret, text=text, reasons=reasons, person=self.people["member"].pk, actor=self.clerk
        )
        agenda.move_amendment(
            item=self.secret, text=changed, motion=moved.pk, person=self.people["member"].pk, actor=self.clerk
        )

    def recuse(self, role: str) -> None:
        """This one is here, and has a conflict of interest in the non-public item."""
        meetings.record_arrival(meeting=self.meeting, person=self.people[role], mode="remote", actor=self.clerk)
        agenda.enter_recusal(item=self.secret, person=self.people[role].pk, actor=self.clerk)

    def of_the_secret(self) -> set[str]:
        """All canaries planted within the non-public item, in files, notes, questions and motions, beyond what its
        agenda says.
        """
        said = {word for word in self.canaries if word[4:] in {"question", "written", "reasons", "amended"}}
        moved = {word for word in self.canaries if word[4:] == "moved"} - {self.moved.title}
        return self.files | said | moved

    def end(self) -> None:
        """The non-public items are left in every way there is, and the meeting is closed."""
        agenda.close_item(item=self.secret, actor=self.clerk)
        agenda.withdraw_item(item=self.below, actor=self.clerk)
        agenda.postpone_item(item=self.moved, actor=self.clerk)
        meetings.close_meeting(meeting=self.meeting, actor=self.clerk)

    def links(self) -> dict[str, str]:
        """The public presenter's own page, and that of one who reports on the non-public item."""
        return {"own": presenter_token(self.presenter), "hidden": presenter_token(self.hidden_presenter)}

    def found(self, *outputs: str, kinds: tuple[str, ...] = (DRAFT, SECRET, DESK, MAIL)) -> set[str]:
        """The canaries of those kinds that stand in the outputs, however they are written or broken into lines."""
        text = re.sub(r"\s+", "", "\n".join(outputs)).lower()
        return {word for word, kind in self.canaries.items() if kind in kinds and word in text}


def _at_the_end_of(part: str) -> Any:
    from agenda.places import parse_place

    return parse_place(f".{part}.")


def leaf(words: str, author: str, bookmark: str) -> bytes:
    """A PDF with these words on its page, in its properties and in its bookmarks."""

    def describe(document: pikepdf.Pdf) -> None:
        document.docinfo["/Author"] = author
        with document.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(bookmark, 0))

    return made.changed(made.pdf(words), describe)


def text_of(response: Any) -> str:
    """Everything an answer says: status line, headers, cookies, body; a PDF with its text and properties, an archive
    with its files.
    """
    body: bytes = b"".join(response.streaming_content) if response.streaming else response.content
    said = [str(response.headers), str(response.cookies), body.decode("utf-8", "replace")]
    if response.headers.get("Content-Type") == "application/pdf":
        said.append(pdf_text(body))
    if response.headers.get("Content-Type") == "application/zip" and body:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                said += [name, archive.read(name).decode("utf-8", "replace"), pdf_text(archive.read(name))]
    return "\n".join(said)


@lru_cache(maxsize=64)
def pdf_text(content: bytes) -> str:
    """Text, bookmarks and properties of a PDF; nothing of what is none, or only a part of one."""
    if not (content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:]):
        return ""
    try:
        reader = PdfReader(io.BytesIO(content))
    except PdfReadError:  # the public files of the matrix are PDF in name only
        return ""
    return "\n".join([*(page.extract_text() for page in reader.pages), str(reader.metadata), str(reader.outline)])
