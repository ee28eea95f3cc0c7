"""Papers are signed off step by step, refused, taken back; the chain reads them while its round runs."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from documents.papers import services
from documents.papers.deadlines import working_days_after
from documents.papers.models import Paper, SignOff
from documents.papers.selectors import PapersSought, papers_sought
from documents.papers.selectors.access import Access, access_to
from documents.papers.selectors.signing import people_to_ask, refused_in_round_of, rounds_of, waiting_for
from documents.papers.services import Signer
from meetings.errors import DomainError
from meetings.models import Body, Institution, Membership
from meetings.selectors import actor_for


def fresh(paper):
    return Paper.objects.get(pk=paper.pk)


def of(paper, actor):
    found = fresh(paper)
    access = access_to(found, actor_for(actor.user, body_id=found.body_id))
    listed = papers_sought(actor.user, PapersSought()).filter(pk=paper.pk).first()
    assert (listed.access if listed else Access.NONE) == access  # lists and pages say the same
    return access


def names(paper):
    return list(paper.events.order_by("seq").values_list("name", flat=True))


def refused(do, **data):
    with pytest.raises(DomainError) as error:
        do(**data)
    return error.value.code, error.value.status


@pytest.fixture
def chain(of_council):
    """Four of another body, who have nothing to do with the paper otherwise."""
    return [of_council("member") for _number in range(4)]


@pytest.fixture
def sent(write, clerk, chain):
    """Two side by side, the second with a deputy, then a third."""
    paper = write()
    first, second, deputy, last = (actor.person_id for actor in chain)
    signers = [Signer(2, last, days=5), Signer(1, first), Signer(1, second, deputy, 2)]
    return services.start_sign_off(paper=paper, signers=signers, actor=clerk)


def sign(paper, actor, **data):
    return services.sign_off_paper(paper=paper, actor=actor, **data)


def test_it_goes_step_by_step_and_is_released_when_all_have_signed(sent, chain, clerk, release):
    first, second, _deputy, last = chain
    today = timezone.localdate()
    rows = list(SignOff.objects.filter(paper=sent).values_list("person", "step", "due_on"))
    assert rows == [
        (first.person_id, 1, working_days_after(today, 3)),
        (second.person_id, 1, working_days_after(today, 2)),
        (last.person_id, 2, None),
    ]
    assert (fresh(sent).state, bool(fresh(sent).number)) == ("sign_off", True)
    assert refused(sign, paper=sent, actor=last) == ("state.not_now", 409)

    sign(sent, second, remark="Mit Dank.")
    sign(sent, first)
    assert SignOff.objects.get(person=last.person_id).due_on == working_days_after(today, 5)
    assert refused(release, paper=sent) == ("state.not_now", 409)
    sign(sent, last)

    assert fresh(sent).state == "cleared"
    assert names(sent)[1:] == [
        "documents.sign_off.started",
        *["documents.sign_off.approved"] * 3,
        "documents.sign_off.cleared",
    ]
    said = sent.events.filter(name="documents.sign_off.approved").order_by("seq")[0]
    assert {row.key: row.value for row in said.secrets.all()} == {"name": "Rat member", "remark": "Mit Dank."}
    number = fresh(sent).number
    release(sent)
    assert (fresh(sent).state, fresh(sent).number) == ("released", number)


def test_a_deputy_signs_in_their_place_and_once(sent, chain):
    _first, second, deputy, _last = chain
    sign(sent, deputy)
    row = SignOff.objects.get(person=second.person_id)
    assert (row.state, row.decided_by) == ("approved", deputy.user)
    assert refused(sign, paper=sent, actor=second) == ("state.not_now", 409)


def test_whoever_is_not_asked_signs_nothing(sent, clerk, actor, of_council):
    before = list(SignOff.objects.values())
    assert refused(sign, paper=sent, actor=clerk) == ("permission.denied", 403)
    for other in (actor("member"), actor("administrator"), actor("public"), of_council("clerk")):
        assert refused(sign, paper=sent, actor=other) == ("not_found", 404)
    assert list(SignOff.objects.values()) == before


def test_whose_right_has_ended_is_told_so_and_signs_nothing(sent, chain):
    first = chain[0]
    Membership.objects.filter(person=first.person_id).update(ends_on=date(2020, 12, 31))
    assert of(sent, first) == Access.NONE
    for do, data in ((sign, {}), (services.refuse_sign_off, {"ground": "Nein"})):
        assert refused(do, paper=sent, actor=first, **data) == ("sign_off.right_ended", 403)
    assert set(SignOff.objects.values_list("state", flat=True)) == {"waiting"}


def test_a_refusal_brings_it_back_to_its_author_with_the_reason(sent, chain, clerk, write):
    first, second, _deputy, last = chain
    assert refused(services.refuse_sign_off, paper=sent, ground=" ", actor=first) == ("paper.ground_missing", 400)
    sign(sent, second)
    services.refuse_sign_off(paper=sent, ground="Die Kosten fehlen.", actor=first)

    assert fresh(sent).state == "draft"
    assert list(SignOff.objects.order_by("step", "pk").values_list("state", flat=True)) == [
        "refused",
        "approved",
        "skipped",
    ]
    for everybody in chain:
        assert [row.remark for row in refused_in_round_of(everybody.person_id)] == ["Die Kosten fehlen."]
        assert of(sent, everybody) == Access.NONE
    assert names(sent)[-1] == "documents.sign_off.refused"
    assert refused(sign, paper=sent, actor=last) == ("state.not_now", 409)
    services.edit_paper(paper=sent, version=1, actor=clerk, financial_effect="10 000 Euro")
    services.start_sign_off(paper=sent, signers=[Signer(1, first.person_id)], actor=clerk)
    assert [list(refused_in_round_of(one.person_id)) for one in chain] == [[], [], [], []]
    assert [one.number for one in rounds_of(fresh(sent), Access.WORK)] == [2, 1]
    assert [one.number for one in rounds_of(fresh(sent), Access.SHOWN)] == [2]
    assert rounds_of(fresh(sent), Access.FULL) == []


def test_what_was_refused_is_told_to_nobody_else(sent, chain, of_council, actor):
    services.refuse_sign_off(paper=sent, ground="Grund", actor=chain[0])
    for other in (of_council("member"), actor("member")):
        assert not refused_in_round_of(other.person_id).exists()


def test_author_and_clerk_take_it_back_and_all_sign_anew(write, chain, actor, clerk):
    author = actor("member")
    paper = write("Antrag", by=author)
    first = chain[0]
    services.start_sign_off(paper=paper, signers=[Signer(1, first.person_id)], actor=author)
    sign(paper, first)
    assert refused(services.recall_sign_off, paper=paper, actor=first) == ("permission.denied", 403)
    services.recall_sign_off(paper=paper, actor=author)
    assert (fresh(paper).state, names(paper)[-1]) == ("draft", "documents.sign_off.recalled")
    assert refused(services.recall_sign_off, paper=paper, actor=author) == ("state.not_now", 409)

    services.start_sign_off(paper=paper, signers=[Signer(1, first.person_id)], actor=clerk)
    assert refused(sign, paper=paper, actor=first, seen=1) == ("sign_off.gone_on", 409)
    sign(paper, first, seen=2)
    assert fresh(paper).state == "cleared"


def test_while_it_runs_and_when_it_is_cleared_nothing_of_the_paper_changes(sent, chain, clerk):
    first, second, _deputy, last = chain
    upload = SimpleUploadedFile("a.txt", b"x")
    for signed in ([], [first, second, last]):
        for one in signed:
            sign(sent, one)
        assert refused(services.edit_paper, paper=sent, version=1, actor=clerk, facts="Neu")[1] == 409
        assert refused(services.attach_annex, paper=sent, upload=upload, actor=clerk)[1] == 409
        assert refused(services.hand_in_paper, paper=sent, actor=clerk)[1] == 409
        assert refused(services.start_sign_off, paper=sent, signers=[Signer(1, first.person_id)], actor=clerk)[1] == 409


def test_the_chain_reads_while_the_round_runs_those_who_signed_until_the_release(sent, chain, release, actor, write):
    first, second, _deputy, last = chain
    assert [of(sent, one) for one in chain] == [Access.SHOWN] * 4
    assert of(sent, actor("member")) == of(sent, actor("public")) == of(sent, actor("administrator")) == Access.NONE
    other = write(subject="Ein anderer Entwurf")
    assert [of(other, one) for one in chain] == [Access.NONE] * 4
    for one in (first, second, last):
        sign(sent, one)
    assert [of(sent, one) for one in chain] == [Access.SHOWN, Access.SHOWN, Access.NONE, Access.SHOWN]
    release(sent)
    assert [of(sent, one) for one in chain] == [Access.NONE] * 4


def test_it_ends_when_it_is_taken_back_or_withdrawn(sent, chain, clerk):
    services.recall_sign_off(paper=sent, actor=clerk)
    assert [of(sent, one) for one in chain] == [Access.NONE] * 4
    services.start_sign_off(paper=sent, signers=[Signer(1, chain[3].person_id)], actor=clerk)
    assert [of(sent, one) for one in chain] == [*[Access.NONE] * 3, Access.SHOWN]
    services.withdraw_paper(paper=sent, ground="Überholt", actor=clerk)
    assert of(sent, chain[3]) == Access.NONE
    assert set(SignOff.objects.filter(round=2).values_list("state", flat=True)) == {"skipped"}


def test_whoever_only_signs_changes_nothing(sent, chain):
    first = chain[0]
    for do, data in (
        (services.edit_paper, {"version": 1, "facts": "x"}),
        (services.withdraw_paper, {"ground": "x"}),
        (services.start_sign_off, {"signers": [Signer(1, first.person_id)]}),
        (services.plan_consultation, {"body": sent.body_id, "role": "decision"}),
    ):
        assert refused(do, paper=sent, actor=first, **data) == ("permission.denied", 403)


def test_one_withdrawn_before_any_release_is_nobodys_but_theirs_who_wrote_it(write, clerk, actor):
    paper = write()
    services.hand_in_paper(paper=paper, actor=clerk)
    services.withdraw_paper(paper=paper, ground="Überholt", actor=clerk)
    assert (of(paper, actor("member")), of(paper, clerk)) == (Access.NONE, Access.WORK)


@pytest.mark.parametrize(
    ("signers", "expected"),
    [
        ([], ("sign_off.nobody", 400)),
        ([(0, 0)], ("data.invalid", 400)),
        ([(1, 0, None, 0)], ("data.invalid", 400)),
        ([(1, 0, None, 61)], ("data.invalid", 400)),
        ([(1, 0), (2, 0)], ("sign_off.twice", 400)),
        ([(1, 0, 0)], ("sign_off.twice", 400)),
        ([(1, 99)], ("not_found", 404)),
        ([(number + 1, 0) for number in range(31)], ("sign_off.too_many", 400)),
    ],
)
def test_chains_that_cannot_be_are_refused_and_take_no_number(write, clerk, chain, signers, expected):
    paper, people = write(), {99: 10**9} | {place: one.person_id for place, one in enumerate(chain)}
    rows = [
        Signer(step, people[who], people[more[0]] if more and more[0] is not None else 0, *more[1:])
        for step, who, *more in signers
    ]
    assert refused(services.start_sign_off, paper=paper, signers=rows, actor=clerk) == expected
    assert (fresh(paper).state, fresh(paper).number, SignOff.objects.count()) == ("draft", "", 0)


def test_nobody_is_asked_who_could_not_sign(write, clerk, chain, seat):
    paper, first = write(), chain[0]
    no_account = seat("member")
    no_account.person.user = None
    no_account.person.save()
    Membership.objects.filter(person=first.person_id).update(ends_on=date(2020, 12, 31))
    for person in (no_account.person_id, first.person_id):
        code = refused(services.start_sign_off, paper=paper, signers=[Signer(1, person)], actor=clerk)
        assert code == ("sign_off.no_right", 409)
    asked = {person.pk for person in people_to_ask(paper)}
    assert clerk.person_id in asked
    assert not asked & {no_account.person_id, first.person_id}


def test_people_of_another_institution_are_unknown(write, clerk, chain, council):
    council.institution = Institution.objects.create(name="Anderswo")
    council.save()
    code = refused(services.start_sign_off, paper=write(), signers=[Signer(1, chain[0].person_id)], actor=clerk)
    assert code == ("not_found", 404)


def test_what_needs_it_is_released_in_no_other_way(write, clerk, release, kinds):
    paper = write()
    type(paper.type).objects.update(needs_sign_off=True)
    assert refused(release, paper=paper) == ("state.not_now", 409)
    services.hand_in_paper(paper=paper, actor=clerk)
    assert refused(release, paper=paper) == ("state.not_now", 409)
    services.start_sign_off(paper=paper, signers=[Signer(1, clerk.person_id)], actor=clerk)
    sign(paper, clerk)
    release(paper)
    assert fresh(paper).state == "released"


def test_what_is_empty_is_not_sent_round(write, clerk, chain):
    paper = write(draft_resolution="")
    code = refused(services.start_sign_off, paper=paper, signers=[Signer(1, chain[0].person_id)], actor=clerk)
    assert code == ("paper.incomplete", 409)


def test_what_waits_for_somebody_is_due_first_before(sent, chain, write, clerk):
    _first, second, deputy, last = chain
    later = write(subject="Später")
    services.start_sign_off(paper=later, signers=[Signer(1, second.person_id, days=1)], actor=clerk)
    assert [row.paper for row in waiting_for(second.person_id)] == [later, sent]
    assert [row.paper for row in waiting_for(deputy.person_id)] == [sent]
    assert not waiting_for(last.person_id).exists()
    sign(sent, second)
    assert not waiting_for(deputy.person_id).exists()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE documents_signoff SET remark = 'x' WHERE state <> 'waiting'",
        "UPDATE documents_signoff SET state = 'waiting', remark = '', decided_at = NULL, decided_by_id = NULL",
        "UPDATE documents_signoff SET person_id = deputy_id, deputy_id = NULL WHERE deputy_id IS NOT NULL",
        "UPDATE documents_signoff SET deputy_id = NULL WHERE deputy_id IS NOT NULL",
        "DELETE FROM documents_signoff WHERE state = 'waiting'",
        "UPDATE documents_signoff SET state = 'approved' WHERE state = 'waiting'",
    ],
)
def test_the_database_keeps_what_was_decided_and_who_is_to_decide(sent, chain, change):
    sign(sent, chain[0])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_body_of_another_institution_gives_no_right(sent, chain, council):
    """The right comes from the paper's own institution alone."""
    elsewhere = Body.objects.create(institution=Institution.objects.create(name="Anderswo"), name="Rat")
    Membership.objects.filter(person=chain[0].person_id).update(body=elsewhere)
    assert of(sent, chain[0]) == Access.NONE
    assert refused(sign, paper=sent, actor=chain[0]) == ("sign_off.right_ended", 403)


def test_the_page_has_the_line_of_signers_and_one_signs_there(sent, chain, clerk, signed_in, actor):
    first = chain[0]
    page = signed_in(first.user).get(sent.get_absolute_url())
    text = page.content.decode()
    assert "Diese Vorlage wartet auf Ihre Mitzeichnung" in text
    assert text.count("chain__signer--waiting") == 3
    assert "/edit/" not in text
    assert "Diese Vorlage wartet" not in signed_in(clerk.user).get(sent.get_absolute_url()).content.decode()
    assert signed_in(actor("member").user).get(sent.get_absolute_url()).status_code == 404
    assert signed_in(first.user).post(f"{sent.get_absolute_url()}sign-off/sign/", {"seen": 1}).url == (
        sent.get_absolute_url()
    )
    refusing = signed_in(chain[1].user).post(f"{sent.get_absolute_url()}sign-off/refuse/", {"ground": "Nein"})
    assert refusing.url == "/"  # whoever refuses does not read it any more


def test_the_form_sends_it_round(write, clerk, chain, signed_in):
    paper = write()
    people = [chain[0].person_id, chain[1].person_id, ""]
    sent = {"person": people, "deputy": ["", chain[2].person_id, ""], "step": [1, 1, 3], "days": [2, 4, 3]}
    answer = signed_in(clerk.user).post(f"{paper.get_absolute_url()}sign-off/start/", sent)
    assert answer.status_code == 302
    rows = SignOff.objects.filter(paper=paper).order_by("pk").values_list("person", "deputy", "step", "days")
    assert list(rows) == [(people[0], None, 1, 2), (people[1], chain[2].person_id, 1, 4)]
