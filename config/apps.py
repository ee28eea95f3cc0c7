"""The composition root as a Django app: commands, base templates, shared static files, system checks."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in, user_logged_out
        from django.core.signals import request_finished

        from config import checks, guesses, mails, middleware  # noqa: F401 - checks and kinds of mails register themselves

        user_logged_in.connect(middleware.note_signed_in)
        user_logged_out.connect(middleware.note_signed_out)
        request_finished.connect(guesses.record_refusals, dispatch_uid="record_refusals")
