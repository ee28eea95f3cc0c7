import django.db.models.deletion
from django.db import migrations, models

from meetings import triggers_records


def guard(apps, schema_editor):
    triggers_records.guard_records(schema_editor.connection)
    triggers_records.guard_bodies_of_readings(schema_editor.connection)


def unguard(apps, schema_editor):
    triggers_records.unguard_bodies_of_readings(schema_editor.connection)
    triggers_records.unguard_records(schema_editor.connection)


def guard_as_before(apps, schema_editor):
    triggers_records.guard_records(schema_editor.connection)


def lift(apps, schema_editor):
    triggers_records.unguard_records(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0019_rules_by_room"),
    ]

    operations = [
        migrations.RunPython(lift, guard_as_before),
        migrations.AddField(
            model_name="reading",
            name="body",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="readings",
                to="meetings.body",
            ),
        ),
        migrations.AlterField(
            model_name="reading",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="readings",
                to="meetings.meeting",
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.CheckConstraint(
                condition=models.Q(("body", None), ("meeting__isnull", False))
                | models.Q(("body__isnull", False), ("meeting", None)),
                name="reading_of_a_meeting_or_a_body",
            ),
        ),
        migrations.RunPython(guard, unguard),
    ]
