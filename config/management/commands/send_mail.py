"""`manage.py send_mail`: carry the outbox once."""

from typing import Any

from django.core.management.base import BaseCommand

from meetings import post


class Command(BaseCommand):
    """For where no `serve` runs: sends what is due and says how many mails came to what."""

    help = "Send the mails that wait in the outbox, once; the running program does it all the time."

    def handle(self, *args: Any, **options: Any) -> None:
        done = post.walk()
        for handover in post.Handover:
            self.stdout.write(f"{done[handover]:8}  {handover.value}")
