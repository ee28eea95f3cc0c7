import errno
import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from agenda.places import Place
from agenda.services import edit_item, move_item
from documents.files import services
from documents.files.models import File
from meetings.errors import DomainError
from meetings.services import cancel_meeting
from tests.conftest import names_of
from tests.documents.conftest import PDF, upload
from tests.revealed import to_public

OTHERS = ["member", "expert_citizen", "advisory_member", "substitute", "administrator", "public"]


def last(meeting):
    return meeting.events.order_by("seq").last()


def opened(event):
    return {secret.key: secret.value for secret in event.secrets.all()}


@pytest.mark.parametrize("role", ["chair", "deputy_chair", "clerk"])
def test_attach_file_stores_it_under_a_random_name_with_a_speaking_one(item, actor, role, folder):
    someone = actor(role)

    file = services.attach_file(item=item, upload=upload(), actor=someone, title=" ePayment  Zahlen 2021 ")

    assert (file.title, file.name) == ("ePayment Zahlen 2021", "Oe-1-ePayment-Zahlen-2021.pdf")
    assert (file.size, file.sha256) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    assert (file.media_type, file.confidential, file.uploaded_by) == ("application/pdf", False, someone.user)
    assert [path.read_bytes() for path in folder()] == [PDF]
    assert "Zahlen" not in file.stored.name


def test_attach_file_records_title_and_digest_beside_the_chain(item, convened, clerk):
    file = services.attach_file(item=item, upload=upload(), actor=clerk)

    event = last(convened)
    assert (event.name, event.audience) == ("documents.file.attached", "public")
    assert {key: event.data[key] for key in ("file", "item", "number")} == {
        "file": file.pk,
        "item": item.pk,
        "number": "Ö 1",
    }
    assert opened(event) == {"title": "Zahlen 2021", "sha256": file.sha256}
    assert "Zahlen" not in str(event.data)


@pytest.mark.parametrize("role", OTHERS)
def test_attach_file_is_refused_to_others_and_leaves_nothing(item, convened, actor, role, folder):
    before = names_of(convened)

    with pytest.raises(DomainError) as error:
        services.attach_file(item=item, upload=upload(), actor=actor(role))

    assert error.value.status == 403
    assert (names_of(convened), folder(), File.objects.count()) == (before, [], 0)


REFUSED = [
    (upload("a.pdf", b""), "file.empty", 400),
    (upload("a.exe", b"MZ"), "file.kind_not_taken", 415),
    (upload("a.pdf", b"<script>"), "file.kind_not_taken", 415),
    (upload("a.pdf", PDF * 3), "file.too_large", 413),
]


@pytest.mark.parametrize(("sent", "code", "status"), REFUSED)
def test_attach_file_says_why_a_file_is_not_taken(item, clerk, sent, code, status, settings, folder):
    settings.FILE_SIZE_LIMIT = len(PDF) * 2
    before = names_of(item.meeting)

    with pytest.raises(DomainError) as error:
        services.attach_file(item=item, upload=sent, actor=clerk)

    assert (error.value.code, error.value.status) == (code, status)
    assert (names_of(item.meeting), folder(), File.objects.count()) == (before, [], 0)


def test_attach_file_takes_the_same_file_once_and_keeps_the_first(item, file, clerk, folder):
    with pytest.raises(DomainError) as error:
        services.attach_file(item=item, upload=upload("other name.pdf"), actor=clerk)

    assert error.value.code == "file.already_attached"
    assert len(folder()) == 1


def test_attach_file_gives_a_second_file_of_that_title_another_name(item, file, clerk):
    second = services.attach_file(item=item, upload=upload("Zahlen 2021.pdf", PDF + b"2"), actor=clerk)

    assert (file.name, second.name) == ("Oe-1-Zahlen-2021.pdf", "Oe-1-Zahlen-2021-2.pdf")


def test_attach_file_refuses_a_title_that_is_too_long(item, clerk, folder):
    with pytest.raises(DomainError) as error:
        services.attach_file(item=item, upload=upload(), actor=clerk, title="x" * 501)

    assert (error.value.code, folder()) == ("data.invalid", [])


def test_attach_file_takes_a_large_upload_that_lies_on_disk(item, clerk, folder, settings):
    content = PDF + b"x" * 3_000_000
    sent = TemporaryUploadedFile("large.pdf", "application/pdf", len(content), None)
    sent.write(content)
    sent.flush()

    file = services.attach_file(item=item, upload=sent, actor=clerk)
    sent.close()  # as the request does at its end

    assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert [path.read_bytes() == content for path in folder()] == [True]


def test_attach_file_to_a_non_public_item_is_always_confidential(secret_item, convened, clerk):
    file = services.attach_file(item=secret_item, upload=upload(), actor=clerk, confidential=False)

    assert file.confidential
    assert last(convened).audience == "participant"


def test_attach_file_that_is_confidential_is_told_to_participants_only(item, convened, clerk):
    services.attach_file(item=item, upload=upload(), actor=clerk, confidential=True)

    assert last(convened).audience == "participant"


def test_attach_file_in_a_draft_is_told_to_the_desk_only(item, clerk):
    services.attach_file(item=item, upload=upload(), actor=clerk)

    assert last(item.meeting).audience == "desk"


def test_attach_file_to_a_cancelled_meeting_is_refused(item, convened, clerk, folder):
    cancel_meeting(meeting=convened, actor=clerk)
    item.refresh_from_db()

    with pytest.raises(DomainError) as error:
        services.attach_file(item=item, upload=SimpleUploadedFile("a.pdf", PDF), actor=clerk)

    assert (error.value.status, folder()) == (409, [])


def test_remove_file_hides_it_and_leaves_its_event(file, convened, clerk):
    removed = services.remove_file(file=file, actor=clerk)

    assert removed.removed_at is not None
    assert list(File.objects.kept()) == []
    assert last(convened).name == "documents.file.removed"
    assert opened(last(convened))["sha256"] == file.sha256


def test_remove_file_a_second_time_is_refused(file, clerk):
    services.remove_file(file=file, actor=clerk)

    with pytest.raises(DomainError) as error:
        services.remove_file(file=file, actor=clerk)

    assert error.value.status == 409
    assert names_of(file.item.meeting).count("documents.file.removed") == 1


@pytest.mark.parametrize("role", OTHERS)
def test_remove_file_is_refused_to_others(file, convened, actor, role):
    with pytest.raises(DomainError) as error:
        services.remove_file(file=file, actor=actor(role))

    assert error.value.status == 403
    assert list(File.objects.kept()) == [file]


def test_remove_file_lets_the_same_file_come_back(item, file, clerk):
    services.remove_file(file=file, actor=clerk)

    again = services.attach_file(item=item, upload=upload(), actor=clerk)

    assert list(File.objects.kept()) == [again]


def test_a_file_stays_confidential_when_its_item_moves_to_the_public_part(secret_file, clerk):
    to_public(secret_file.item, clerk)

    secret_file.refresh_from_db()
    assert secret_file.item.is_public
    assert not secret_file.is_public


def test_a_file_is_no_longer_public_when_its_item_moves_to_the_non_public_part(file, clerk):
    move_item(item=file.item, place=Place(None, "non_public", None), actor=clerk)

    file.refresh_from_db()
    assert not file.is_public


def test_the_name_of_a_file_does_not_change_with_its_item(file, clerk):
    edit_item(item=file.item, actor=clerk, version=file.item.version, title="Anders")

    file.refresh_from_db()
    assert file.name == "Oe-1-Zahlen-2021.pdf"


def test_attach_file_leaves_nothing_when_the_disk_is_full_in_the_middle(item, clerk, folder, monkeypatch):
    content = upload()

    def half_of_it(chunk_size=None):
        yield PDF[:10]
        if folder():  # the digest reads it before; now it is being stored
            raise OSError(errno.ENOSPC, "No space left on device")
        yield PDF[10:]

    monkeypatch.setattr(content, "chunks", half_of_it)
    with pytest.raises(OSError, match="No space"):
        services.attach_file(item=item, upload=content, actor=clerk)

    assert (folder(), File.objects.count()) == ([], 0)


@pytest.mark.parametrize("before", [b"\r\n", b"\xef\xbb\xbf", b"--boundary\r\n\r\n"])
def test_attach_file_stores_a_pdf_with_something_before_it_as_it_came(item, clerk, folder, before):
    services.attach_file(item=item, upload=upload("a.pdf", before + PDF), actor=clerk)

    assert [path.read_bytes() for path in folder()] == [before + PDF]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (upload("a.exe", b"MZ"), "Dateien der Art EXE werden nicht angenommen. Wandeln Sie"),
        (
            upload("a.docx", PDF),
            "Der Inhalt dieser Datei ist nicht der einer DOCX-Datei: Sie ist beschädigt, verschlüsselt",
        ),
        (upload("a", PDF), "Der Name dieser Datei hat keine Endung"),
    ],
)
def test_attach_file_says_what_is_wrong_with_this_very_file_and_what_is_taken(item, clerk, sent, words):
    with pytest.raises(DomainError) as error:
        services.attach_file(item=item, upload=sent, actor=clerk)

    assert words in str(error.value)
    assert "Möglich sind: CSV, DOCX" in str(error.value)
    assert "erneut" not in str(error.value)
