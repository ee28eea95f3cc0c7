"""The packs wing: all papers of a meeting in one file, for each person what they may have."""

from django.apps import AppConfig


class PacksConfig(AppConfig):
    """Registers the wing's table and its part of a meeting's page."""

    name = "documents.packs"
    label = "documents_packs"

    def ready(self) -> None:
        from documents.packs import panels, permissions  # noqa: F401  (register on import)
        from documents.packs.exports import parts  # noqa: F401  (the same)
