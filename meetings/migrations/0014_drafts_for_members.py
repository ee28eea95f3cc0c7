from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0013_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="rulesofprocedure",
            name="members_see_draft_minutes",
            field=models.BooleanField(
                default=False, verbose_name="members get the draft of the minutes before it is released"
            ),
        ),
    ]
