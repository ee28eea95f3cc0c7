from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("meetings", "0012_rights_clock")]

    operations = [
        migrations.AlterModelOptions(
            name="channelclosure",
            options={"ordering": ["pk"], "verbose_name": "public channel", "verbose_name_plural": "public channels"},
        ),
    ]
