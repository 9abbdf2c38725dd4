"""Settings, read from the environment; every one has a default that works offline on one machine.

ZHUNSHENG_HOME            folder of the database, uploads and the secret key (default ``~/.zhunsheng``)
DATABASE_URL              ``postgresql://…`` instead of SQLite in the home folder
ZHUNSHENG_ALLOWED_HOSTS   host names the site answers to, by commas (default: this machine only)
ZHUNSHENG_TRUSTED_ORIGINS origins whose forms are accepted behind a proxy (``https://host``), by commas
ZHUNSHENG_HTTPS           1 behind a TLS proxy: cookies only over HTTPS, ``X-Forwarded-Proto`` is believed
ZHUNSHENG_OPEN_SIGNUP     1 lets anybody make an account (without any role)
ZHUNSHENG_JOBS            thread (default) or inline: run background work within the request
ZHUNSHENG_IRI_BASE        what the identifiers of open data begin with: the site's address (``https://…/``) or a URN
ZHUNSHENG_LOG_LEVEL       level of the log on standard error (default INFO)
ZHUNSHENG_DEBUG           1 for developers only
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

from zhunsheng.settings.database import database_settings
from zhunsheng.settings.home import home_folder, secret_key


def _flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def _list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


PACKAGE = Path(__file__).resolve().parent.parent
HOME = home_folder()
UPLOADS = HOME / "uploads"
SPOOL = HOME / "spool"

SECRET_KEY = secret_key(HOME)
DEBUG = _flag("ZHUNSHENG_DEBUG")
ALLOWED_HOSTS = _list("ZHUNSHENG_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _list("ZHUNSHENG_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "zhunsheng.apps.people",
    "zhunsheng.apps.journal",
    "zhunsheng.apps.systems",
    "zhunsheng.apps.registry",
    "zhunsheng.apps.discovery",
    "zhunsheng.apps.insight",
    "zhunsheng.apps.deliverables",
    "zhunsheng.apps.openly",
    "zhunsheng.jobs",
    "zhunsheng.search",
    "zhunsheng.api",
    "allauth",
    "allauth.account",
]
# The frame of the site stands first, so that its templates win over those of the packages.
if importlib.util.find_spec("zhunsheng.shell") is not None:
    INSTALLED_APPS.insert(0, "zhunsheng.shell")

MIDDLEWARE = [
    "zhunsheng.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "zhunsheng.middleware.ContentSecurityPolicyMiddleware",
    "zhunsheng.api.middleware.ProgramMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "zhunsheng.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "zhunsheng.apps.people.middleware.OneTimePasswordMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "zhunsheng.urls"
WSGI_APPLICATION = "zhunsheng.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": database_settings(os.environ.get("DATABASE_URL", "").strip(), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "zhunsheng.apps.people.validators.SimilarPassword"},
    {"NAME": "zhunsheng.apps.people.validators.ShortPassword", "OPTIONS": {"min_length": 10}},
    {"NAME": "zhunsheng.apps.people.validators.CommonPassword"},
    {"NAME": "zhunsheng.apps.people.validators.NumericPassword"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
OPEN_SIGNUP = _flag("ZHUNSHENG_OPEN_SIGNUP")
ACCOUNT_ADAPTER = "zhunsheng.apps.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the platform works without a mail server
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "zhunsheng_language"
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
# Static files are served straight from the packages: no collecting step, and Vite names its files by content.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
if _flag("ZHUNSHENG_HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

# One megabyte stays in memory; the rest of an upload goes to a temporary file.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 << 20
FILE_UPLOAD_PERMISSIONS = 0o600

IRI_BASE = os.environ.get("ZHUNSHENG_IRI_BASE", "").strip()
JOBS_MODE = os.environ.get("ZHUNSHENG_JOBS", "thread").strip() or "thread"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("ZHUNSHENG_LOG_LEVEL", "INFO").upper()},
    "loggers": {"pdfminer": {"level": "ERROR"}},
}
