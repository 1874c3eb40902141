from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Left, Length
from django.utils.translation import gettext_lazy as _


class RegionQuerySet(models.QuerySet):
    def within(self, regions) -> "RegionQuerySet":
        """These regions and everything inside them."""
        inside = Q(pk__in=[])
        for region in regions:
            inside |= Q(path__startswith=region.path)
        return self.filter(inside)

    def looked_after_by(self, user_id: int) -> "RegionQuerySet":
        """The regions that a manager answers for, and everything inside them."""
        hers = Region.objects.filter(staff=user_id)
        return self.filter(Exists(hers.filter(path=Left(OuterRef("path"), Length("path")))))


class Region(models.Model):
    """A place that leaders belong to: a city, or a region of a city.

    `path` holds the numbers of the region and of all around it, from the outside in, so that
    "everything inside" is one prefix.
    """

    name = models.CharField(_("name"), max_length=60)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    path = models.CharField(max_length=120, db_index=True, editable=False)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="region_once_inside"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(parent__isnull=True), name="region_once_on_top"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parent.name} · {self.name}" if self.parent_id else self.name

    def save(self, *args, **kwargs) -> None:
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent_id else ''}{self.pk:08d}/"
        if path != self.path:
            old, self.path = self.path, path
            Region.objects.filter(pk=self.pk).update(path=path)
            self._move_children(old, path)

    def _move_children(self, old: str, new: str) -> None:
        """A region that moves takes everything inside it along."""
        if not old:
            return
        inside = Region.objects.filter(path__startswith=old).exclude(pk=self.pk)
        for child in inside:
            Region.objects.filter(pk=child.pk).update(path=new + child.path[len(old) :])
