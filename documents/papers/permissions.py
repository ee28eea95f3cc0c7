"""Who may do what with papers. The actor is what somebody is in the body whose office keeps the paper."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.papers.enums import Origin, PaperState, SignOffState
from meetings.permissions import Actor, Rule, administrator, always, clerk, participant, predicate, register, state

office = _("Only the clerk of the body whose office keeps this paper may do this.")
written_by_office = _("Such a paper is written by the clerk's office.")
asked = _("Only those who are asked to sign this paper off, or their deputies, may do this.")
asked_support = _("Only a member who was asked to support this paper may do this.")
UNSIGNED = {PaperState.DRAFT, PaperState.HANDED_IN}
office_or_author = _("Only its author or the clerk of the body whose office keeps this paper may do this.")


def _paper(target: Any) -> Any:
    return getattr(target, "paper", target)


@predicate
def author(actor: Actor, target: Any) -> bool:
    return actor.user is not None and _paper(target).author_id == actor.user.pk


@predicate
def office_of_consultation(actor: Actor, target: Any) -> bool:
    """The clerk of the body that is to deal with it; the actor is what somebody is in that one."""
    return clerk(actor, target)


@state(_("The paper is no longer a draft."))
def paper_is_draft(actor: Actor, target: Any) -> bool:
    return _paper(target).state == PaperState.DRAFT


@state(_("While it is being signed off a paper does not change; take it back first."))
def paper_may_change(actor: Actor, target: Any) -> bool:
    return _paper(target).state in {PaperState.DRAFT, PaperState.HANDED_IN, PaperState.RELEASED}


@predicate
def nothing_but_a_draft(actor: Actor, target: Any) -> bool:
    """An author who is no clerk writes drafts, and nothing that was handed in."""
    return _paper(target).state == PaperState.DRAFT


@state(_("The paper has been withdrawn."))
def paper_is_kept(actor: Actor, target: Any) -> bool:
    return _paper(target).state != PaperState.WITHDRAWN


@state(_("The paper has its number already: withdraw it instead."))
def has_no_number(actor: Actor, target: Any) -> bool:
    return not _paper(target).number


@state(_("The paper has no number yet: discard the draft instead."))
def has_a_number(actor: Actor, target: Any) -> bool:
    return bool(_paper(target).number)


@state(_("This paper is released after its sign-off only."))
def paper_may_be_released(actor: Actor, target: Any) -> bool:
    paper = _paper(target)
    ready = {PaperState.CLEARED, PaperState.RELEASED}
    return paper.state in ready or (paper.state in UNSIGNED and not paper.type.needs_sign_off)


@state(_("Only a draft, or what was handed in and needs it, is sent round to be signed off."))
def paper_may_go_round(actor: Actor, target: Any) -> bool:
    paper = _paper(target)
    return paper.state == PaperState.DRAFT or (paper.state == PaperState.HANDED_IN and paper.type.needs_sign_off)


@predicate
def signer(actor: Actor, target: Any) -> bool:
    """Who is asked to sign, and who is to in their place; the target is the row of the sign-off."""
    asked = {getattr(target, "person_id", None), getattr(target, "deputy_id", None)}
    return actor.person_id is not None and actor.person_id in asked


@state(_("The paper is no longer being signed off."))
def paper_is_signed_off(actor: Actor, target: Any) -> bool:
    return _paper(target).state == PaperState.SIGN_OFF


@state(_("Somebody else comes first, or this has been decided already."))
def it_is_their_turn(actor: Actor, target: Any) -> bool:
    return target.state == SignOffState.WAITING and target.due_on is not None


@state(_("The paper is not in its sign-off."))
def paper_went_round(actor: Actor, target: Any) -> bool:
    return _paper(target).state in {PaperState.SIGN_OFF, PaperState.CLEARED}


@state(_("The paper has not been released."))
def paper_is_released(actor: Actor, target: Any) -> bool:
    return _paper(target).state == PaperState.RELEASED


@predicate
def writes_such(actor: Actor, kind: Any) -> bool:
    """Members write motions and inquiries; what comes from the office or is taken in by it, the clerk."""
    return clerk(actor, kind) or (participant(actor, kind) and kind.origin == Origin.MEMBERS)


@state(_("Support is given until the office has released the paper."))
def paper_finds_support(actor: Actor, target: Any) -> bool:
    paper = _paper(target)
    return paper.state in UNSIGNED and paper.type.origin == Origin.MEMBERS


@predicate
def supporter(actor: Actor, target: Any) -> bool:
    """Who is asked for support; the target is their row."""
    return actor.person_id is not None and getattr(target, "person_id", None) == actor.person_id


@state(_("You support this paper already."))
def is_not_confirmed(actor: Actor, target: Any) -> bool:
    return getattr(target, "confirmed_at", None) is None


unconfirmed_support, writes_it = paper_finds_support & is_not_confirmed, clerk | author


@state(_("Only papers that are taken in from citizens have a proposer."))
def paper_is_of_citizens(actor: Actor, target: Any) -> bool:
    return _paper(target).type.origin == Origin.CITIZENS


keeps_kinds = clerk | administrator
only_keepers = _("Only clerks of the institution and the administrator may do this.")
their_turn = paper_is_signed_off & it_is_their_turn
writer = clerk | (author & nothing_but_a_draft)

# fmt: off
register(
    #    action                            who may do it           while this holds                told to others
    Rule("documents.add_paper",           writes_such,            always,                         written_by_office),
    Rule("documents.see_history",         clerk | author,         always,                         office_or_author),
    Rule("documents.edit_paper",          writer,                 paper_may_change,               office_or_author),
    Rule("documents.discard_paper",       writer,                 paper_is_draft & has_no_number, office_or_author),
    Rule("documents.attach_annex",        writer,                 paper_may_change,               office_or_author),
    Rule("documents.remove_annex",        writer,                 paper_may_change,               office_or_author),
    Rule("documents.move_annex",          writer,                 paper_may_change,               office_or_author),
    Rule("documents.hand_in_paper",       clerk | author,         paper_is_draft,                 office_or_author),
    Rule("documents.see_paper_kinds",     keeps_kinds,            always,                         only_keepers),
    Rule("documents.add_paper_kind",      keeps_kinds,            always,                         only_keepers),
    Rule("documents.edit_paper_kind",     keeps_kinds,            always,                         only_keepers),
    Rule("documents.move_paper_kind",     keeps_kinds,            always,                         only_keepers),
    Rule("documents.retire_paper_kind",   keeps_kinds,            always,                         only_keepers),
    Rule("documents.keep_proposer",       clerk,                  paper_is_of_citizens,           office),
    Rule("documents.forget_proposer",     clerk,                  paper_is_of_citizens,           office),
    Rule("documents.ask_supporter",       clerk | author,         paper_finds_support,            office_or_author),
    Rule("documents.support_paper",       supporter,              unconfirmed_support,            asked_support),
    Rule("documents.withdraw_support",    supporter | writes_it,  paper_finds_support,            asked_support),
    Rule("documents.start_sign_off",      clerk | author,         paper_may_go_round,             office_or_author),
    Rule("documents.sign_off_paper",      signer,                 their_turn,                     asked),
    Rule("documents.refuse_sign_off",     signer,                 their_turn,                     asked),
    Rule("documents.recall_sign_off",     clerk | author,         paper_went_round,               office_or_author),
    Rule("documents.release_paper",       clerk,                  paper_may_be_released,          office),
    Rule("documents.withdraw_paper",      clerk | author,         has_a_number & paper_is_kept,   office_or_author),
    Rule("documents.depublish_paper",     clerk,                  paper_is_released,              office),
    Rule("documents.publish_paper",       clerk,                  paper_is_released,              office),
    Rule("documents.plan_consultation",   clerk,                  paper_is_kept,                  office),
    Rule("documents.remove_consultation", clerk,                  paper_is_kept,                  office),
    Rule("documents.put_on_agenda",       office_of_consultation, paper_is_released,              office),
    Rule("documents.take_off_agenda",     office_of_consultation, always,                         office),
)
# fmt: on
