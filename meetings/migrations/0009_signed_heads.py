import django.db.models.deletion
from django.db import migrations, models

from meetings.journal import triggers


def install(apps, schema_editor):
    triggers.guard_heads(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.unguard_heads(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0008_rules_of_voting")]

    operations = [
        migrations.CreateModel(
            name="SignedHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveIntegerField()),
                ("head", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=128)),
                ("at", models.DateTimeField()),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signed_heads", to="meetings.meeting"
                    ),
                ),
            ],
            options={
                "verbose_name": "signed head",
                "verbose_name_plural": "signed heads",
                "ordering": ["meeting", "seq"],
                "constraints": [models.UniqueConstraint(fields=("meeting", "seq"), name="head_signed_once")],
            },
        ),
        migrations.RunPython(install, remove),
    ]
