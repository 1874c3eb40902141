"""The history begins with what is there: the moves and decisions of the past, sealed in order."""

from django.db import migrations
from django.utils import timezone

from school.standing import chain

BATCH = 1000


def begin(apps, _schema_editor):
    apps.get_model("standing", "Tier").objects.filter(code="core").update(two_people=True)
    entry_model = apps.get_model("standing", "HistoryEntry")
    number, previous, now, entries = 0, chain.BEGINNING, timezone.now(), []
    for kind, row, by, facts in _past(apps):
        number += 1
        content = {
            "number": number,
            "leader": facts["leader_id"],
            "kind": kind,
            "row": row,
            "at": now,
            "by": by,
            "facts": facts,
            "previous": previous,
        }
        previous = chain.seal(content)
        content["leader_id"], content["by_id"] = content.pop("leader"), content.pop("by")
        entries.append(entry_model(seal=previous, **content))
        if len(entries) == BATCH:
            entry_model.objects.bulk_create(entries)
            entries = []
    entry_model.objects.bulk_create(entries)
    apps.get_model("standing", "HistoryHead").objects.create(pk=1, number=number, seal=previous)


def _past(apps):
    """Decisions first: a move names the decision that it comes from."""
    proposals = apps.get_model("standing", "Proposal").objects.exclude(state="open")
    for row in proposals.select_related("evaluation").order_by("decided_at", "pk").iterator(BATCH):
        names = ("leader_id", "from_tier_id", "to_tier_id", "state", "decided_by_id",
                 "decided_at", "reason")  # fmt: skip
        evidence = {"evidence": chain.digest(row.evaluation.evidence)}
        yield "decision", row.pk, row.decided_by_id, _facts(row, names) | evidence
    changes = apps.get_model("standing", "TierChange").objects.order_by("at", "pk")
    for row in changes.iterator(BATCH):
        names = ("leader_id", "from_tier_id", "to_tier_id", "rate", "at", "by_id", "reason",
                 "proposal_id")  # fmt: skip
        yield "tier-change", row.pk, row.by_id, _facts(row, names)


def _facts(row, names):
    return chain.plain({name: getattr(row, name) for name in names})


def forget(apps, _schema_editor):
    apps.get_model("standing", "HistoryEntry").objects.all().delete()
    apps.get_model("standing", "HistoryHead").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("standing", "0006_decisions_and_history")]
    operations = [migrations.RunPython(begin, forget)]
