"""What a first visit costs over the wire, as Chromium sees it with an empty cache."""

from playwright.sync_api import sync_playwright

from tests.chromium import launch_args


def first_view(url: str, session: str, path: str) -> tuple[int, int]:
    """Bytes received (headers and compressed bodies) and requests made by one cold page view."""
    sizes: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_args())
        context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
        context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        page.goto(url + path, wait_until="networkidle")
        browser.close()
    return int(sum(sizes)), len(sizes)
