import django.db.models.deletion
from django.db import migrations, models

from meetings.migrations import _rules


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0004_files_are_called_files"),
        ("meetings", "0017_outbox"),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("source", models.CharField(default="GO NRW; DigiSiVO", max_length=500, verbose_name="source")),
                (
                    "members_see_draft_minutes",
                    models.BooleanField(
                        default=False, verbose_name="members get the draft of the minutes before it is released"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="meetings.body",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="meetings.institution"
                    ),
                ),
            ],
            options={
                "verbose_name": "rules about documents",
                "verbose_name_plural": "rules about documents",
                "ordering": ["-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("body__isnull", False)),
                        fields=("body", "valid_from"),
                        name="documentrules_once_per_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("body__isnull", True)),
                        fields=("institution", "valid_from"),
                        name="default_documentrules_once_per_day",
                    ),
                ],
            },
        ),
        migrations.RunPython(_rules.copy_into("documents", "DocumentRules"), migrations.RunPython.noop),
    ]
