import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import documents.storage
from documents.minutes import triggers


def install(apps, schema_editor):
    triggers.guard_minutes(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.unguard_minutes(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_calendar_stamps"),
        ("meetings", "0012_rights_clock"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MinutesRelease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveIntegerField()),
                ("head", models.CharField(max_length=64)),
                ("released_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                ("ground", models.CharField(blank=True, max_length=1000, verbose_name="ground")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minutes_releases",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "release of minutes",
                "verbose_name_plural": "releases of minutes",
                "ordering": ["meeting", "released_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="MinutesCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.CharField(
                        choices=[
                            ("public", "Public minutes"),
                            ("full", "Full minutes"),
                            ("abridged", "Full minutes without the items of a conflict of interest"),
                        ],
                        max_length=20,
                    ),
                ),
                ("stored", models.FileField(upload_to=documents.storage.random_place)),
                ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meetings.person",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="documents.minutesrelease",
                    ),
                ),
            ],
            options={
                "verbose_name": "copy of minutes",
                "verbose_name_plural": "copies of minutes",
                "ordering": ["release", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="minutesrelease",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_back_at", None)), fields=("meeting",), name="minutes_released_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="minutesrelease",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ground", ""), ("taken_back_at", None)),
                    models.Q(("taken_back_at__isnull", False), models.Q(("ground", ""), _negated=True)),
                    _connector="OR",
                ),
                name="minutes_taken_back_with_a_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="minutescopy",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__in", ["public", "full", "abridged"])), name="minutes_version_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="minutescopy",
            constraint=models.CheckConstraint(
                condition=models.Q(("version", "abridged"), ("person", None), _connector="XOR"),
                name="abridged_minutes_are_for_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="minutescopy",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person", None)), fields=("release", "version"), name="minutes_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="minutescopy",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)),
                fields=("release", "person"),
                name="abridged_minutes_once",
            ),
        ),
        migrations.RunPython(install, remove),
    ]
