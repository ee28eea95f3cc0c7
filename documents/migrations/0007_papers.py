import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import documents.papers.models.types
import documents.storage
from documents.guards import guard, unguard
from documents.papers import triggers


def install(apps, schema_editor):
    guard(schema_editor.connection, triggers.RULES)


def remove(apps, schema_editor):
    unguard(schema_editor.connection, triggers.RULES)


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0005_rules"),
        ("documents", "0006_files_kept_once"),
        ("meetings", "0024_persons_kept_by_clerks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("kind", models.CharField(blank=True, max_length=10, verbose_name="sign in numbers")),
                (
                    "pattern",
                    models.CharField(
                        max_length=60,
                        validators=[documents.papers.models.types._checked],
                        verbose_name="pattern of numbers",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("administration", "Administration"),
                            ("members", "Members and factions"),
                            ("citizens", "Citizens, taken in by the office"),
                        ],
                        default="administration",
                        max_length=20,
                        verbose_name="come from",
                    ),
                ),
                ("decides", models.BooleanField(default=False, verbose_name="has a draft resolution")),
                ("depends", models.BooleanField(default=False, verbose_name="belongs to another paper")),
                ("needs_sign_off", models.BooleanField(default=False, verbose_name="is released after sign-off only")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place in the list")),
                ("is_used", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="paper_types",
                        to="meetings.institution",
                    ),
                ),
            ],
            options={
                "verbose_name": "kind of paper",
                "verbose_name_plural": "kinds of papers",
                "ordering": ["position", "name"],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(blank=True, max_length=100, verbose_name="number")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("handed_in", "Handed in"),
                            ("sign_off", "In sign-off"),
                            ("cleared", "Signed off"),
                            ("released", "Released"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("subject", models.CharField(max_length=500, verbose_name="subject")),
                ("lead_office", models.CharField(blank=True, max_length=200, verbose_name="lead office")),
                (
                    "office_sign",
                    models.CharField(blank=True, max_length=20, verbose_name="sign of the office in numbers"),
                ),
                ("other_offices", models.CharField(blank=True, max_length=500, verbose_name="other offices")),
                ("file_reference", models.CharField(blank=True, max_length=100, verbose_name="file reference")),
                ("facts", models.TextField(blank=True, max_length=200000, verbose_name="facts and grounds")),
                ("draft_resolution", models.TextField(blank=True, max_length=20000, verbose_name="draft resolution")),
                ("financial_effect", models.TextField(blank=True, max_length=20000, verbose_name="financial effect")),
                (
                    "public_facts",
                    models.TextField(blank=True, max_length=200000, verbose_name="facts and grounds for the public"),
                ),
                (
                    "public_draft_resolution",
                    models.TextField(blank=True, max_length=20000, verbose_name="draft resolution for the public"),
                ),
                ("is_public", models.BooleanField(default=True, verbose_name="for the public")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("handed_in_at", models.DateTimeField(blank=True, null=True)),
                ("public_seq", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("depublished_at", models.DateTimeField(blank=True, null=True)),
                ("ground", models.CharField(blank=True, max_length=1000, verbose_name="ground")),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_demo", models.BooleanField(default=False, verbose_name="invented for the demonstration")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="meetings.body",
                        verbose_name="kept by the office of",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="meetings.institution"
                    ),
                ),
                (
                    "journal",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s",
                        to="meetings.journal",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="documents.paper",
                        verbose_name="belongs to",
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="documents.papertype",
                        verbose_name="kind",
                    ),
                ),
            ],
            options={
                "verbose_name": "paper",
                "verbose_name_plural": "papers",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PaperVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveSmallIntegerField()),
                ("released_at", models.DateTimeField()),
                ("is_public", models.BooleanField()),
                ("content", models.JSONField()),
                ("files", models.JSONField(default=list)),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="what is different")),
                ("digest", models.CharField(max_length=64)),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="documents.paper"
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a paper",
                "verbose_name_plural": "versions of papers",
                "ordering": ["paper", "seq"],
            },
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("hearing", "Hearing"),
                            ("preliminary", "Preliminary deliberation"),
                            ("recommendation", "Recommendation"),
                            ("notice", "Taking note"),
                            ("decision", "Decision"),
                        ],
                        default="decision",
                        max_length=20,
                        verbose_name="what it does",
                    ),
                ),
                ("is_followed_by_item", models.BooleanField(default=False)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="meetings.body",
                        verbose_name="body",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="agenda.agendaitem",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consultations", to="documents.paper"
                    ),
                ),
            ],
            options={
                "verbose_name": "consultation",
                "verbose_name_plural": "consultations",
                "ordering": ["paper", "position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["hearing", "preliminary", "recommendation", "notice", "decision"])
                        ),
                        name="consultation_role_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("item__isnull", False)),
                        fields=("paper", "item"),
                        name="paper_once_on_an_item",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("title", models.CharField(max_length=500, verbose_name="title")),
                ("stored", models.FileField(upload_to=documents.storage.random_place)),
                ("name", models.CharField(max_length=150, verbose_name="name for downloads")),
                ("media_type", models.CharField(max_length=100, verbose_name="media type")),
                ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64)),
                ("confidential", models.BooleanField(default=False, verbose_name="not for the public")),
                ("uploaded_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="annexes", to="documents.paper"
                    ),
                ),
                (
                    "stands_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redacted_forms",
                        to="documents.paperfile",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "annex",
                "verbose_name_plural": "annexes",
                "ordering": ["paper", "position", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="annex_not_empty"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stands_for__isnull", True),
                            models.Q(("stands_for", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="annex_not_its_own_form",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("paper", "sha256"),
                        name="annex_once_per_paper",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="meetings.institution"
                    ),
                ),
            ],
            options={
                "verbose_name": "series of numbers",
                "verbose_name_plural": "series of numbers",
                "constraints": [models.UniqueConstraint(fields=("institution", "key"), name="paper_series_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="papertype",
            constraint=models.UniqueConstraint(fields=("institution", "name"), name="paper_type_name_once"),
        ),
        migrations.AddConstraint(
            model_name="papertype",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ["administration", "members", "citizens"])),
                name="paper_type_origin_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "handed_in", "sign_off", "cleared", "released", "withdrawn"])
                ),
                name="paper_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("institution", "number"),
                name="paper_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "draft"), models.Q(("number", ""), _negated=True), _connector="OR"),
                name="paper_beyond_the_draft_has_a_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent__isnull", True), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"
                ),
                name="paper_not_its_own_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("public_seq__isnull", True),
                    models.Q(("checked_at__isnull", False), ("is_public", True)),
                    _connector="OR",
                ),
                name="paper_of_the_public_was_checked",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(("checked_at__isnull", True), ("checked_by__isnull", False), _connector="OR"),
                name="paper_checked_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperversion",
            constraint=models.UniqueConstraint(fields=("paper", "seq"), name="paper_version_once"),
        ),
        migrations.RunPython(install, remove),
    ]
