import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_files"), ("meetings", "0012_rights_clock")]

    operations = [
        migrations.CreateModel(
            name="CalendarStamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("sequence", models.PositiveIntegerField()),
                ("changed_at", models.DateTimeField()),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_stamp",
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={"verbose_name": "calendar stamp", "verbose_name_plural": "calendar stamps"},
        ),
    ]
