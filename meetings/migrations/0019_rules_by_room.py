import django.db.models.deletion
from django.db import migrations, models

from meetings.migrations import _rules

MOVED = (
    "abstentions",
    "approval_number",
    "ballot_may_change",
    "casting_vote",
    "closure_rule",
    "contributions_per_item",
    "electronic_vote_needs_approval",
    "extension_majority",
    "faction_seconds",
    "majority_rule",
    "members_see_draft_minutes",
    "procedural_majority",
    "results_by_faction",
    "roll_call_fraction",
    "roll_call_order",
    "secret_before_roll_call",
    "secret_vote_fraction",
    "speaking_seconds",
    "supporters_for_motion",
    "votes_by_name",
)


def whose(to, **more):
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=to, **more)


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0018_expected_end_of_a_recess"),
        ("agenda", "0005_rules"),
        ("documents", "0005_rules"),
        ("voting", "0007_rules"),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, _rules.take_back),
        *(migrations.RemoveField("rulesofprocedure", name) for name in MOVED),
        migrations.AlterField("rulesofprocedure", "body", whose("meetings.body", blank=True, null=True)),
        migrations.AlterField("rulesofprocedure", "institution", whose("meetings.institution")),
    ]
