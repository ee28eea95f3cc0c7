"""All settings, read from environment variables with safe defaults; docs/settings.md lists them.

Without any variable the program runs as one process on SQLite with everything it writes under `var/`, expects
HTTPS and keeps DEBUG off. `manage.py demo` switches HTTPS off for its own process.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.settings_accounts import *  # noqa: F403
from config.setup.secret import secret_key

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# Where the program writes -------------------------------------------------------------------------------------------
UMASK = int(env.str("UMASK", default="077"), 8)
os.umask(UMASK)  # here, because everything that runs the program comes by here before it writes anything
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(mode=0o777 & ~UMASK, parents=True, exist_ok=True)
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(DATA_DIR / "files")))
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))

# Who may reach it ---------------------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
HTTPS = env.bool("HTTPS", default=not DEBUG)
SECRET_KEY = env.str("SECRET_KEY", default="") or secret_key(DATA_DIR / "secret_key")
SIGNING_KEY_FILE = Path(env.str("SIGNING_KEY_FILE", default=str(DATA_DIR / "signing_key")))
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
PROXY_SSL_HEADER = env.str("PROXY_SSL_HEADER", default="")

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",  # before daphne, or its runserver serves static files in its own way
    "daphne",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",  # its templates are found beside ours, which come first
    "channels",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "config",
    "meetings",
    "agenda",
    "voting",
    "documents",
    "documents.pdf",
    "documents.calendars",
    "documents.files",
    "documents.presenting",
    "documents.papers",
    "documents.minutes",
    "documents.packs",
    "documents.check",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.middleware.Utf8Middleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.NothingIsKeptMiddleware",
    "config.middleware.KnownDeviceMiddleware",
    "config.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "OPTIONS": {
            "loaders": [
                ("django.template.loaders.cached.Loader", ["config.layout.Filesystem", "config.layout.AppDirectories"])
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database -----------------------------------------------------------------------------------------------------------
DATABASE_URL = env.str("DATABASE_URL", default="")
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",  # a writer waits at BEGIN instead of failing in the middle
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
}
database: dict[str, Any] = (
    env.db_url_config(DATABASE_URL)
    if DATABASE_URL
    else {"ENGINE": "django.db.backends.sqlite3", "NAME": str(DATA_DIR / "db.sqlite3")}
)
USES_SQLITE = database["ENGINE"] == "django.db.backends.sqlite3"
database["OPTIONS"] = {**(SQLITE_OPTIONS if USES_SQLITE else {}), **database.get("OPTIONS", {})}
# Every thread keeps its connection: opening one costs several times a query. A server may have been restarted, a file
# never is.
database |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": not USES_SQLITE}
DATABASES: dict[str, dict[str, Any]] = {"default": database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Live channel and cache: in this process, or in Redis for several processes ------------------------------------------
REDIS_URL = env.str("REDIS_URL", default="")
WEB_PROCESSES = env.int("WEB_PROCESSES", default=1)
# Threads of a process that requests share (config/serving/handler.py). Each has a connection: PostgreSQL allows 100
# unless told otherwise.
REQUEST_THREADS = env.int("REQUEST_THREADS", default=64 if USES_SQLITE else max(8, min(40, 80 // WEB_PROCESSES)))
# Sockets of a process at the same time; `serve` lowers it to what the system's limit of open files allows
# (config/serving/capacity.py).
SOCKETS = env.int("SOCKETS", default=5000)
SOCKETS_PER_ADDRESS = env.int("SOCKETS_PER_ADDRESS", default=500)  # of the public; a hall sits behind one address
if REDIS_URL:
    # The pub/sub layer needs two connections per process; the core layer one per socket (redis-py allows 100).
    CHANNEL_LAYERS = {
        "default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
    }
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 1000}}}
    # Holds the rate limits of sign-in. Django's default of 300 entries lets a flood of made-up names push them out.
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
    }

# Accounts: the rest is in config/settings_accounts.py  --------
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers allow it on localhost only

# Sign-in with the municipality's own directory, any number of providers; see docs/settings.md for the keys.
OIDC_PROVIDERS = env.json("OIDC_PROVIDERS", default=[])
if OIDC_PROVIDERS:
    INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")
    SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OIDC_PROVIDERS, "OAUTH_PKCE_ENABLED": True}}
    SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # the directory vouches for the address
    SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

# Language and time --------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [
    BASE_DIR / "config" / "locale"
]  # comes before every app: our German replaces allauth's, which mixes du and Sie
FORMAT_MODULE_PATH = ["config.formats"]  # "Uhr" in German, British dates in English
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True

# Video systems a clerk may choose besides a plain link; docs/video.md ------------------------------------------------
JITSI_URL = env.str("JITSI_URL", default="")
JITSI_APP_ID = env.str("JITSI_APP_ID", default="")
JITSI_SECRET = env.str("JITSI_SECRET", default="")
BBB_URL = env.str("BBB_URL", default="")
BBB_SECRET = env.str("BBB_SECRET", default="")
BBB_CHECKSUM = env.str("BBB_CHECKSUM", default="sha256")

# Static files and uploads -------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STORAGES = {
    # Another backend as JSON, such as {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {...}}; its package has
    # to be installed beside ours.
    "default": env.json("FILE_STORAGE", default={"BACKEND": "django.core.files.storage.FileSystemStorage"}),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.storage.HashedStaticFilesStorage",
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},  # everybody may have them
    },
}
WHITENOISE_USE_FINDERS = DEBUG
FILE_SIZE_LIMIT = env.int("FILE_SIZE_LIMIT", default=50 * 1024 * 1024)  # of one file, in bytes
UPLOAD_LIMIT = env.int("UPLOAD_LIMIT", default=4 * FILE_SIZE_LIMIT)  # of one request, where files are taken
DATA_UPLOAD_MAX_MEMORY_SIZE = (
    2_621_440  # of a form of somebody signed in, in bytes; whoever is not sends 64 KB (config/serving/bodies.py)
)
FILE_UPLOAD_TEMP_DIR = str(
    DATA_DIR / "uploads"
)  # what is on its way in; `serve` gives each process a folder of its own there
os.makedirs(FILE_UPLOAD_TEMP_DIR, mode=0o777 & ~UMASK, exist_ok=True)
PIECES_DIR = str(DATA_DIR / "pieces")  # large files under way; they outlive the process, all processes share them
SPARE_DISK = 16 * 1024**2  # bytes that stay free for the database when files are taken
CLAMD = env.str("CLAMD", default="")  # unix:///run/clamav/clamd.ctl or tcp://host:3310
OFFICE_PROGRAM = env.str("OFFICE_PROGRAM", default="soffice")  # LibreOffice's, by name or path
X_ACCEL = env.str("X_ACCEL", default="")  # the internal location of nginx that holds MEDIA_ROOT, such as /stored/
FILE_UPLOAD_PERMISSIONS = 0o666 & ~UMASK
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o777 & ~UMASK

# For how many days what is not needed for ever is kept; `manage.py tidy`, docs/data.md -------------------------------
RETENTION_SIGN_INS = env.int("RETENTION_SIGN_INS", default=30)
RETENTION_INVITATIONS = env.int("RETENTION_INVITATIONS", default=30)
RETENTION_MAILS = env.int("RETENTION_MAILS", default=30)
RETENTION_READINGS = env.int("RETENTION_READINGS", default=365)
RETENTION_PACKS = env.int("RETENTION_PACKS", default=14)
RETENTION_STRAY_UPLOADS = env.int("RETENTION_STRAY_UPLOADS", default=2)
RETENTION_BROKEN_UPLOADS = env.int("RETENTION_BROKEN_UPLOADS", default=2)

# What browsers are told ---------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # KERN draws its icons as data: masks
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # Browsers apply form-action to the redirect that follows: the directory's sign-in page has to be named.
        "form-action": [
            SELF,
            *("{0.scheme}://{0.netloc}".format(urlsplit(p["settings"]["server_url"])) for p in OIDC_PROVIDERS),
        ],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked from inside, without TLS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31536000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if PROXY_SSL_HEADER:
    SECURE_PROXY_SSL_HEADER = (f"HTTP_{PROXY_SSL_HEADER.upper().replace('-', '_')}", "https")

COOKIE_SUFFIX = env.str("COOKIE_SUFFIX", default="")
SESSION_COOKIE_NAME = ("__Host-session" if HTTPS else "session") + COOKIE_SUFFIX
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
DEVICE_COOKIE_NAME = ("__Host-device" if HTTPS else "device") + COOKIE_SUFFIX
DISPLAY_COOKIE_NAME = "display" + COOKIE_SUFFIX  # holds for the addresses of one meeting's hall display alone
CSRF_COOKIE_NAME = ("__Host-csrf" if HTTPS else "csrf") + COOKIE_SUFFIX
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True  # scripts read the token from the page
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"

# Mail and log -------------------------------------------------------------------------------------------------------
EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.email_url_config(EMAIL_URL))
else:  # nothing leaves the machine until a mail server is named
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_TIMEOUT = 20  # seconds; some mails are sent while somebody waits for the page
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Ratssaal <ratssaal@localhost>")
# Where links in mails lead, whatever the Host header of a request claims.
_first_host = ALLOWED_HOSTS[0].lstrip(".*") if ALLOWED_HOSTS else ""
SITE_URL = env.str("SITE_URL", default=f"{'https' if HTTPS else 'http'}://{_first_host or 'localhost'}").rstrip("/")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_SUBJECT_PREFIX = ACCOUNT_EMAIL_SUBJECT_PREFIX = "Ratssaal: "

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "config.logs.Discreet", "format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    },
    "filters": {"one_line": {"()": "config.logs.OneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "django.security.DisallowedHost": {"filters": ["one_line"]},
        "daphne": {"level": "WARNING"},
    },
}
