"""The project's settings as tests see them: nothing of the caller's own set-up, a private `var/`.

`DATABASE_URL` alone is kept: the suite runs once on PostgreSQL and once on a SQLite file.
"""

from tests.support.environment import isolate

VAR = isolate()

from shop.settings import *  # noqa: E402, F403 - it reads the environment when imported
from shop.settings import DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in the demo: the in-memory default has no WAL and locks differently.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "tests.sqlite3")}

# One cheap round instead of hundreds of thousands.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Pages are rendered without a `collectstatic` before them.
(VAR / "static").mkdir(exist_ok=True)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
