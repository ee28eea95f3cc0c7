import django.db.models.deletion
from django.db import migrations, models

from meetings.journal import triggers

GENESIS = "0" * 64
BEGIN = "INSERT INTO meetings_journal (id, last_seq, head) SELECT id, last_seq, head FROM meetings_meeting"
COUNT_ON = "SELECT setval(pg_get_serial_sequence('meetings_journal', 'id'), max(id)) FROM meetings_journal HAVING max(id) IS NOT NULL"
HANG = (
    "UPDATE meetings_meeting SET journal_id = id",
    "UPDATE meetings_meetingevent SET journal_id = meeting_id",
    "UPDATE meetings_signedhead SET journal_id = meeting_id",
)
BACK = (
    "UPDATE meetings_meetingevent SET meeting_id = (SELECT m.id FROM meetings_meeting AS m WHERE m.journal_id = "
    "meetings_meetingevent.journal_id)",
    "UPDATE meetings_signedhead SET meeting_id = (SELECT m.id FROM meetings_meeting AS m WHERE m.journal_id = "
    "meetings_signedhead.journal_id)",
    "UPDATE meetings_meeting SET last_seq = (SELECT j.last_seq FROM meetings_journal AS j WHERE j.id = "
    "meetings_meeting.journal_id)",
    "UPDATE meetings_meeting SET head = (SELECT j.head FROM meetings_journal AS j WHERE j.id = "
    "meetings_meeting.journal_id)",
)


def guard(apps, schema_editor):
    triggers.guard_journal(schema_editor.connection)
    triggers.guard_heads(schema_editor.connection)


def unguard(apps, schema_editor):
    triggers.unguard_journal(schema_editor.connection)
    triggers.unguard_heads(schema_editor.connection)


def _run(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        if connection.vendor == "postgresql":  # it alters no table whose foreign keys still wait to be checked
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def begin_journals(apps, schema_editor):
    """Each meeting's journal gets the meeting's number; nothing that is hashed or signed knows it."""
    postgres = (COUNT_ON,) if schema_editor.connection.vendor == "postgresql" else ()
    _run(schema_editor.connection, (BEGIN, *postgres, *HANG))


def back_to_meetings(apps, schema_editor):
    _run(schema_editor.connection, BACK)


def journal(kind, related_name, **more):
    return kind(on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to="meetings.journal", **more)


def meeting(related_name):
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to="meetings.meeting"
    )


def of_meeting(**more):
    return journal(models.OneToOneField, "%(class)s", blank=True, editable=False, **more)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0015_legal_pages")]

    operations = [
        migrations.RunPython(unguard, guard),
        migrations.CreateModel(
            name="Journal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last_seq", models.PositiveIntegerField(default=0)),
                ("head", models.CharField(default=GENESIS, max_length=64)),
            ],
            options={"verbose_name": "journal", "verbose_name_plural": "journals"},
        ),
        migrations.AddField("meeting", "journal", of_meeting(null=True)),
        migrations.AddField("meetingevent", "journal", journal(models.ForeignKey, "events", null=True)),
        migrations.AddField("signedhead", "journal", journal(models.ForeignKey, "signed_heads", null=True)),
        migrations.AlterField("meetingevent", "meeting", meeting("+")),
        migrations.AlterField("signedhead", "meeting", meeting("+")),
        migrations.RunPython(begin_journals, back_to_meetings),
        migrations.AlterField("meeting", "journal", of_meeting()),
        migrations.AlterField("meetingevent", "journal", journal(models.ForeignKey, "events")),
        migrations.AlterField("signedhead", "journal", journal(models.ForeignKey, "signed_heads")),
        migrations.AlterModelOptions(
            "meetingevent", {"ordering": ["journal", "seq"], "verbose_name": "event", "verbose_name_plural": "events"}
        ),
        migrations.AlterModelOptions(
            "signedhead",
            {"ordering": ["journal", "seq"], "verbose_name": "signed head", "verbose_name_plural": "signed heads"},
        ),
        migrations.RemoveConstraint("meetingevent", "event_seq_once"),
        migrations.RemoveConstraint("signedhead", "head_signed_once"),
        migrations.RemoveField("meetingevent", "meeting"),
        migrations.RemoveField("signedhead", "meeting"),
        migrations.RemoveField("meeting", "last_seq"),
        migrations.RemoveField("meeting", "head"),
        migrations.AddConstraint(
            "meetingevent", models.UniqueConstraint(fields=("journal", "seq"), name="event_seq_once")
        ),
        migrations.AddConstraint(
            "signedhead", models.UniqueConstraint(fields=("journal", "seq"), name="head_signed_once")
        ),
        migrations.RunPython(guard, unguard),
    ]
