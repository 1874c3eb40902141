"""What leaders say of trainings, in the CMS: averages and words, never names."""

from django.utils.translation import gettext_lazy

from courses.cms.trainings.kit_base import KitScreen, OneSession, when
from courses.trainings import rating


class RatingsScreen(KitScreen):
    page_title = gettext_lazy("How it was")
    template_name = "courses/cms/ratings.html"
    tab = "kits:ratings"

    def get_context_data(self, **kwargs):
        sessions = rating.by_session(self.request.user)
        return super().get_context_data(
            series=rating.by_series(self.request.user),
            sessions=[(one, when(one), said) for one, said in sessions],
            fewest=rating.FEWEST_SHOWN,
            **kwargs,
        )


class SaidScreen(OneSession):
    """The words of one training."""

    page_title = gettext_lazy("How it was")
    template_name = "courses/cms/said.html"
    tab = "kits:ratings"

    def get_context_data(self, **kwargs):
        said = rating.said_of(self.session)
        return super().get_context_data(said=said, fewest=rating.FEWEST_SHOWN, **kwargs)
