import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0002_session_hosts")]

    operations = [
        migrations.AlterField(
            model_name="stepcompletion",
            name="source",
            field=models.CharField(
                choices=[
                    ("leader", "Herself"),
                    ("attendance", "Attendance"),
                    ("quiz", "Quiz passed"),
                    ("task", "Task accepted"),
                    ("staff", "The school"),
                    ("placement", "By showing it in the quiz"),
                ],
                default="leader",
                max_length=10,
                verbose_name="by",
            ),
        ),
        migrations.CreateModel(
            name="QuickStart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "since",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="since"),
                ),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quick_starts",
                        to="people.leader",
                        verbose_name="leader",
                    ),
                ),
            ],
            options={
                "verbose_name": "quick start",
                "verbose_name_plural": "quick starts",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("leader",),
                        name="quick_start_once",
                    )
                ],
            },
        ),
    ]
