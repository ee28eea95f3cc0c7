import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0010_who_belongs_who_reads_which_key"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountLock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("password", "passwords"),
                            ("factor", "codes of the second factor"),
                            ("code", "sign-in codes by mail"),
                            ("reset", "links for a new password"),
                        ],
                        max_length=20,
                        verbose_name="what was tried",
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("network", "one network"),
                            ("account", "all unknown devices"),
                            ("device", "one known device"),
                        ],
                        max_length=20,
                        verbose_name="locked for",
                    ),
                ),
                ("locked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="locked at")),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="lifted at")),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="lifted by",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="locks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "locked account",
                "verbose_name_plural": "locked accounts",
                "ordering": ["-locked_at", "-pk"],
                "indexes": [models.Index(fields=["user", "lifted_at"], name="lock_of_account")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["password", "factor", "code", "reset"])),
                        name="lock_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scope__in", ["network", "account", "device"])), name="lock_scope_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", True), _connector="OR"),
                        name="lock_lifted_by_with_time",
                    ),
                ],
            },
        ),
    ]
