"""The top of the page tree: a home and a shelf of courses in each language."""

from wagtail.models import Page, Site

from courses.models import CatalogPage
from school.home.models import HomePage
from school.home.starter.files import LANGUAGES, Texts
from school.home.starter.ledger import Ledger
from school.home.starter.pages import PageFile, put_page
from school.home.starter.words import read_words

FIRST_LANGUAGE = "zh"
HOME_SLUGS = {"zh": "school", "en": "school-en"}
# What Wagtail's own first migration puts there.
WELCOME_TITLE = "Welcome to your new Wagtail site!"


def load_tree(ledger: Ledger) -> dict[str, Page]:
    """Language -> catalog page."""
    top = Page.get_first_root_node()
    homes = {language: put_page(ledger, _home(language), top) for language in LANGUAGES}
    _move_in(homes[FIRST_LANGUAGE])
    return {
        language: put_page(ledger, _catalog(language), home) for language, home in homes.items()
    }


def _home(language: str) -> PageFile:
    words = read_words().home
    return _page("home", language, HomePage, HOME_SLUGS[language], words, rich=True)


def _catalog(language: str) -> PageFile:
    return _page("catalog", language, CatalogPage, "courses", read_words().catalog)


def _page(
    name: str, language: str, model: type[Page], slug: str, words: dict[str, Texts], rich=False
) -> PageFile:
    intro = words["intro"][language]
    values = {
        "title": words["title"][language],
        "intro": f"<p>{intro}</p>" if rich else intro,
    }
    return PageFile(name, language, model, slug, values, source=str(words))


def _move_in(home: Page) -> None:
    """Make this home the site's, unless the school has chosen another, and take Wagtail's
    greeting away."""
    welcome = Page.objects.filter(title=WELCOME_TITLE, depth=2, numchild=0).first()
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    elif welcome and site.root_page_id == welcome.pk:
        site.root_page = home
        site.save()
    if welcome:
        welcome.delete()
