import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import documents.storage


def name_contents(apps, schema_editor):
    """Each content that is there has a row from now on; where it lies several times the first place is the one that
    later rows share, and the older rows keep theirs.
    """
    alias = schema_editor.connection.alias
    content = apps.get_model("documents", "FileContent").objects.using(alias)
    files = apps.get_model("documents", "File").objects.using(alias).order_by("pk")
    seen = set()
    for sha256, stored, size, media_type in files.values_list("sha256", "stored", "size", "media_type").iterator():
        if sha256 not in seen:
            seen.add(sha256)
            content.create(sha256=sha256, stored=stored, size=size, media_type=media_type)


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0005_rules"),
        ("documents", "0005_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FileText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("pages", models.JSONField(default=list)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.AlterModelOptions(
            name="file",
            options={
                "ordering": ["item", "position", "uploaded_at", "pk"],
                "verbose_name": "file",
                "verbose_name_plural": "files",
            },
        ),
        migrations.AddField(
            model_name="file",
            name="position",
            field=models.PositiveIntegerField(default=0, verbose_name="place in the order of the item's files"),
        ),
        migrations.CreateModel(
            name="FileContent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("stored", models.FileField(upload_to=documents.storage.random_place)),
                ("size", models.PositiveBigIntegerField()),
                ("media_type", models.CharField(max_length=100)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="content_not_empty")],
            },
        ),
        migrations.CreateModel(
            name="FileCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=64)),
                ("source_type", models.CharField(max_length=100)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("clean", "without data about who wrote it"),
                            ("reading", "to read in the page"),
                            ("text", "what stands in it"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("made", "made"),
                            ("as_is", "the original serves"),
                            ("failed", "cannot be made"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("stored", models.FileField(blank=True, upload_to=documents.storage.random_place)),
                ("media_type", models.CharField(blank=True, max_length=100)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("problem", models.CharField(blank=True, max_length=200)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("state", "waiting")), fields=["due_at"], name="copy_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "purpose"), name="copy_once_per_purpose"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "made"), _negated=True),
                            ("purpose", "text"),
                            models.Q(
                                ("size__gt", 0),
                                models.Q(("stored", ""), _negated=True),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="copy_made_is_there",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=32, unique=True)),
                ("name", models.CharField(max_length=255)),
                ("size", models.PositiveBigIntegerField()),
                ("modified", models.PositiveBigIntegerField(default=0)),
                ("offset", models.PositiveBigIntegerField(default=0)),
                ("last_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agenda.agendaitem"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="upload_not_empty"),
                    models.CheckConstraint(
                        condition=models.Q(("offset__lte", models.F("size"))), name="upload_not_beyond_its_size"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at__isnull", True)),
                        fields=("item", "owner", "name", "size", "modified"),
                        name="upload_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.RunPython(name_contents, migrations.RunPython.noop),
    ]
