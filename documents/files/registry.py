"""What wings above hang onto files."""

from documents.files.models import File
from meetings.permissions import Actor
from meetings.registry import Hook

follow_removal = Hook[[File, Actor], None]()
"""Let a wing stop what it does with a file that is being removed; under the meeting's lock, before it is gone."""
