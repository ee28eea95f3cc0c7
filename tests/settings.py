"""The program's own settings on throw-away folders; DATABASE_URL and REDIS_URL work as always."""

import atexit
import os
import shutil
import tempfile

folder = tempfile.mkdtemp(prefix="ratssaal-tests-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)
os.environ["DATA_DIR"] = folder
os.environ.setdefault("HTTPS", "0")

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, STORAGES, USES_SQLITE  # noqa: E402

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

if USES_SQLITE:  # a file, because threads and a live server share it; nobody cuts the power of a test
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(folder, "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON"
