import asyncio
import errno

import pytest
from django.test import AsyncClient, Client
from django.urls import reverse

from documents.files.models import File
from documents.files.services import attach_file, receiving, remove_file
from meetings.models import Reading
from tests.documents.conftest import PDF, archive, upload

pytestmark = pytest.mark.any_database

JSON = {"HTTP_ACCEPT": "application/json"}


def content(response):
    return b"".join(response.streaming_content)


@pytest.fixture
def desk(signed_in, clerk):
    return signed_in(clerk.user)


def test_file_is_sent_to_be_saved_and_never_to_be_shown(file, convened, client):
    response = client.get(file.get_absolute_url())

    assert (response.status_code, content(response)) == (200, PDF)
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "public, no-cache",
        "Content-Disposition": 'attachment; filename="Oe-1-Zahlen-2021.pdf"',
        "Content-Length": str(len(PDF)),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Content-Type": "application/pdf",
        "ETag": f'"{file.sha256}"',
        "X-Content-Type-Options": "nosniff",
    }
    assert {name: response.headers[name] for name in headers} == headers


@pytest.mark.parametrize("role", ["chair", "clerk", "member", "expert_citizen", "advisory_member", "substitute"])
def test_file_of_a_non_public_item_is_for_participants_and_not_for_shared_caches(
    secret_file, convened, actor, signed_in, role
):
    response = signed_in(actor(role).user).get(secret_file.get_absolute_url())

    assert (response.status_code, content(response)) == (200, PDF + b"%secret")
    assert response.headers["Cache-Control"] == "no-store, private"


def test_file_that_is_hidden_answers_like_one_that_does_not_exist(
    secret_file, item, clerk, convened, client, actor, signed_in
):
    confidential = attach_file(item=item, upload=upload("b.pdf", PDF + b"b"), actor=clerk, confidential=True)
    removed = attach_file(item=item, upload=upload("c.pdf", PDF + b"c"), actor=clerk)
    remove_file(file=removed, actor=clerk)
    absent = client.get("/files/999999/x.pdf", **JSON)

    for path in (secret_file.get_absolute_url(), confidential.get_absolute_url(), removed.get_absolute_url()):
        for browser in (client, signed_in(actor("administrator").user)):
            response = browser.get(path, **JSON)
            assert (response.status_code, response.json()) == (404, absent.json())
    assert absent.status_code == 404


def test_file_of_a_draft_is_hidden_from_members_too(file, actor, signed_in):
    assert signed_in(actor("member").user).get(file.get_absolute_url()).status_code == 404


def test_file_under_another_name_leads_to_the_right_one(file, convened, client):
    response = client.get(f"/files/{file.pk}/old-name.pdf")

    assert (response.status_code, response.headers["Location"]) == (302, file.get_absolute_url())


PARTS = [
    ("bytes=0-3", 206, PDF[:4], f"bytes 0-3/{len(PDF)}"),
    ("bytes=5-", 206, PDF[5:], f"bytes 5-{len(PDF) - 1}/{len(PDF)}"),
    ("bytes=-4", 206, PDF[-4:], f"bytes {len(PDF) - 4}-{len(PDF) - 1}/{len(PDF)}"),
    ("bytes=0-1,4-5", 200, PDF, None),
    ("nonsense", 200, PDF, None),
]


@pytest.mark.parametrize(("wanted", "status", "part", "said"), PARTS, ids=[part[0] for part in PARTS])
def test_file_is_sent_in_parts_when_asked(file, convened, client, wanted, status, part, said):
    response = client.get(file.get_absolute_url(), headers={"Range": wanted})

    assert (response.status_code, content(response)) == (status, part)
    assert response.headers.get("Content-Range") == said
    assert response.headers["Content-Length"] == str(len(part))


def test_file_behind_its_end_answers_416(file, convened, client):
    response = client.get(file.get_absolute_url(), headers={"Range": f"bytes={len(PDF)}-"})

    assert (response.status_code, response.headers["Content-Range"], response.content) == (
        416,
        f"bytes */{len(PDF)}",
        b"",
    )


@pytest.mark.parametrize(("same", "status"), [(True, 206), (False, 200)])
def test_file_is_sent_in_part_only_while_it_is_the_same(file, convened, client, same, status):
    tag = f'"{file.sha256}"' if same else '"another"'

    response = client.get(file.get_absolute_url(), headers={"Range": "bytes=0-3", "If-Range": tag})

    assert (response.status_code, len(content(response))) == (status, 4 if same else len(PDF))


def test_file_that_is_known_already_is_not_sent_again(file, convened, client):
    response = client.get(file.get_absolute_url(), headers={"If-None-Match": f'"{file.sha256}"'})

    assert (response.status_code, response.content) == (304, b"")


def test_file_head_tells_the_length_and_sends_nothing(file, convened, client):
    response = client.head(file.get_absolute_url(), headers={"Range": "bytes=0-3"})

    assert (response.status_code, response.headers["Content-Length"], response.content) == (200, str(len(PDF)), b"")


@pytest.mark.django_db(transaction=True)
async def test_file_is_sent_in_pieces_under_asgi(file, convened, monkeypatch):
    monkeypatch.setattr("documents.streaming.PIECE", 7)

    response = await AsyncClient().get(file.get_absolute_url(), headers={"Range": "bytes=1-20"})
    pieces = [piece async for piece in response.streaming_content]

    assert response.is_async
    assert (response.status_code, [len(piece) for piece in pieces], b"".join(pieces)) == (206, [7, 7, 6], PDF[1:21])
    await asyncio.to_thread(response.close)


def test_attach_file_takes_several_at_once(item, desk):
    sent = [upload("Eins.pdf"), upload("Zwei.csv", b"a;b\n")]

    response = desk.post(reverse("documents:attach_file", args=[item.pk]), {"file": sent, "title": "not for two"})

    assert (response.status_code, response.headers["Location"]) == (
        302,
        f"/meetings/{item.meeting_id}/files/#papers-{item.pk}",
    )
    assert list(File.objects.values_list("title", "media_type")) == [("Eins", "application/pdf"), ("Zwei", "text/csv")]


def test_attach_file_answers_json_with_the_new_file(item, desk):
    response = desk.post(
        reverse("documents:attach_file", args=[item.pk]), {"file": upload(), "title": "Zahlen"}, **JSON
    )

    file = File.objects.get()
    assert response.status_code == 201
    assert response.json() == {"seq": 3, "file": file.pk, "name": "Oe-1-Zahlen.pdf"}


WRONG = [
    ({}, 400, "file.missing"),
    ({"file": upload("a.pdf", b"")}, 400, "file.empty"),
    ({"file": upload("a.html", b"<script>")}, 415, "file.kind_not_taken"),
    ({"file": upload("a.docx", archive(("a", "b")))}, 415, "file.kind_not_taken"),
]


@pytest.mark.parametrize(("data", "status", "code"), WRONG)
def test_attach_file_says_what_is_wrong(item, desk, data, status, code):
    response = desk.post(reverse("documents:attach_file", args=[item.pk]), data, **JSON)

    assert (response.status_code, response.json()["code"]) == (status, code)


def test_attach_file_is_hidden_where_the_item_is(secret_item, convened, client):
    response = client.post(reverse("documents:attach_file", args=[secret_item.pk]), {"file": upload()}, **JSON)

    assert response.status_code == 404


def test_attach_file_is_refused_where_the_item_is_known(item, convened, client, actor, signed_in):
    for browser in (client, signed_in(actor("member").user)):
        response = browser.post(reverse("documents:attach_file", args=[item.pk]), {"file": upload()}, **JSON)
        assert (response.status_code, response.json()["code"]) == (403, "permission.denied")


def test_attach_file_needs_the_form_token(item, clerk):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(clerk.user)

    assert browser.post(reverse("documents:attach_file", args=[item.pk]), {"file": upload()}, **JSON).status_code == 403
    assert not File.objects.exists()


def test_remove_file_takes_it_away(file, desk):
    response = desk.post(reverse("documents:remove_file", args=[file.pk]), **JSON)

    assert response.status_code == 200
    assert not File.objects.kept().exists()


def test_files_is_the_page_of_the_desk(file, secret_file, convened, desk, client, actor, signed_in):
    path = reverse("documents:files", args=[convened.pk])

    assert [browser.get(path).status_code for browser in (desk, signed_in(actor("member").user), client)] == [
        200,
        403,
        403,
    ]


def test_attach_file_says_when_the_disk_is_full(item, desk, monkeypatch):
    def fail(**arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("documents.files.services.attach_file", fail)
    answer = desk.post(f"/items/{item.pk}/files/", {"file": upload()}, headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (507, "storage.full")


def several(item, desk, *sent, **headers):
    return desk.post(reverse("documents:attach_file", args=[item.pk]), {"file": list(sent)}, **headers)


def test_attach_file_judges_each_of_several_for_itself(item, desk):
    response = several(item, desk, upload("Eins.pdf"), upload("Zwei.exe", b"MZ"), upload("Drei.csv", b"a;b\n"), **JSON)
    told = response.json()

    assert response.status_code == 207
    assert list(File.objects.values_list("title", flat=True)) == ["Eins", "Drei"]
    assert [entry["sent"] for entry in told["files"]] == ["Eins.pdf", "Drei.csv"]
    assert [(entry["sent"], entry["code"]) for entry in told["refused"]] == [("Zwei.exe", "file.kind_not_taken")]
    assert told["message"].startswith("Zwei.exe: Dateien der Art EXE")
    assert told["seq"] == item.meeting.events.count()


def test_attach_file_names_taken_and_refused_files_on_the_page_without_a_script(item, desk):
    response = several(item, desk, upload("Eins.pdf"), upload("Zwei.exe", b"MZ"), upload("Drei.csv", b"a;b\n"))
    page = response.content.decode()
    refused, stored = page.split('id="refused-heading"')[1].split('id="stored-heading"')

    assert response.status_code == 207
    assert "Zwei.exe</bdi></strong>: Dateien der Art EXE" in refused
    assert "Eins.pdf" in stored
    assert "Drei.csv" in stored


def test_attach_file_of_several_of_which_none_is_taken_stores_nothing(item, desk):
    response = several(item, desk, upload("Eins.exe", b"MZ"), upload("Zwei.pdf", b""), **JSON)

    assert (response.status_code, response.json()["files"]) == (415, [])
    assert [entry["code"] for entry in response.json()["refused"]] == ["file.kind_not_taken", "file.empty"]
    assert not File.objects.exists()


def test_a_disk_that_becomes_full_takes_nothing_back_of_what_is_told(item, desk, monkeypatch):
    store, seen = receiving._store, []

    def fill(content):
        seen.append(content.name)
        if len(seen) > 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        return store(content)

    monkeypatch.setattr(receiving, "_store", fill)
    response = several(item, desk, upload("Eins.pdf"), upload("Zwei.csv", b"a;b\n"), **JSON)

    assert response.status_code == 207
    assert [entry["sent"] for entry in response.json()["files"]] == ["Eins.pdf"]
    assert [(entry["sent"], entry["code"]) for entry in response.json()["refused"]] == [("Zwei.csv", "storage.full")]


def test_a_pdf_file_is_read_in_a_frame_of_our_own_page_only(file, convened, client):
    response = client.get(file.page_url)

    assert (response.status_code, content(response)) == (200, PDF)
    assert response.headers["Content-Disposition"] == 'inline; filename="Oe-1-Zahlen-2021.pdf"'
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    policy = response.headers["Content-Security-Policy"]
    assert ("frame-ancestors 'self'" in policy, "default-src 'none'" in policy, "sandbox" in policy) == (
        True,
        True,
        False,
    )


def test_parts_of_a_pdf_file_are_read_in_a_frame_too(file, convened, client):
    response = client.get(file.page_url, HTTP_RANGE="bytes=0-3")

    assert (response.status_code, content(response)) == (206, PDF[:4])


def test_what_is_no_pdf_file_is_never_shown_in_place(item, clerk, convened, client):
    table = attach_file(item=item, upload=upload("Zahlen.csv", b"a;b\n1;2\n"), actor=clerk)
    response = client.get(reverse("documents:read_file", args=[table.pk, table.name]))

    assert (table.page_url, table.opens_in_page) == (table.get_absolute_url(), False)
    assert (response.status_code, response.headers["Location"]) == (302, table.get_absolute_url())


def test_reading_a_confidential_file_in_the_page_goes_on_record(secret_file, convened, actor, client, signed_in):
    reader = actor("member")
    assert client.get(secret_file.page_url).status_code == 404
    assert content(signed_in(reader.user).get(secret_file.page_url)) == PDF + b"%secret"

    assert [row.key for row in Reading.objects.filter(what="documents.file")] == [secret_file.pk]
