"""What a person may be told when something cannot be done."""

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A refusal in words: `code` for programs, `message` for people, `status` for HTTP.

    400 malformed, 403 known but not allowed, 404 hidden or absent, 409 impossible now, 413 too large.
    Raised by services, answered at one place (`config.middleware`); nothing is half-written when it is raised,
    because every service runs in one transaction.
    """

    def __init__(self, code: str, message: object, *, status: int = 409) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.status = status

    def __str__(self) -> str:
        return str(self.message)


def not_found() -> DomainError:
    """The one answer for what does not exist and for what this person may not know of."""
    return DomainError("not_found", _("There is no such page, or it is not open to you."), status=404)
