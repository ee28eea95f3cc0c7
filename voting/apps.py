"""The voting room: polls, who may vote, what was cast, what came out."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VotingConfig(AppConfig):
    """Registers the room's table, events, panels, steps and checks."""

    name = "voting"
    verbose_name = _("Voting")

    def ready(self) -> None:
        from voting import events, frames, next_steps, panels, permissions, steps  # noqa: F401  (all register on import)
