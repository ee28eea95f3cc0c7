from django.db import migrations, models

from meetings import triggers


def forbid_overlaps_again(apps, schema_editor):
    """SQLite has made the table anew, without its triggers."""
    triggers.allow_overlaps(schema_editor.connection)
    triggers.forbid_overlaps(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0007_findings"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="vote_weight",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="votes of this seat"),
        ),
        migrations.AddField(
            model_name="rulesofprocedure",
            name="abstentions",
            field=models.CharField(
                choices=[("ignored", "Not counted"), ("as_no", "As no"), ("as_absent", "As absent")],
                default="ignored",
                max_length=20,
                verbose_name="abstentions",
            ),
        ),
        migrations.AddField(
            model_name="rulesofprocedure",
            name="approval_number",
            field=models.CharField(blank=True, max_length=100, verbose_name="number of the approval"),
        ),
        migrations.AddField(
            model_name="rulesofprocedure",
            name="casting_vote",
            field=models.BooleanField(default=False, verbose_name="in a tie the vote of whoever presides decides"),
        ),
        migrations.AddField(
            model_name="rulesofprocedure",
            name="electronic_vote_needs_approval",
            field=models.BooleanField(
                default=True, verbose_name="electronic votes with remote members need an approved program"
            ),
        ),
        migrations.AddField(
            model_name="rulesofprocedure",
            name="results_by_faction",
            field=models.BooleanField(default=False, verbose_name="results with the numbers of each faction"),
        ),
        migrations.AddField(
            model_name="rulesofprocedure",
            name="roll_call_order",
            field=models.CharField(
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
        migrations.AddField(
            model_name="rulesofprocedure",
            name="secret_before_roll_call",
            field=models.BooleanField(
                default=True, verbose_name="a secret vote goes before a roll call when both are demanded"
            ),
        ),
        migrations.AlterField(
            model_name="rulesofprocedure",
            name="votes_by_name",
            field=models.CharField(
                choices=[("after_close", "After the close"), ("live", "While the vote is open"), ("never", "Never")],
                default="after_close",
                max_length=20,
                verbose_name="open votes by name",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("vote_weight__gte", 1)), name="membership_has_a_vote_or_more"
            ),
        ),
        migrations.RunPython(forbid_overlaps_again, migrations.RunPython.noop),
    ]
