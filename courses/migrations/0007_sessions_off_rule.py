from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0006_attendance_proofs")]

    operations = [
        migrations.AddField(
            model_name="session",
            name="off_rule",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Cancelled because its series doesn't meet on its day any more.",
                verbose_name="no longer in the series",
            ),
        ),
    ]
