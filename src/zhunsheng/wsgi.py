"""The web application, and the background worker that lives beside it in the same process."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhunsheng.settings")

application = get_wsgi_application()

from zhunsheng.jobs.runner import start_worker  # noqa: E402 - Django must be set up first

start_worker()
