from wagtail.admin.forms import WagtailAdminModelForm


class CategoryForm(WagtailAdminModelForm):
    """A drawer of the bank. It can't be put into itself, nor into what it holds."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        parent = self.fields.get("parent")
        if parent:
            parent.queryset = parent.queryset.order_by("path")
            if self.instance.pk:
                inside = parent.queryset.within(self.instance)
                parent.queryset = parent.queryset.exclude(pk__in=inside)
            parent.label_from_instance = lambda category: category.drawn_in
