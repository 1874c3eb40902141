"""Settings, read from the environment. With no environment: a safe development school.

Every reader is typed, so that a wrong value stops the start with the variable's name.
`school/checks.py` says in words what a running configuration lacks.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- What kind of place this is --------------------------------------------------------

DEVELOPMENT_SECRET = "development-only-secret-that-production-refuses"
DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env.str("SECRET_KEY", default=DEVELOPMENT_SECRET)
if not DEBUG and SECRET_KEY == DEVELOPMENT_SECRET:
    raise ImproperlyConfigured(
        "DEBUG is off, but SECRET_KEY is not set. Set SECRET_KEY to a long random text "
        "(for example from `python -c 'import secrets; print(secrets.token_urlsafe(50))'`)."
    )
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)
BASE_URL = env.str("BASE_URL", default="http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else []
)
# Learning packages (SCORM) run at an address of their own, where nobody is logged in: in production
# a host name that leads to the same server, best under another domain, as https://example.net.
# Browsers take every name below localhost for the same machine.
SCORM_ORIGIN = env.str(
    "SCORM_ORIGIN", default="http://packages.localhost:{port}" if DEBUG else ""
).rstrip("/")
if SCORM_ORIGIN:
    ALLOWED_HOSTS.append(urlsplit(SCORM_ORIGIN.replace(":{port}", "")).hostname)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=not DEBUG)

# The demo log-ins are one tap away; they exist only where a developer runs the school.
DEMO_LOGINS = DEBUG and env.bool("DEMO_LOGINS", default=True)

# --- The house, floor by floor (imports only ever point downwards) ---------------------

INSTALLED_APPS = [
    "school.home",
    "school.api",
    "school.reports",
    "school.growth",
    "school.coaching",
    "school.standing",
    "assessments",
    "courses",
    "school.notices",
    "school.people",
    "school.jobs",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "school.people.apps.SchoolUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "school.people.weixin.apps.WeixinConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "courses.scorm.origin.PackageHost",
    # Pages travel compressed; Django pads them at random, so that their length tells nothing.
    "django.middleware.gzip.GZipMiddleware",
    "school.lib.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "school.people.language.PersonLanguageMiddleware",
    "school.people.person_header.PersonHeaderMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "school.urls"
WSGI_APPLICATION = "school.wsgi.application"
ASGI_APPLICATION = "school.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Where things are kept -------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/school.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue for up to 20 seconds instead of failing; IMMEDIATE takes the write lock
        # at BEGIN, so that a transaction that reads first can't be refused when it writes.
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    ),
    # Rendered text of published pages: small, the same for everybody, so near is better.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_ROOT = VAR_DIR / "private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # People's evidence, uploads and certificates: no address of their own, only views serve them.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "school.lib.statics.HashedFiles"
        )
    },
}
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- Background work -------------------------------------------------------------------

# Without Redis, Celery passes its notes through a folder. That broker may lose one when a worker
# is killed; the job table doesn't, and the sweep hands a lost job out again.
BROKER_URL = REDIS_URL or "folder://localhost"
BROKER_DIR = VAR_DIR / "broker"
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=60)
JOB_SWEEP_SECONDS = env.int("JOB_SWEEP_SECONDS", default=15)
JOBS_INLINE = env.bool("JOBS_INLINE", default=False)

# --- People and how they come in -------------------------------------------------------

AUTH_USER_MODEL = "people.User"
PERSON_BRINGS = ["leader__intake", "leader__region", "leader__standing"]
AUTHENTICATION_BACKENDS = ["school.people.backends.PersonBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/start/"
ACCOUNT_ADAPTER = "school.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {"confirm_login_code": "school.people.forms.CodeForm"}
ACCOUNT_LOGIN_METHODS = {"phone"}
ACCOUNT_SIGNUP_FIELDS = ["phone*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,3/m/key,20/d/key"}
# WeChat's log-in: the keys of the official account (in WeChat's own browser) and of the website's
# app (QR code everywhere else). Without keys there is no such button.
WEIXIN = {
    "inside": (env.str("WEIXIN_APP_ID", default=""), env.str("WEIXIN_SECRET", default="")),
    "site": (env.str("WEIXIN_SITE_APP_ID", default=""), env.str("WEIXIN_SITE_SECRET", default="")),
    "open": env.str("WEIXIN_OPEN_URL", default="https://open.weixin.qq.com"),
    "api": env.str("WEIXIN_API_URL", default="https://api.weixin.qq.com"),
}
SOCIALACCOUNT_ADAPTER = "school.people.weixin.adapter.SocialAccountAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
# It is asked for by a form with a token; there is nothing more to confirm.
SOCIALACCOUNT_LOGIN_ON_GET = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60

# "outbox" keeps messages in the school (and prints them while developing); "http" posts them to
# a gateway: SMS_GATEWAY_URL with the bearer SMS_GATEWAY_TOKEN.
SMS_BACKEND = env.str("SMS_BACKEND", default="school.notices.sms.OutboxBackend")
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", default="")
SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", default="")
# Where the robots of chat groups may live; their addresses are kept in the CMS.
ROBOT_HOSTS = env.list("ROBOT_HOSTS", default=["qyapi.weixin.qq.com"])

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000 if HTTPS else 0)
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Without it all visitors would share the proxy's address, and so one limit on codes.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

# --- Other programs --------------------------------------------------------------------

# Bearer tokens of the API under /api/v1/, with commas between them. None: the API is closed.
API_TOKENS = env.list("API_TOKENS", default=[])

# --- Language and time -----------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
# Our own words, then those that Wagtail's Chinese lacks.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "wagtail"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- The CMS ---------------------------------------------------------------------------

WAGTAIL_SITE_NAME = _("Group Leader Business School")
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# Not the log-in itself: it would send a leader who is logged in back to where she may not go.
WAGTAILADMIN_LOGIN_URL = "/start/"
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "ol", "ul", "link", "blockquote"]},
    }
}
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
TAGGIT_CASE_INSENSITIVE = True

# --- What the school writes down about itself: no names, no numbers --------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # They tell every step of every sheet.
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools", "django_tasks")},
}
