"""Files to attach, and a meeting with one public and one non-public item."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agenda.services import add_item
from documents.files.services import attach_file
from tests.resolved import RESOLVED
from tests.sheets import PDF

__all__ = ["PDF"]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """Files of one test lie in a folder of its own."""
    settings.MEDIA_ROOT = str(tmp_path / "files")
    settings.PIECES_DIR = str(tmp_path / "pieces")


@pytest.fixture
def folder(settings):
    """What lies in the storage right now."""
    return lambda: [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def upload(name="Zahlen 2021.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def archive(*entries, compression=zipfile.ZIP_DEFLATED):
    """A ZIP archive of (name, content) pairs."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as made:
        for name, content in entries:
            made.writestr(name, content)
    return target.getvalue()


@pytest.fixture
def item(meeting, clerk):
    return add_item(meeting=meeting, resolution=RESOLVED, actor=clerk, part="public", title="ePayment")


@pytest.fixture
def secret_item(meeting, clerk):
    return add_item(
        meeting=meeting,
        resolution=RESOLVED,
        actor=clerk,
        part="non_public",
        title="Vergabe Geheimsache",
        public_title="Vergabe",
    )


@pytest.fixture
def file(item, clerk):
    return attach_file(item=item, upload=upload(), actor=clerk)


@pytest.fixture
def secret_file(secret_item, clerk):
    return attach_file(item=secret_item, upload=upload("Angebote.pdf", PDF + b"%secret"), actor=clerk)
