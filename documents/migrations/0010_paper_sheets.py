import django.db.models.deletion
from django.db import migrations, models

import documents.storage


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0009_packs"),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, unique=True)),
                ("stored", models.FileField(upload_to=documents.storage.random_place)),
                ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sheets", to="documents.paperversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "paper as PDF",
                "verbose_name_plural": "papers as PDF",
            },
        ),
    ]
