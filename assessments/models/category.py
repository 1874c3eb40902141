from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.forms.category import CategoryForm

SEPARATOR = " › "


def numbers_in(path: str) -> list[int]:
    """The numbers of a category and all that it lies in, the outermost first."""
    return [int(number) for number in path.split("/") if number]


class CategoryQuerySet(models.QuerySet):
    def within(self, category: "Category") -> "CategoryQuerySet":
        """This category and everything inside it."""
        return self.filter(path__startswith=category.path)

    def names(self) -> dict[int, tuple[str, ...]]:
        """For each category its names from the outermost drawer to itself. One query."""
        rows = {pk: (name, path) for pk, name, path in self.values_list("pk", "name", "path")}
        return {
            pk: tuple(rows[number][0] for number in numbers_in(path) if number in rows)
            for pk, (_name, path) in rows.items()
        }


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

    base_form_class = CategoryForm
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

    @property
    def depth(self) -> int:
        """How many drawers it lies in."""
        return max(0, self.path.count("/") - 1)

    @property
    def drawn_in(self) -> str:
        """Its name, drawn in as deep as it lies."""
        return "　" * self.depth + self.name

    def names(self) -> tuple[str, ...]:
        """Its names from the outermost drawer to itself; asked of the database once."""
        if not hasattr(self, "_names"):
            self.know_names(Category.objects.filter(pk__in=numbers_in(self.path)).names())
        return self._names

    def know_names(self, all_names: dict[int, tuple[str, ...]]) -> None:
        self._names = all_names.get(self.pk, (self.name,))

    @property
    def full_name(self) -> str:
        return SEPARATOR.join(self.names())

    def _take_children_along(self, old: str) -> None:
        if not old:
            return
        for child in Category.objects.filter(path__startswith=old).exclude(pk=self.pk):
            Category.objects.filter(pk=child.pk).update(path=self.path + child.path[len(old) :])
