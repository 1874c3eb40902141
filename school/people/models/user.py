from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from school.lib.phones import local, mask_phone


class UserManager(BaseUserManager):
    """Makes accounts by phone number; nobody has a password unless one is given."""

    use_in_migrations = True

    def create_user(self, phone: str, password: str | None = None, **fields) -> "User":
        user = self.model(phone=phone, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, phone: str, password: str | None = None, **fields) -> "User":
        return self.create_user(phone, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person who can log in: known by her phone number, with the roles her groups give.

    The school calls people by the one `name` that they gave. `first_name` repeats it, because
    that is where Wagtail's side bar looks; `last_name` stays empty.
    """

    class TextSize(models.IntegerChoices):
        """In per cent of the usual size."""

        USUAL = 100, pgettext_lazy("size of the text", "Usual")
        LARGER = 125, pgettext_lazy("size of the text", "Larger")
        LARGE = 150, pgettext_lazy("size of the text", "Large")
        LARGEST = 200, pgettext_lazy("size of the text", "Largest")

    class DataSaver(models.TextChoices):
        AUTO = "auto", _("When the phone asks for it")
        ON = "on", _("Always")
        OFF = "off", _("Never")

    username = None
    phone = models.CharField(_("phone"), max_length=16, unique=True, help_text=_("E.164"))
    phone_verified_at = models.DateTimeField(_("phone verified"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=60)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans"
    )
    time_zone = models.CharField(
        _("time zone"), max_length=40, blank=True, help_text=_("Empty: as in Shanghai.")
    )
    text_size = models.PositiveSmallIntegerField(
        _("size of the text"), choices=TextSize.choices, default=TextSize.USUAL
    )
    data_saver = models.CharField(
        _("data saver"), max_length=4, choices=DataSaver.choices, default=DataSaver.AUTO
    )
    regions = models.ManyToManyField(
        "people.Region",
        verbose_name=_("regions"),
        blank=True,
        related_name="staff",
        help_text=_("The regions a manager answers for, with everything inside them."),
    )

    USERNAME_FIELD = "phone"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.name or mask_phone(self.phone)

    def save(self, *args, **kwargs) -> None:
        self.first_name = self.name
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @property
    def initial(self) -> str:
        """The one character that stands for her: 梅 of 李梅, M of Li Mei."""
        given = self.name.split()[-1:] or [""]
        return given[0][:1].upper() if given[0].isascii() else given[0][-1:]

    @property
    def local_phone(self) -> str:
        """The number as people at home write it."""
        return local(self.phone)
