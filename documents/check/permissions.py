"""Who gets which check package."""

from django.utils.translation import gettext_lazy as _

from documents.permissions import meeting_has_begun, only_desk
from meetings.permissions import Rule, anyone, desk, meeting_is_closed, register

no_package_yet = _("There is no check package yet; it appears when the meeting has been closed.")

# fmt: off
register(
    #    action                         who may do it  while this holds                     what others are told
    Rule("documents.see_check_package", anyone,        meeting_is_closed,                   no_package_yet),
    Rule("documents.see_full_check_package", desk,     meeting_has_begun,                   only_desk),
)
# fmt: on
