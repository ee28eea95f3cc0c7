import django.db.models.deletion
from django.db import migrations, models

from meetings.migrations import _rules


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0017_outbox"),
        ("voting", "0006_ways_of_voting"),
    ]

    operations = [
        migrations.CreateModel(
            name="VotingRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("source", models.CharField(default="GO NRW; DigiSiVO", max_length=500, verbose_name="source")),
                ("majority_rule", models.CharField(default="simple", max_length=40, verbose_name="majority")),
                (
                    "abstentions",
                    models.CharField(
                        choices=[("ignored", "Not counted"), ("as_no", "As no"), ("as_absent", "As absent")],
                        default="ignored",
                        max_length=20,
                        verbose_name="abstentions",
                    ),
                ),
                (
                    "casting_vote",
                    models.BooleanField(default=False, verbose_name="in a tie the vote of whoever presides decides"),
                ),
                (
                    "electronic_vote_needs_approval",
                    models.BooleanField(
                        default=True, verbose_name="electronic votes with remote members need an approved program"
                    ),
                ),
                (
                    "approval_number",
                    models.CharField(blank=True, max_length=100, verbose_name="number of the approval"),
                ),
                (
                    "ballot_may_change",
                    models.BooleanField(default=True, verbose_name="a choice may be changed until the close"),
                ),
                (
                    "votes_by_name",
                    models.CharField(
                        choices=[
                            ("after_close", "After the close"),
                            ("live", "While the vote is open"),
                            ("never", "Never"),
                        ],
                        default="after_close",
                        max_length=20,
                        verbose_name="open votes by name",
                    ),
                ),
                (
                    "secret_before_roll_call",
                    models.BooleanField(
                        default=True, verbose_name="a secret vote goes before a roll call when both are demanded"
                    ),
                ),
                (
                    "roll_call_order",
                    models.CharField(
                        choices=[
                            ("name", "By name"),
                            ("faction", "By faction, then by name"),
                            ("chair_last", "By name, who presides last"),
                        ],
                        default="name",
                        max_length=20,
                        verbose_name="order of a roll call",
                    ),
                ),
                (
                    "results_by_faction",
                    models.BooleanField(default=False, verbose_name="results with the numbers of each faction"),
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
                "verbose_name": "rules of voting",
                "verbose_name_plural": "rules of voting",
                "ordering": ["-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("body__isnull", False)),
                        fields=("body", "valid_from"),
                        name="votingrules_once_per_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("body__isnull", True)),
                        fields=("institution", "valid_from"),
                        name="default_votingrules_once_per_day",
                    ),
                ],
            },
        ),
        migrations.RunPython(_rules.copy_into("voting", "VotingRules"), migrations.RunPython.noop),
    ]
