from django.db import migrations

OFFICE, MEMBERS = "{serial:04}/{year}", "{kind}/{serial:03}/{year}"
KINDS = (
    ("Beschlussvorlage", "", OFFICE, "administration", True, False, True),
    ("Mitteilungsvorlage", "", OFFICE, "administration", False, False, False),
    ("Ergänzungsvorlage", "", OFFICE, "administration", True, True, False),
    ("Antrag", "A", MEMBERS, "members", True, False, False),
    ("Änderungsantrag", "A", MEMBERS, "members", True, True, False),
    ("Anfrage", "F", MEMBERS, "members", False, False, False),
    ("Antwort der Verwaltung", "", OFFICE, "administration", False, True, False),
    ("Anregung nach § 24 GO NRW", "B", MEMBERS, "citizens", False, False, False),
)
FIELDS = ("name", "kind", "pattern", "origin", "decides", "depends", "needs_sign_off")


def add_kinds(apps, schema_editor):
    """The customary kinds for every institution of an installation of before."""
    kinds = apps.get_model("documents", "PaperType")
    for institution in apps.get_model("meetings", "Institution").objects.all():
        for position, values in enumerate(KINDS):
            kinds.objects.create(institution=institution, position=position, **dict(zip(FIELDS, values, strict=True)))


class Migration(migrations.Migration):
    dependencies = [("documents", "0007_papers")]

    operations = [migrations.RunPython(add_kinds, migrations.RunPython.noop)]
