"""How long the searches in these tests look: HYPOTHESIS_PROFILE=search looks through 10,000."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "quick", max_examples=25, deadline=None, suppress_health_check=list(HealthCheck)
)
settings.register_profile("search", settings.get_profile("quick"), max_examples=10_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
