"""Leaders whose newest route is "with experience" may show first what they know."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def take_effect(apps, schema_editor):
    decisions = apps.get_model("growth", "RouteDecision").objects
    newest = decisions.filter(leader=OuterRef("leader")).order_by("-at", "-id").values("pk")[:1]
    counting = decisions.filter(pk=Subquery(newest), route="experienced")
    quick = apps.get_model("courses", "QuickStart")
    quick.objects.bulk_create(
        quick(leader_id=row.leader_id, since=row.at) for row in counting.iterator()
    )


class Migration(migrations.Migration):
    dependencies = [("growth", "0002_ends_by_newer"), ("courses", "0003_quick_start")]

    operations = [migrations.RunPython(take_effect, migrations.RunPython.noop)]
