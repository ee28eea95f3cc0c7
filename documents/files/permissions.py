"""Who may do what with files."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.permissions import meeting_of, only_desk
from meetings.enums import MeetingState
from meetings.permissions import Actor, Rule, desk, predicate, register, state


@state(_("The meeting was cancelled."))
def meeting_takes_place(actor: Actor, target: Any) -> bool:
    return meeting_of(target).state != MeetingState.CANCELLED


@predicate
def sent_by_them(actor: Actor, upload: Any) -> bool:
    return actor.user is not None and upload.owner_id == actor.user.pk


@state(_("This file has been sent to its end already."))
def still_under_way(actor: Actor, upload: Any) -> bool:
    return upload.finished_at is None


@state(_("This file has been removed meanwhile."))
def file_is_kept(actor: Actor, file: Any) -> bool:
    return file.removed_at is None


only_them = _("Only whoever has begun to send this file may go on with it.")

# fmt: off
register(
    #    action                         who may do it         while this holds                        what others hear
    Rule("documents.see_files",         desk,                 told=only_desk),
    Rule("documents.see_original",      desk,                 told=only_desk),
    Rule("documents.attach_file",       desk,                 meeting_takes_place,                    only_desk),
    Rule("documents.move_file",         desk,                 meeting_takes_place & file_is_kept,     only_desk),
    Rule("documents.remove_file",       desk,                 meeting_takes_place & file_is_kept,     only_desk),
    Rule("documents.begin_upload",      desk,                 meeting_takes_place,                    only_desk),
    Rule("documents.send_piece",        desk & sent_by_them,  meeting_takes_place & still_under_way,  only_them),
    Rule("documents.finish_upload",     desk & sent_by_them,  meeting_takes_place & still_under_way,  only_them),
    Rule("documents.drop_upload",       desk & sent_by_them,  still_under_way,                        only_them),
)
# fmt: on
