from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class CategoryQuerySet(models.QuerySet):
    def within(self, category: "Category") -> "CategoryQuerySet":
        """This category and everything inside it."""
        return self.filter(path__startswith=category.path)


class Category(models.Model):
    """A drawer of the question bank. Drawers lie in drawers; `path` holds the numbers from the
    outermost to this one, so that "everything inside" is one prefix."""

    name = models.CharField(_("name"), max_length=80)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("inside"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    path = models.CharField(max_length=200, db_index=True, editable=False)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("question category")
        verbose_name_plural = _("question categories")
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="category_once_inside"),
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(parent=None), name="category_once_on_top"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent_id else ''}{self.pk:08d}/"
        if path != self.path:
            old, self.path = self.path, path
            Category.objects.filter(pk=self.pk).update(path=path)
            self._take_children_along(old)

    def clean(self) -> None:
        if self.pk and self.parent_id and self.parent.path.startswith(self.path):
            raise ValidationError({"parent": _("A category can't lie inside itself.")})

    def _take_children_along(self, old: str) -> None:
        if not old:
            return
        for child in Category.objects.filter(path__startswith=old).exclude(pk=self.pk):
            Category.objects.filter(pk=child.pk).update(path=self.path + child.path[len(old) :])
