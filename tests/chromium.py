"""How the tests start their browser: quiet, and without windows where it exists so."""

import shutil

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launch_args(*more: str) -> dict:
    """For Playwright's `launch`. The headless shell is the same browser for half the work."""
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    return {"executable_path": found, "args": [*QUIET, *more], "headless": True}
