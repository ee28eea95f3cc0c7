import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0016_journals"),
    ]

    operations = [
        migrations.CreateModel(
            name="Outgoing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("about", models.PositiveBigIntegerField(null=True)),
                ("recipient", models.CharField(max_length=320)),
                ("subject", models.CharField(max_length=998)),
                ("text", models.TextField(blank=True)),
                ("headers", models.JSONField(default=dict)),
                ("reply_to", models.JSONField(default=list)),
                ("language", models.CharField(max_length=10)),
                ("message_id", models.CharField(max_length=255, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits to be sent"),
                            ("claimed", "is being sent"),
                            ("failed", "not taken, is tried again"),
                            ("possibly_sent", "possibly sent"),
                            ("sent", "was sent"),
                            ("given_up", "given up"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("next_attempt_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("claimed_by", models.CharField(blank=True, max_length=32)),
                ("settled_at", models.DateTimeField(null=True)),
                ("last_error", models.CharField(blank=True, max_length=100)),
                ("again_at", models.DateTimeField(null=True)),
                (
                    "again_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="mails", to="meetings.body"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mails",
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "e-mail in the outbox",
                "verbose_name_plural": "e-mails in the outbox",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="OutgoingAttachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=255)),
                ("media_type", models.CharField(max_length=100)),
                ("content", models.BinaryField()),
                (
                    "mail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attachments", to="meetings.outgoing"
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment of an e-mail",
                "verbose_name_plural": "attachments of e-mails",
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="outgoing",
            index=models.Index(condition=models.Q(("settled_at", None)), fields=["expires_at"], name="mails_under_way"),
        ),
        migrations.AddIndex(
            model_name="outgoing",
            index=models.Index(fields=["body", "-created_at"], name="mails_of_a_body"),
        ),
        migrations.AddIndex(
            model_name="outgoing",
            index=models.Index(fields=["settled_at"], name="mails_by_age"),
        ),
        migrations.AddConstraint(
            model_name="outgoing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["waiting", "claimed", "failed", "possibly_sent", "sent", "given_up"])
                ),
                name="mail_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="outgoing",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("kind", ""), _negated=True), models.Q(("recipient", ""), _negated=True)),
                name="mail_says_why_and_to_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="outgoing",
            constraint=models.CheckConstraint(
                condition=models.Q(("meeting", None), ("body__isnull", False), _connector="OR"),
                name="mail_of_meeting_has_body",
            ),
        ),
        migrations.AddConstraint(
            model_name="outgoing",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gte", models.F("created_at"))), name="mail_expires_after_beginning"
            ),
        ),
        migrations.AddConstraint(
            model_name="outgoing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("next_attempt_at__isnull", False), ("state__in", ("waiting", "failed"))),
                    models.Q(models.Q(("state__in", ("waiting", "failed")), _negated=True), ("next_attempt_at", None)),
                    _connector="OR",
                ),
                name="mail_waits_for_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="outgoing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("claimed", "possibly_sent")), _negated=True),
                    models.Q(("claimed_at__isnull", False), models.Q(("claimed_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="mail_claimed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="outgoing",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("state", "failed"), _negated=True), ("attempts__gt", 0), _connector="OR"),
                name="mail_failed_after_attempt",
            ),
        ),
        migrations.AddConstraint(
            model_name="outgoing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", False), ("state__in", ("sent", "given_up"))),
                    ("state", "possibly_sent"),
                    models.Q(("settled_at", None), ("state__in", ("waiting", "failed", "claimed"))),
                    _connector="OR",
                ),
                name="mail_settled_when_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="outgoing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("settled_at", None), models.Q(("headers", {}), ("reply_to", []), ("text", "")), _connector="OR"
                ),
                name="mail_erased_when_settled",
            ),
        ),
        migrations.AddConstraint(
            model_name="outgoing",
            constraint=models.CheckConstraint(
                condition=models.Q(("again_by", None), ("again_at__isnull", False), _connector="OR"),
                name="mail_again_with_time",
            ),
        ),
    ]
