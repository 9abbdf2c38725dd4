"""Settings of tests and of the type checker: a scratch home, work done within the request, cheap passwords."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

# Whatever home the machine has, no test touches it.
_home = tempfile.mkdtemp(prefix="zhunsheng-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["ZHUNSHENG_HOME"] = _home

from zhunsheng.settings import *  # noqa: E402, F403
from zhunsheng.settings import DATABASES  # noqa: E402

# On PostgreSQL when DATABASE_URL says so; else in a file, which threads can share.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": f"{_home}/test.sqlite3"}

JOBS_MODE = "inline"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
