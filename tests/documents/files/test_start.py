"""New papers on the start page: whose are shown, and nothing to whom the meeting itself would refuse it."""

from datetime import timedelta

import pytest

from agenda.services import add_item, enter_recusal
from documents.files.selectors import new_files_for
from documents.files.services import attach_file
from meetings import services
from meetings.models import Meeting
from meetings.selectors import visitor_of
from tests.documents.conftest import PDF, upload


@pytest.fixture
def member(seat):
    return seat("member").person


def titles(person):
    return {row["file"].title for row in new_files_for(visitor_of(person.user))}


def test_members_are_shown_what_is_new_in_both_parts_and_strangers_nothing(file, secret_file, convened, member, actor):
    assert titles(member) == {file.title, secret_file.title}
    assert new_files_for(visitor_of(actor("administrator").user)) == []


def test_nothing_of_a_non_public_item_in_which_one_has_a_conflict_of_interest(
    file, secret_file, convened, member, clerk
):
    enter_recusal(item=secret_file.item, person=member.pk, actor=clerk)

    assert titles(member) == {file.title}


def test_whoever_is_barred_from_a_meeting_is_shown_only_what_is_public_of_it(
    running, body, clerk, member, seat, signed_in
):
    """They refused to leave an earlier one, and have the rights of the public in the next ones (GO NRW section
    51(4)).
    """
    following = _with_papers(running, body, clerk)
    other = seat("member").person
    services.record_arrival(meeting=running, person=member, mode="hall", actor=clerk)
    measure = services.exclude_person(meeting=running, person=member, actor=clerk)
    before = titles(member)

    services.record_refusal(meeting=running, measure=measure.pk, actor=clerk)

    assert before == titles(other) == {"Offen", "Angebote"}
    assert titles(member) == {"Offen"}
    html = signed_in(member.user).get("/").text
    assert "Offen" in html
    assert "Angebote" not in html
    Meeting.objects.filter(pk=following.pk).update(starts_at=following.starts_at - timedelta(days=30))
    assert titles(other) == set()


def _with_papers(running, body, clerk):
    start = running.starts_at + timedelta(days=7)
    following = services.create_meeting(
        body=body, actor=clerk, title="Nächste", starts_at=start, format="in_person", hall="Saal"
    )
    for part, title in (("public", "Offen"), ("non_public", "Angebote")):
        item = add_item(meeting=following, actor=clerk, part=part, title="x")
        attach_file(item=item, upload=upload(content=PDF + title.encode()), title=title, actor=clerk)
    return services.convene_meeting(meeting=following, actor=clerk)
