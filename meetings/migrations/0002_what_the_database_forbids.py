from django.db import migrations

from meetings import triggers
from meetings.journal.triggers import guard_journal, unguard_journal


def install(apps, schema_editor):
    guard_journal(schema_editor.connection)
    triggers.forbid_overlaps(schema_editor.connection)


def remove(apps, schema_editor):
    unguard_journal(schema_editor.connection)
    triggers.allow_overlaps(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_ground_floor")]

    operations = [migrations.RunPython(install, remove)]
