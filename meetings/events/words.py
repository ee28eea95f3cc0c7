"""How the codes of closed lists read within a sentence of the journal; on a button or a badge they have their
labels.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.enums import AttendanceMode, GapReason, MeasureKind, RecessCause, ResumptionGround

Words = Mapping[str, str | Promise]

WAYS: Words = {AttendanceMode.HALL: _("in the hall"), AttendanceMode.REMOTE: _("remotely")}
DEPARTURES: Words = {
    GapReason.LEFT: _("has left the meeting"),
    GapReason.RECUSAL: _("has left because of a conflict of interest"),
    GapReason.EXCLUSION: _("counts as absent from now on"),
}
CAUSES: Words = {
    RecessCause.BREAK: _("break"),
    RecessCause.DISRUPTION: _("technical disturbance"),
    RecessCause.DISORDER: _("disorder"),
}
GROUNDS: Words = {
    ResumptionGround.REMEDIED: _("remedied"),
    ResumptionGround.OWN_SPHERE: _("presumably in the member's own sphere"),
    ResumptionGround.INSIGNIFICANT: _("insignificant"),
}
MEASURES: Words = {
    MeasureKind.TO_MATTER: _("call to the matter"),
    MeasureKind.TO_ORDER: _("call to order"),
    MeasureKind.FLOOR_WITHDRAWN: _("floor withdrawn"),
    MeasureKind.EXCLUDED: _("exclusion from the meeting"),
}
DISPLAY_WAYS: Words = {"code": _("with the code"), "link": _("with the link")}
