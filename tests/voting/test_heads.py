"""When a head is signed for a vote, and what stands of it on the screens."""

import pytest
from django.urls import reverse

from agenda.models import AgendaItem
from agenda.services import close_item
from meetings import services as meetings
from meetings.enums import Audience
from meetings.journal.words import words_of
from meetings.selectors import seal_of
from tests.publicity import open_secret
from voting import services


def seals(meeting):
    """Up to which event the public and the desk see the record signed."""
    meeting.refresh_from_db()
    found = (seal_of(meeting, audience) for audience in (Audience.SCREEN, Audience.DESK))
    return tuple(seal.seq if seal else None for seal in found)


def test_a_head_is_signed_after_result_recount_and_annulment(counted, running, clerk):
    poll = counted("yn")
    signed = [running.signed_heads.count()]
    services.declare_result(poll=poll, actor=clerk)
    signed.append(running.signed_heads.count())
    services.recount_result(poll=poll, ground="Bitte", actor=clerk)
    signed.append(running.signed_heads.count())
    services.annul_poll(poll=poll, ground="Falsch", actor=clerk)
    running.refresh_from_db()

    last = running.signed_heads.last()
    assert (signed, running.signed_heads.count()) == ([0, 1, 2], 3)
    assert (last.seq, last.head) == (running.last_seq, running.head)


def test_the_public_is_not_told_of_a_result_in_the_non_public_part(counted, running, clerk, make_item):
    services.declare_result(poll=counted("yy"), actor=clerk)
    public = running.signed_heads.get().seq
    assert seals(running) == (public, public)

    secret = make_item(part="non_public", title="Vergabe an X", public_title="Vergabe")
    close_item(item=AgendaItem.objects.get(meeting=running, state="open"), actor=clerk)
    opened = open_secret(item=secret, actor=clerk)
    poll = services.create_poll(item=opened, method="hands", open_now=True, actor=clerk)
    services.enter_hands(poll=poll, yes=2, no=0, abstain=0, close=True, actor=clerk)
    services.declare_result(poll=poll, actor=clerk)
    during = seals(running)
    close_item(item=opened, actor=clerk)
    running.refresh_from_db()
    meetings.close_meeting(meeting=running, actor=clerk)

    running.refresh_from_db()
    assert (during[0], during[1] > public) == (public, True)
    assert seals(running) == (running.last_seq, running.last_seq)


@pytest.mark.parametrize("view", ["screen", "public"])
def test_the_five_words_stand_on_the_screens_after_a_result(counted, running, clerk, signed_in, view):
    poll, browser = counted("yn"), signed_in(clerk.user)
    address = reverse(f"meetings:{view}", args=[running.pk])
    before = browser.get(address).content.decode()
    services.declare_result(poll=poll, actor=clerk)
    words = " · ".join(words_of(running.signed_heads.get().head))

    page = browser.get(address).content.decode()

    assert ("head-words" in before, words in page) == (False, True)
