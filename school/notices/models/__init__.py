from school.notices.models.announcement import Announcement
from school.notices.models.delivery import Delivery
from school.notices.models.notice import Notice
from school.notices.models.notice_settings import NoticeSettings
from school.notices.models.override import TextOverride
from school.notices.models.preference import Choice, Hours
from school.notices.models.robot import GroupMessage, Robot
from school.notices.models.sms import SmsMessage

__all__ = [
    "Announcement",
    "Choice",
    "Delivery",
    "GroupMessage",
    "Hours",
    "Notice",
    "NoticeSettings",
    "Robot",
    "SmsMessage",
    "TextOverride",
]
