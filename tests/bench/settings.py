"""The school as in production, plus the bare views that it is measured beside."""

from school.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
MIDDLEWARE = ["tests.bench.counting.CountQueriesMiddleware", *MIDDLEWARE]  # noqa: F405
TEMPLATES[0]["DIRS"].append(BASE_DIR / "tests/bench/templates")  # noqa: F405
SILENCED_SYSTEM_CHECKS = ["school.W001", "school.W002"]
