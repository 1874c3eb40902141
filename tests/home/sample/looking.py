"""What a page is looked at for: axe's rules, and no scrolling to the side."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

THEMES = ("light", "dark")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
# Of all rules only these depend on the theme.
OF_COLOUR = ["color-contrast", "link-in-text-block"]
RUN = """async (runOnly) => {
  const told = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  return told.violations.flatMap((rule) => rule.nodes.map((node) => {
    const why = [...node.any, ...node.all, ...node.none].map((one) => one.message);
    return `${rule.id}: ${node.html.slice(0, 200)} ${why.join("; ")}`;
  }));
}"""
SCROLLS = "document.documentElement.scrollWidth > 360"
OUTSIDE = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > 361 && !one.closest("[tabindex='0']"))
  .slice(0, 4).map((one) => `${one.tagName}.${one.className} ${one.textContent.trim()}`)"""


def look(page: Page) -> list[str]:
    """What is wrong with the page in both themes."""
    page.evaluate(AXE_SCRIPT)
    found = [f"scrolls to the side: {page.evaluate(OUTSIDE)}"] if page.evaluate(SCROLLS) else []
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        found += [f"{theme} {said}" for said in _axe(page, all_rules=theme == "light")]
    return found


def _axe(page: Page, *, all_rules: bool) -> list[str]:
    tags, colours = {"type": "tag", "values": TAGS}, {"type": "rule", "values": OF_COLOUR}
    return page.evaluate(RUN, tags if all_rules else colours)
