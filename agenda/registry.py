"""What higher rooms hang into the agenda: checks before an open item is left (voting: no poll may still be open)."""

from collections.abc import Callable

from agenda.models import AgendaItem

LeaveCheck = Callable[[AgendaItem], None]

_leave_checks: list[LeaveCheck] = []
_recusal_checks: list[LeaveCheck] = []


def check_before_leaving(check: LeaveCheck) -> LeaveCheck:
    """Let a room refuse that the open item is closed, postponed, withdrawn or taken back, by raising `DomainError`.

    Runs under the meeting's lock.
    """
    if check not in _leave_checks:
        _leave_checks.append(check)
    return check


def run_leave_checks(item: AgendaItem) -> None:
    """Ask every room whether the open item may be left now."""
    for check in _leave_checks:
        check(item)


def check_before_recusal(check: LeaveCheck) -> LeaveCheck:
    """Let a room refuse that somebody drops out of the open item right now, or comes back, by raising `DomainError`."""
    if check not in _recusal_checks:
        _recusal_checks.append(check)
    return check


def run_recusal_checks(item: AgendaItem) -> None:
    """Ask every room whether the circle of those who take part in the open item may change now."""
    for check in _recusal_checks:
        check(item)
