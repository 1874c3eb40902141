"""The plan templates that a new school starts with: samples that the school may change."""

from django.db import transaction

from school.coaching.models import ItemKind, PlanTemplate, TemplateItem
from school.standing.models import Cohort

COURSE, SESSION, TASK = ItemKind.COURSE, ItemKind.SESSION, ItemKind.TASK
VISIT, CHECK_IN = ItemKind.VISIT, ItemKind.CHECK_IN

# cohort -> names, sentences for her, days
TEMPLATES = {
    Cohort.HEAD: (
        "一起走得更远", "Further together",
        "你做得好，别人想跟你学。", "You do well, and others want to learn from you.", None,
    ),
    Cohort.MIDDLE: (
        "盯住一个数字", "One number at a time",
        "一次只看一个数字，慢慢往上。", "Look at one number only, and let it grow.", None,
    ),
    Cohort.TAIL: (
        "十四天小步走", "Fourteen small steps",
        "每天一件小事，五分钟就好。", "One small thing a day, five minutes each.", 14,
    ),
}  # fmt: skip

# (kind, Chinese, English, by day, again after days, refers to, decides)
ITEMS = {
    Cohort.HEAD: [
        (CHECK_IN, "每月一对一谈话", "Monthly one-to-one", 7, 28, "", False),
        (VISIT, "面谈独家合作协议", "Speak about the exclusive agreement", 21, None, "", False),
        (TASK, "想好一个你最拿手的话题", "Choose what you could teach best", 10, None, "", False),
        (TASK, "和讲师一起带一次培训", "Teach a training together with a trainer",
         28, None, "", False),
    ],
    Cohort.MIDDLE: [
        (SESSION, "每周小组：各看一个数字", "Weekly small group: one number each",
         5, 7, "", False),
        (TASK, "选好这周要看的一个数字", "Choose your one number for this week", 2, 7, "", False),
        (SESSION, "参加一次销售培训", "Come to a sales training", 7, 14, "sales", False),
    ],
    Cohort.TAIL: [
        (TASK, "给三位老邻居发一句问候", "Greet three neighbours whom you know well", 1),
        (TASK, "拍一张今天家里吃的菜，发到群里", "Post a photo of what you cook today", 2),
        (TASK, "问群里：最想吃什么水果？", "Ask the group: which fruit would you like?", 3),
        (TASK, "开一次小团，只放两样商品", "Open a small round with only two products", 4),
        (TASK, "自己先尝一样，写一句实话", "Taste one product and write one honest sentence", 5),
        (TASK, "把截止时间说清楚，提前一小时提醒", "Say the closing time; remind once", 6),
        (TASK, "取货时问一位邻居：满意吗？", "At pick-up, ask one neighbour how it was", 7),
        (TASK, "给没下单的五位发一句关心", "Write to five who haven't ordered", 8),
        (TASK, "再开一次团，换一样引流商品", "Open again with another low-price product", 9),
        (TASK, "请一位邻居晒单", "Ask one neighbour to show what she bought", 10),
        (TASK, "看看上周卖得最好的是哪一样", "See which product sold best last week", 11),
        (TASK, "把一个售后问题处理完", "Settle one after-sales question", 12),
        (TASK, "请两位邻居各拉一位朋友进群", "Ask two neighbours to bring a friend each", 13),
        (TASK, "写下这两周学到的一件事", "Write down one thing you learned", 14),
        (CHECK_IN, "打电话：第一周怎么样", "Call: how was the first week?", 7),
        (CHECK_IN, "一起决定接下来怎么走", "Decide together how it goes on", 15, None, "", True),
    ],
}  # fmt: skip


@transaction.atomic
def install_sample_templates() -> int:
    """A cohort that never had a template gets the sample; answers how many were added."""
    added = 0
    for cohort, (name, name_en, words, words_en, days) in TEMPLATES.items():
        if PlanTemplate.objects.filter(cohort=cohort).exists():
            continue
        template = PlanTemplate.objects.create(
            cohort=cohort, name=name, name_en=name_en, words=words, words_en=words_en, days=days
        )
        TemplateItem.objects.bulk_create(
            _item(template, at, *entry) for at, entry in enumerate(ITEMS[cohort])
        )
        added += 1
    return added


def _item(
    template: PlanTemplate,
    at: int,
    kind: str,
    title: str,
    title_en: str,
    day: int,
    every_days: int | None = None,
    refers_to: str = "",
    decides: bool = False,
) -> TemplateItem:
    return TemplateItem(
        template=template,
        sort_order=at,
        kind=kind,
        title=title,
        title_en=title_en,
        day=day,
        every_days=every_days,
        refers_to=refers_to,
        decides=decides,
    )
