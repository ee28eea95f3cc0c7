from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0012_rights_clock"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="channelclosure",
            options={"ordering": ["pk"], "verbose_name": "public channel", "verbose_name_plural": "public channels"},
        ),
        migrations.AlterField(
            model_name="accountlock",
            name="kind",
            field=models.CharField(
                choices=[
                    ("password", "passwords"),
                    ("factor", "codes of the second factor"),
                    ("code", "sign-in codes by e-mail"),
                    ("reset", "links for a new password"),
                ],
                max_length=20,
                verbose_name="what was tried",
            ),
        ),
        migrations.AlterField(
            model_name="rulesofprocedure",
            name="procedural_majority",
            field=models.CharField(default="simple", max_length=40, verbose_name="majority for procedural motions"),
        ),
    ]
