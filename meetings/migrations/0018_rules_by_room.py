import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0017_outbox")]

    operations = [
        migrations.AlterField(
            "rulesofprocedure",
            "body",
            models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="meetings.body"),
        ),
        migrations.AlterField(
            "rulesofprocedure",
            "institution",
            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="meetings.institution"),
        ),
    ]
