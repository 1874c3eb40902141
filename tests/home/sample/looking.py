"""What a page is looked at for: axe's rules, in a frame of ours too, and no scrolling sideways."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Frame, Page

THEMES = ("light", "dark")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
# Of all rules only these depend on the theme.
OF_COLOUR = ["color-contrast", "link-in-text-block"]
# What only a whole page has; and a frame within a frame of ours holds what somebody else made.
NOT_IN_A_FRAME = ["landmark-one-main", "page-has-heading-one"]
RUN = """async ([runOnly, but]) => {
  const rules = Object.fromEntries(but.map((one) => [one, { enabled: false }]));
  const how = { runOnly, rules, iframes: false, resultTypes: ["violations"] };
  const told = await axe.run(document, how);
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
    """What is wrong with the page, and with a frame in it, in both themes."""
    found = [f"scrolls to the side: {page.evaluate(OUTSIDE)}"] if page.evaluate(SCROLLS) else []
    frames = list(zip(page.frames, ([], NOT_IN_A_FRAME), strict=False))
    for frame, _but in frames:
        frame.evaluate(AXE_SCRIPT)
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        told = [said for frame, but in frames for said in _axe(frame, but, whole=theme == "light")]
        found += [f"{theme} {said}" for said in told]
    return found


def _axe(frame: Frame, but: list[str], *, whole: bool) -> list[str]:
    tags, colours = {"type": "tag", "values": TAGS}, {"type": "rule", "values": OF_COLOUR}
    return frame.evaluate(RUN, [tags, but] if whole else [colours, []])
