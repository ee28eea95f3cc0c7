"""The program's own settings on throw-away folders; DATABASE_URL and REDIS_URL work as always."""

import atexit
import os
import shutil
import tempfile

folder = tempfile.mkdtemp(prefix="ratssaal-tests-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)
os.environ["DATA_DIR"] = folder
worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
if redis := os.environ.get("REDIS_URL"):  # each worker empties its own cache
    os.environ["REDIS_URL"] = f"{redis.rsplit('/', 1)[0]}/{worker + 1}"
os.environ.setdefault("HTTPS", "0")

from config.settings import *  # noqa: E402, F403
from config.settings import CHANNEL_LAYERS, DATABASES, STORAGES, USES_SQLITE  # noqa: E402

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if redis:  # the live channel knows no numbered databases
    CHANNEL_LAYERS["default"]["CONFIG"] = {"hosts": [os.environ["REDIS_URL"]], "prefix": f"tests-{os.getpid()}"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

if USES_SQLITE:  # a file, because threads and a live server share it; nobody cuts the power of a test
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(folder, "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON"
    )
