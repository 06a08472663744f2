"""Django settings. `SHELFIE_MODE` is `demo` (embedded defaults, no key) or `production`.

Every variable is listed in README.md. A missing or contradictory one stops the start.
"""

from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONCE, NONE, SELF

from shop import environment as env
from shop.platform import configuration

# Lets `admin.ModelAdmin[Product]` and the like say their types at run time too.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
MODE = env.choice("SHELFIE_MODE", ("demo", "production"), "demo")
DEMO = MODE == "demo"
DEBUG = False
VAR_DIR = Path(env.text("SHELFIE_VAR", str(BASE_DIR / "var"))).resolve()

SECRET_KEY = configuration.secret_key(env.text("SECRET_KEY"), demo=DEMO, var=VAR_DIR)
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000" if DEMO else "").rstrip("/")
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS", configuration.hosts_of(SITE_URL))
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "shop.platform",
    "shop.vault",
    "shop.catalogue",
    "shop.retention",
    "figures",
    "orders",
]
MIDDLEWARE = [
    "shop.platform.middleware.request_id",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "shop.platform.context.site",
            ]
        },
    }
]

DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'shelfie.sqlite3'}" if DEMO else "")
DATABASES: dict[str, Any] = {
    "default": configuration.database(DATABASE_URL) if DATABASE_URL else {}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

BROKER_URL = env.text("BROKER_URL", "filesystem://" if DEMO else "")
CELERY_BROKER_URL = BROKER_URL
CELERY_BROKER_TRANSPORT_OPTIONS = configuration.broker_options(BROKER_URL, VAR_DIR / "queue")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_PUBLISH_RETRY = False
# A render worker compiles and loads for a while before it answers; the default is 4 s.
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 180.0
CELERY_BEAT_SCHEDULE = {
    "sweep": {
        "task": "shop.platform.durable.tasks.sweep",
        "schedule": 10.0,
        "options": {"expires": 9},
    }
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
# Share of wake-ups that are lost on purpose, so that tests show the sweep heals (0..1).
WAKEUP_LOSS = env.number("SHELFIE_WAKEUP_LOSS", 0.0)
# Where a process stops for ever, so that tests can kill it there; see shop/platform/faultpoints.py.
FAULT_POINT = env.text("SHELFIE_FAULT_POINT")
# Only tests set this: their own transaction wraps everything they do.
TESTING_IN_TRANSACTION = False
# How long a job may be silent before another worker takes it over.
JOB_LEASE_SECONDS = env.number("SHELFIE_JOB_LEASE", 20.0, minimum=1)

STORAGES: dict[str, Any] = {
    "default": configuration.blob_storage(env.text("S3_BUCKET"), VAR_DIR / "blobs"),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "shop" / "static"]
MASTER_KEY_FILE = env.text("MASTER_KEY_FILE", str(VAR_DIR / "master.key") if DEMO else "")

FILE_UPLOAD_HANDLERS = ["shop.platform.uploads.MemoryOnlyUploadHandler"]
FIGURES_PER_DAY = env.integer("FIGURES_PER_DAY", 5, minimum=1)
LOOKS_PER_DAY = env.integer("LOOKS_PER_DAY", 100, minimum=1)
NEWCOMERS_PER_DAY = env.integer("NEWCOMERS_PER_DAY", 100, minimum=1)
PHOTO_MAX_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 2

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "shop.platform.api.authentication.BearerAuthentication",
        "shop.platform.api.authentication.VisitorAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["shop.platform.api.permissions.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["shop.platform.api.parsing.LimitedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "shop.platform.api.schema.ApiSchema",
    "EXCEPTION_HANDLER": "shop.platform.api.problems.handler",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Shelfie API",
    "VERSION": "1.0.0",
    "DESCRIPTION": "From a photo to a tracked parcel with a person's own boxed action figure.",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    # Fields called `state` of different things.
    "ENUM_NAME_OVERRIDES": {
        "FigureState": "figures.versions.states.FigureState",
        "ReviewState": "figures.versions.states.ReviewState",
        "OrderState": "orders.checkout.states.OrderState",
        "BasketState": "orders.api.serializers.BASKET_STATES",
        "ProofState": "orders.api.serializers.PROOF_STATES",
    },
}
# Requests a minute.
API_LIMIT_PER_KEY = env.integer("API_LIMIT_PER_KEY", 600, minimum=1)
API_LIMIT_PER_ADDRESS = env.integer("API_LIMIT_PER_ADDRESS", 1200, minimum=1)
# How many proxies of our own stand before the site and add to X-Forwarded-For.
PROXY_HOPS = env.integer("PROXY_HOPS", 0 if DEMO else 1)
CACHES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Counted across processes where there is Redis; else in each process for itself.
    "limits": configuration.counters(BROKER_URL),
}

EMAIL_URL = env.text("SMTP_URL")
vars().update(configuration.mail(EMAIL_URL, VAR_DIR / "mail"))
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "Shelfie <hello@shelfie.example>" if DEMO else "")

STRIPE_SECRET_KEY = env.text("STRIPE_SECRET_KEY")
STRIPE_WEBHOOK_SECRETS = env.items("STRIPE_WEBHOOK_SECRETS")
STRIPE_API_BASE = env.text("STRIPE_API_BASE")
PRODIGI_API_KEY = env.text("PRODIGI_API_KEY", "sandbox-key" if DEMO else "")
PRODIGI_API_URL = env.text("PRODIGI_API_URL", "http://127.0.0.1:8010/v4.0" if DEMO else "")
PRODIGI_CALLBACK_TOKEN = env.text("PRODIGI_CALLBACK_TOKEN", "demo-callback" if DEMO else "")
# Who may draw figures. All but the studio send the photo to another company: off by default,
# checked by figures.generation.backends.hosted.configuration.
GENERATORS = env.items("SHELFIE_GENERATORS", ("studio",))
OPENAI_API_KEY = env.text("OPENAI_API_KEY")
OPENAI_API_BASE = env.text("OPENAI_API_BASE", "https://api.openai.com/v1")
OPENAI_IMAGE_MODEL = env.text("OPENAI_IMAGE_MODEL", "gpt-image-2.6-sunburst")
AZURE_OPENAI_API_KEY = env.text("AZURE_OPENAI_API_KEY")
AZURE_OPENAI_ENDPOINT = env.text("AZURE_OPENAI_ENDPOINT")
AZURE_OPENAI_DEPLOYMENT = env.text("AZURE_OPENAI_DEPLOYMENT")
AZURE_OPENAI_API_VERSION = env.text("AZURE_OPENAI_API_VERSION", "2025-04-01-preview")
AZURE_OPENAI_MODEL = env.text("AZURE_OPENAI_MODEL")
HOSTED_RECIPIENTS_FILE = env.text("HOSTED_RECIPIENTS_FILE")
HOSTED_MODELS_FILE = env.text("HOSTED_MODELS_FILE")
# Cents a day for all hosted generators together.
HOSTED_DAILY_BUDGET = env.integer("HOSTED_DAILY_BUDGET", 0)
HOSTED_BUDGET_CURRENCY = env.choice("HOSTED_BUDGET_CURRENCY", ("USD", "EUR", "GBP"), "USD")
# Seconds for one answer.
HOSTED_TIMEOUT = env.number("HOSTED_TIMEOUT", 180.0, minimum=1)
# Loopback and private addresses that outgoing HTTP may reach; empty in production.
OUTGOING_PRIVATE_HOSTS = env.items("OUTGOING_PRIVATE_HOSTS", ("127.0.0.1",) if DEMO else ())

SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
SECURE_HSTS_PRELOAD = not DEMO
SECURE_PROXY_SSL_HEADER = None if DEMO else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = not DEMO
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = not DEMO
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": configuration.form_targets(SELF),
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False
LOGIN_URL = "admin:login"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
LOGGING = configuration.logging()

configuration.verify(globals())
