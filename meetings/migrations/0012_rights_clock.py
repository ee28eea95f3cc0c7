from django.db import migrations, models

from meetings import triggers


def install(apps, schema_editor):
    triggers.wind_clock(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.stop_clock(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0011_locked_accounts"), ("sessions", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="RightsClock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "clock of rights",
                "verbose_name_plural": "clocks of rights",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_rights_clock")],
            },
        ),
        migrations.RunPython(install, remove),
    ]
