from django.db import migrations

from voting import triggers


def install(apps, schema_editor):
    triggers.guard_polls(schema_editor.connection, triggers.FIRST)


def remove(apps, schema_editor):
    triggers.unguard_polls(schema_editor.connection, triggers.FIRST)


class Migration(migrations.Migration):
    dependencies = [("voting", "0001_polls_and_ballots")]

    operations = [migrations.RunPython(install, remove)]
