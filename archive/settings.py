"""All settings, from the environment, each with a default that runs on a laptop.

Two modes. Without ALLOWED_HOSTS: the laptop's, for loopback hosts only. With it: production,
which refuses to start insecure. Production asks for TLS in front (README, "Production").
"""

from importlib.util import find_spec
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from archive import environment, secret

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"

# What a reader sees

ARCHIVE_NAME = environment.words("ARCHIVE_NAME", "The Annotated Archive")
# Whom to tell of a weakness, in /.well-known/security.txt. Nobody: there is no such file.
SECURITY_CONTACT = environment.contact("ARCHIVE_SECURITY_CONTACT")
TIME_ZONE = environment.time_zone("ARCHIVE_TIME_ZONE", "UTC")
USE_TZ = True
LANGUAGE_CODE = "en"
USE_I18N = False

# The two modes

ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS")
PRODUCTION = bool(ALLOWED_HOSTS)
DEBUG = environment.switch("DEBUG")
# Whether X-Forwarded-Proto and the last part of X-Forwarded-For are a proxy's of ours.
BEHIND_PROXY = environment.switch("ARCHIVE_BEHIND_PROXY") and PRODUCTION
CSRF_TRUSTED_ORIGINS = environment.origins("CSRF_TRUSTED_ORIGINS", only_https=PRODUCTION)
SECRET_KEY = environment.words("SECRET_KEY")
SECRET_KEY_FALLBACKS = environment.several("SECRET_KEY_FALLBACKS")

if PRODUCTION:
    if DEBUG:
        raise ImproperlyConfigured(
            "DEBUG shows strangers the inside: unset it, or unset ALLOWED_HOSTS."
        )
    secret.strong("SECRET_KEY", SECRET_KEY)
    for key in SECRET_KEY_FALLBACKS:
        secret.strong("SECRET_KEY_FALLBACKS", key)
else:
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
    SECRET_KEY = SECRET_KEY or secret.kept(VAR / "secret_key")

# Where things are kept

DATABASE = environment.database("DATABASE_URL", "sqlite:///var/archive.sqlite3", BASE_DIR)
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    environment.make_folder("DATABASE_URL", Path(DATABASE["NAME"]).parent)
    DATABASE |= {
        # A backup restored in its place is seen only after a restart: open connections keep
        # the old file.
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            # With WAL, IMMEDIATE is what makes writers wait instead of fail. ATOMIC_REQUESTS
            # would make every page a writer.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: what is acknowledged survives a power cut.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            # Each thread has a connection, and each its cache: what is mapped is shared.
            "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-16384;"
            "PRAGMA mmap_size=2147418112; PRAGMA temp_store=MEMORY",
        },
    }
else:
    DATABASE |= {
        "CONN_MAX_AGE": 0,  # the pool keeps the connections
        "CONN_HEALTH_CHECKS": True,  # the pool checks each before lending it
        "OPTIONS": {
            "connect_timeout": 3,
            "pool": {"min_size": 1, "max_size": 8, "timeout": 5},
            **DATABASE.get("OPTIONS", {}),
        },
    }
DATABASES = {"default": DATABASE}

# For the web server's process only (wsgi.py sets them): they would end a migration. Compiling
# (jit) takes seconds for a page's query of many small parts, and saves none.
WEB_STATEMENT_LIMITS = (
    "-c statement_timeout=5000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=15000"
    " -c jit=off"
)

ARCHIVE_INDEX = environment.folder("ARCHIVE_INDEX", "var/index", BASE_DIR)
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The parts

INSTALLED_APPS = [
    "articles.doors.apps.AdminConfig",  # Django's admin, with doors of our own
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "taggit",
    "articles",
]

# The extra `otp` is installed: everybody may ask for a code beside the password (README).
SECOND_FACTOR = find_spec("django_otp") is not None
if SECOND_FACTOR:
    INSTALLED_APPS += ["django_otp.plugins.otp_static", "django_otp.plugins.otp_totp"]
    OTP_TOTP_ISSUER = ARCHIVE_NAME

MIDDLEWARE = [
    # These before WhiteNoise, so that static files carry their headers too.
    "archive.middleware.request_id",
    "archive.middleware.policies",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "archive.health.probes",
    "archive.middleware.clean_address",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "articles.api.door.for_programs",
    # Outside whatever may set a cookie or redirect, inside what only packs.
    "archive.middleware.reading",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "articles.views.without_index.not_kept",
    # Innermost, where it is known who was refused.
    "articles.doors.refusals.refusals",
]

ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "archive.context.archive",
            ],
        },
    },
]

# Static files

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Only production collects: elsewhere the files are served from where they are, and names with
# hashes would make each page fail until someone collects.
STATIC_ROOT = VAR / "static" if PRODUCTION else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "archive.static.HashedStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
        # Public anyway: a proxy under another user may serve them.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 3600 if PRODUCTION else 0
WHITENOISE_ALLOW_ALL_ORIGINS = False

# What comes in

# Whether editors may name an address for the server to fetch (articles/fetch.py has the rules).
FETCHES_ADDRESSES = environment.switch("ARCHIVE_FETCH")
# Files that editors have uploaded to look at what their import would do; for a day.
ARCHIVE_UPLOADS = environment.folder("ARCHIVE_UPLOADS", "var/uploads", BASE_DIR)
DATA_UPLOAD_MAX_MEMORY_SIZE = 8_388_608  # an article of 1,000,000 Cyrillic characters, encoded
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # an article's admin page has a row for each annotation
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750

# Who comes in

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "search-list"
PASSWORD_RESET_TIMEOUT = 3600

# A cookie of messages would make a page of one reader look like everyone's.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_NAME = "__Host-sessionid" if PRODUCTION else "sessionid"
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrftoken" if PRODUCTION else "csrftoken"
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "articles.doors.forged.csrf_failure"
SIGNED_COOKIE_LEGACY_SALT_FALLBACK = False

# What goes out with every answer (archive/middleware.py sends the first three)

SECURE_CSP = {  # the name and shape that Django 6.0 gives it
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
CROSS_ORIGIN_RESOURCE_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.switch("SECURE_HSTS_INCLUDE_SUBDOMAINS")
    SECURE_HSTS_PRELOAD = environment.switch("SECURE_HSTS_PRELOAD")
    # Both bind every other host under the operator's domain: theirs to choose, so no warning.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    if BEHIND_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# The log

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "archive.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        # Each 404 is in the access log; here only failures.
        "django.request": {"level": "ERROR"},
        # What they stumble over is said to who imports it.
        "trafilatura": {"level": "CRITICAL"},
        "warcio": {"level": "CRITICAL"},
        # On a laptop the terminal is for people.
        "archive.access": {"level": "INFO" if PRODUCTION else "WARNING"},
    },
}
