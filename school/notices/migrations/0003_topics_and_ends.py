from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_channels")]

    operations = [
        migrations.RemoveConstraint(model_name="choice", name="choice_once"),
        migrations.RenameField(model_name="choice", old_name="group", new_name="topic"),
        migrations.AddConstraint(
            model_name="choice",
            constraint=models.UniqueConstraint(
                fields=["user", "topic", "channel"], name="choice_once"
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="not after"),
        ),
    ]
