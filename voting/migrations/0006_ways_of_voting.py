import django.db.models.deletion
from django.db import migrations, models

from voting import triggers


def lift_first(apps, schema_editor):
    triggers.unguard_polls(schema_editor.connection, triggers.FIRST)


def install_first(apps, schema_editor):
    triggers.guard_polls(schema_editor.connection, triggers.FIRST)


def lift(apps, schema_editor):
    triggers.unguard_polls(schema_editor.connection)


def install(apps, schema_editor):
    triggers.guard_polls(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0003_the_floor"),
        ("meetings", "0008_rules_of_voting"),
        ("voting", "0005_what_is_voted_on"),
    ]

    operations = [
        migrations.RunPython(lift_first, install_first),
        migrations.CreateModel(
            name="ApprovalOverride",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=1000, verbose_name="reason")),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="HandCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("yes", models.PositiveIntegerField()),
                ("no", models.PositiveIntegerField()),
                ("abstain", models.PositiveIntegerField()),
                ("casting", models.CharField(blank=True, max_length=10)),
                ("version", models.PositiveIntegerField()),
                ("superseded", models.BooleanField(default=False)),
                ("seq", models.PositiveIntegerField()),
                ("entered_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PollRemark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("objection", "Objection to the result"),
                            ("recount", "Recount"),
                            ("correction", "Correction"),
                        ],
                        max_length=20,
                    ),
                ),
                ("text", models.TextField(max_length=2000)),
                ("yes_count", models.PositiveIntegerField(blank=True, null=True)),
                ("no_count", models.PositiveIntegerField(blank=True, null=True)),
                ("abstain_count", models.PositiveIntegerField(blank=True, null=True)),
                ("not_voted_count", models.PositiveIntegerField(blank=True, null=True)),
                ("casting", models.CharField(blank=True, max_length=10)),
                (
                    "outcome",
                    models.CharField(
                        blank=True, choices=[("adopted", "adopted"), ("rejected", "rejected")], max_length=20, null=True
                    ),
                ),
                ("seq", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["seq"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="poll",
            name="poll_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="poll",
            name="poll_counts_only_when_closed",
        ),
        migrations.RemoveConstraint(
            model_name="poll",
            name="poll_declared_has_an_outcome",
        ),
        migrations.AddField(
            model_name="ballot",
            name="source",
            field=models.CharField(
                choices=[("device", "Own device"), ("hands", "Entered at the desk")], default="device", max_length=10
            ),
        ),
        migrations.AddField(
            model_name="elector",
            name="admitted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="elector",
            name="position",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="elector",
            name="way",
            field=models.CharField(
                choices=[("device", "Own device"), ("hands", "Entered at the desk")], default="device", max_length=10
            ),
        ),
        migrations.AddField(
            model_name="elector",
            name="weight",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="poll",
            name="abstentions",
            field=models.CharField(
                choices=[("ignored", "Not counted"), ("as_no", "As no"), ("as_absent", "As absent")],
                default="ignored",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="poll",
            name="by_faction",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="poll",
            name="called",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="voting.elector",
            ),
        ),
        migrations.AddField(
            model_name="poll",
            name="casting",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="poll",
            name="casting_vote",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="poll",
            name="members_count",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="poll",
            name="present_count",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="poll",
            name="repeats",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="repetition",
                to="voting.poll",
            ),
        ),
        migrations.AlterField(
            model_name="poll",
            name="method",
            field=models.CharField(
                choices=[
                    ("open", "Open vote on one's own device"),
                    ("hands", "Show of hands"),
                    ("mixed", "Hands in the hall, devices of the remote"),
                    ("roll_call", "Roll call"),
                    ("acclamation", "Without objection"),
                ],
                default="open",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="poll",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Prepared"),
                    ("open", "Open"),
                    ("closed", "Counted"),
                    ("declared", "Declared"),
                    ("annulled", "Annulled"),
                    ("repeated", "Annulled and repeated"),
                ],
                default="draft",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="poll",
            name="votes_by_name",
            field=models.CharField(
                choices=[("after_close", "After the close"), ("live", "While the vote is open"), ("never", "Never")],
                default="after_close",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["device", "hands"])), name="ballot_source_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="elector",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["device", "hands"])), name="elector_way_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="elector",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__gte", 1)), name="elector_has_a_vote_or_more"
            ),
        ),
        migrations.AddConstraint(
            model_name="poll",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "open", "closed", "declared", "annulled", "repeated"])),
                name="poll_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="poll",
            constraint=models.CheckConstraint(
                condition=models.Q(("method__in", ["open", "hands", "mixed", "roll_call", "acclamation"])),
                name="poll_method_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="poll",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["closed", "declared"]),
                        ("abstain_count__isnull", False),
                        ("closed_at__isnull", False),
                        ("no_count__isnull", False),
                        ("not_voted_count__isnull", False),
                        ("outcome__isnull", False),
                        ("yes_count__isnull", False),
                    ),
                    models.Q(
                        ("state__in", ["annulled", "repeated"]),
                        models.Q(
                            models.Q(
                                ("abstain_count__isnull", False),
                                ("closed_at__isnull", False),
                                ("no_count__isnull", False),
                                ("not_voted_count__isnull", False),
                                ("outcome__isnull", False),
                                ("yes_count__isnull", False),
                            ),
                            models.Q(
                                ("abstain_count", None),
                                ("closed_at", None),
                                ("no_count", None),
                                ("not_voted_count", None),
                                ("outcome", None),
                                ("yes_count", None),
                            ),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        models.Q(("state__in", ["closed", "declared"]), _negated=True),
                        models.Q(("state__in", ["annulled", "repeated"]), _negated=True),
                        ("abstain_count", None),
                        ("closed_at", None),
                        ("no_count", None),
                        ("not_voted_count", None),
                        ("outcome", None),
                        ("yes_count", None),
                    ),
                    _connector="OR",
                ),
                name="poll_counts_only_when_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="poll",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("declared_at__isnull", False), ("declared_outcome__isnull", False), ("state", "declared")
                    ),
                    models.Q(
                        ("state__in", ["annulled", "repeated"]),
                        models.Q(
                            models.Q(("declared_at", None), ("declared_outcome", None)),
                            models.Q(("declared_at__isnull", False), ("declared_outcome__isnull", False)),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        models.Q(("state", "declared"), _negated=True),
                        models.Q(("state__in", ["annulled", "repeated"]), _negated=True),
                        ("declared_at", None),
                        ("declared_outcome", None),
                    ),
                    _connector="OR",
                ),
                name="poll_declared_has_an_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="poll",
            constraint=models.CheckConstraint(
                condition=models.Q(("casting__in", ["", "yes", "no"])), name="poll_casting_known"
            ),
        ),
        migrations.AddField(
            model_name="approvaloverride",
            name="meeting",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="approval_override", to="meetings.meeting"
            ),
        ),
        migrations.AddField(
            model_name="handcount",
            name="poll",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="hand_counts", to="voting.poll"
            ),
        ),
        migrations.AddField(
            model_name="pollremark",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="meetings.person",
            ),
        ),
        migrations.AddField(
            model_name="pollremark",
            name="poll",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="remarks", to="voting.poll"
            ),
        ),
        migrations.AddConstraint(
            model_name="handcount",
            constraint=models.UniqueConstraint(fields=("poll", "version"), name="hand_count_version_once"),
        ),
        migrations.AddConstraint(
            model_name="handcount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded", False)), fields=("poll",), name="one_valid_hand_count"
            ),
        ),
        migrations.AddConstraint(
            model_name="pollremark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "objection"), ("outcome", None), ("yes_count", None)),
                    models.Q(
                        models.Q(("kind", "objection"), _negated=True),
                        ("outcome__isnull", False),
                        ("yes_count__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="recount_has_an_outcome",
            ),
        ),
        migrations.RunPython(install, lift),
    ]
