"""What tells the open screens that somebody's rights may have changed."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class RightsClock(models.Model):
    """One row that moves on whenever a sign-in, an account or a membership changes, whoever changes it
    (`meetings.triggers`).

    The live path reads it with every picture: rights are worked out anew only where they can have changed.
    """

    number = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("clock of rights")
        verbose_name_plural = _("clocks of rights")
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="one_rights_clock")]

    def __str__(self) -> str:
        return str(self.number)
