"""What people do at a desk in the office, and the scenes that they come into."""

from contextlib import contextmanager
from datetime import date, timedelta

from playwright.sync_api import Browser, Page

from school.lib import dates
from tests.journeys import steps

HEADER = (
    "ID,团长姓名,团长手机号,小区信息,总订单量,有效订单量,订单总金额（元）,有效订单金额（元）,"
    "退款量,退款总金额（元）,净销售额（元）,售后单数,团长责任售后\n"
)


@contextmanager
def desk(browser: Browser, school, phone: str):
    """A screen of 1280 px at which this person is logged in."""
    context = browser.new_context(
        base_url=school.url, viewport={"width": 1280, "height": 900}, locale="zh-CN"
    )
    page = context.new_page()
    steps.log_in(page, school, phone)
    yield page
    context.close()


@contextmanager
def phone_of(browser: Browser, args: dict, school, phone: str):
    """Another phone, in the hand of this leader."""
    context = browser.new_context(**args)
    page = context.new_page()
    steps.log_in(page, school, phone)
    yield page
    context.close()


def week(ago: int) -> date:
    """The Monday of the week so many weeks before this one."""
    return dates.week_start(dates.today()) - timedelta(weeks=ago)


def row(code: str, name: str, phone: str, net: int, *, orders: int = 100, refunds: int = 0) -> str:
    """One leader's line of a week's file; a twentieth of her orders were closed."""
    sold = net + refunds
    fields = [
        code, name, phone.removeprefix("+86"), "阳光花园", orders + orders // 20, orders, sold,
        sold, 1 if refunds else 0, refunds, net, 2, 0,
    ]  # fmt: skip
    return ",".join(str(field) for field in fields) + "\n"


def bring_week(school, ago: int, rows: list[str]) -> None:
    """A week's file, taken in by command."""
    file = school.folder / f"week-{ago}.csv"
    file.write_text(HEADER + "".join(rows))
    school.command("import_sales", str(file), "--week", week(ago).isoformat(), "--complete")


def open_notice(page: Page, words: str) -> None:
    """Find a notice in the inbox by its words, and follow it."""
    page.goto("/inbox/")
    page.locator("article", has_text=words).locator("a.btn").click()
