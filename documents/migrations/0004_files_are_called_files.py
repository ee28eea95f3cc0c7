from django.db import migrations


class Migration(migrations.Migration):
    """A word only, no column: *paper* is kept for the Vorlage."""

    dependencies = [("documents", "0003_released_minutes")]

    operations = [
        migrations.AlterModelOptions(
            name="file",
            options={"ordering": ["item", "uploaded_at", "pk"], "verbose_name": "file", "verbose_name_plural": "files"},
        ),
    ]
