import django.db.models.deletion
from django.db import migrations, models

from meetings.migrations import _rules


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0004_part_of_origin"),
        ("meetings", "0017_outbox"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgendaRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("source", models.CharField(default="GO NRW; DigiSiVO", max_length=500, verbose_name="source")),
                (
                    "speaking_seconds",
                    models.PositiveIntegerField(default=300, verbose_name="speaking time in seconds, 0 for no limit"),
                ),
                (
                    "contributions_per_item",
                    models.PositiveSmallIntegerField(
                        default=2, verbose_name="contributions per member and item, 0 for no limit"
                    ),
                ),
                (
                    "faction_seconds",
                    models.PositiveIntegerField(
                        default=0, verbose_name="speaking time of a faction per item in seconds, 0 for no limit"
                    ),
                ),
                (
                    "closure_rule",
                    models.CharField(
                        choices=[("not_spoken", "Whoever has not spoken on the item yet"), ("anybody", "Any member")],
                        default="not_spoken",
                        max_length=20,
                        verbose_name="who may move the close of the debate",
                    ),
                ),
                (
                    "procedural_majority",
                    models.CharField(default="simple", max_length=40, verbose_name="majority for procedural motions"),
                ),
                (
                    "supporters_for_motion",
                    models.PositiveSmallIntegerField(default=0, verbose_name="supporters that a motion needs"),
                ),
                (
                    "roll_call_fraction",
                    models.CharField(
                        default="1/5", max_length=10, verbose_name="part of the members that may demand a roll call"
                    ),
                ),
                (
                    "secret_vote_fraction",
                    models.CharField(
                        default="1/5", max_length=10, verbose_name="part of the members that may demand a secret vote"
                    ),
                ),
                (
                    "extension_majority",
                    models.CharField(
                        default="simple", max_length=40, verbose_name="majority for an extension of the agenda"
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
                "verbose_name": "rules of debate and motions",
                "verbose_name_plural": "rules of debate and motions",
                "ordering": ["-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("body__isnull", False)),
                        fields=("body", "valid_from"),
                        name="agendarules_once_per_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("body__isnull", True)),
                        fields=("institution", "valid_from"),
                        name="default_agendarules_once_per_day",
                    ),
                ],
            },
        ),
        migrations.RunPython(_rules.copy_into("agenda", "AgendaRules"), migrations.RunPython.noop),
    ]
