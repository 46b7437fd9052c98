"""Make the environment and start SalesDesk or its tests; needs nothing but Python and pip.

Called by people and by ``.ci/run``::

    python3 packaging/bootstrap.py run [ARGS]           open SalesDesk (or use its command line)
    python3 packaging/bootstrap.py test [PYTEST ARGS]   run the tests
    python3 packaging/bootstrap.py setup [--dev]        make the environment only
    python3 packaging/bootstrap.py setup --keychain     the same, to use the system's keychain

The environment is ``.venv`` beside ``packaging/``. A stamp in it holds a hash of what it was made
from, so that the next call starts at once. Standard library only, and written so that Python 3.6
can still read it: an old Python must get a sentence, not a syntax error.
"""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, List, NoReturn, Optional, Sequence, Tuple

sys.path.insert(0, str(Path(__file__).resolve().parent))  # also under PYTHONSAFEPATH

import system_packages

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "salesdesk-stamp.json"
LOCKS = {
    "run": ROOT / "packaging" / "requirements.lock",
    "test": ROOT / "packaging" / "requirements-dev.lock",
    "keychain": ROOT / "packaging" / "requirements-keyring.lock",
}
SETUPS = {"": "run", "--dev": "test", "--keychain": "keychain"}
OLDEST = (3, 11)
NEWEST_KNOWN = (3, 14)
INSTALLED_TABLES = ("[project", "[build-system", "[dependency-groups", "[tool.hatch")

# Settings of the caller's shell that would change what is installed or how fast it starts.
UNWANTED = (
    "PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH PYTHONSAFEPATH PYTHONUSERBASE "
    "PYTHONNOUSERSITE PYTHONOPTIMIZE PYTHONWARNINGS PIP_USER PIP_TARGET PIP_PREFIX PIP_ROOT "
    "PIP_NO_DEPS PIP_REQUIRE_HASHES PIP_NO_BUILD_ISOLATION VIRTUAL_ENV __PYVENV_LAUNCHER__"
).split()


class Stopped(Exception):
    """What cannot go on; the message says what happened and what to do."""


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says; returns the exit code unless a program takes our place."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print((__doc__ or "").strip())
        return 0 if arguments else 2
    command, rest = arguments[0], list(arguments[1:])
    try:
        return _obey(command, rest)
    except Stopped as reason:
        say(str(reason))
        return 3
    except OSError as fault:
        say("the system refused: {}. Put that right and run the same command again.".format(fault))
        return 3
    except KeyboardInterrupt:
        say("stopped. Run the same command again to go on.")
        return 130


def _obey(command: str, rest: List[str]) -> int:
    """Run one of the three commands. Raises Stopped."""
    if command == "run":
        prepare("run")
        _become(["-m", "salesdesk"] + rest, Path.cwd())
    if command == "test":
        prepare("test")
        _become(["-m", "pytest"] + rest, ROOT)
    if command == "setup" and " ".join(rest) in SETUPS:
        prepare(SETUPS[" ".join(rest)])
        say("the environment is ready in {}".format(VENV))
        return 0
    words = " ".join([command] + rest)
    say(
        "I know run [ARGS], test [PYTEST ARGS] and setup [--dev or --keychain], not '{}'.".format(
            words
        )
    )
    return 2


def prepare(purpose: str) -> None:
    """Have system packages and ``.venv`` ready for one of `LOCKS`. Raises Stopped."""
    wanted = fingerprint(purpose)
    if not is_ready(purpose, wanted):
        _use_python_or_hand_over()
        system_packages.install(purpose, clean_environment(), say)
        _make_venv()
        _install(purpose)
        _check_qt()
        _write_stamp(purpose, wanted)
    elif system_packages.missing(purpose):
        system_packages.install(purpose, clean_environment(), say)


# ---- the stamp --------------------------------------------------------------------------------


def fingerprint(purpose: str) -> str:
    """Hash of all that the environment for a purpose is made from: lock, project tables, place."""
    digest = hashlib.sha256(LOCKS[purpose].read_bytes())
    digest.update(_installed_tables((ROOT / "pyproject.toml").read_text(encoding="utf-8")).encode())
    digest.update(str(ROOT).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _installed_tables(pyproject: str) -> str:
    """The lines of pyproject.toml that an installation depends on; tool settings are not."""
    kept, is_inside = [], False
    for line in pyproject.splitlines():
        if line.startswith("["):
            is_inside = line.startswith(INSTALLED_TABLES)
        if is_inside:
            kept.append(line)
    return "\n".join(kept)


def read_stamp() -> Dict[str, Any]:
    """What ``.venv`` was last made from, by purpose; empty when unknown."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def is_ready(purpose: str, wanted: str) -> bool:
    """Whether ``.venv`` has what the purpose needs; each of them also runs the program."""
    if not venv_python().exists():
        return False
    stamp = read_stamp()
    if stamp.get(purpose) == wanted:
        return True
    return purpose == "run" and any(
        stamp.get(other) == fingerprint(other) for other in ("test", "keychain")
    )


def _write_stamp(purpose: str, wanted: str) -> None:
    """Keep what was installed; an older stamp for the other purpose no longer holds."""
    unfinished = STAMP.with_suffix(".new")
    unfinished.write_text(json.dumps({purpose: wanted}), encoding="utf-8")
    os.replace(str(unfinished), str(STAMP))


# ---- Python -----------------------------------------------------------------------------------


def _use_python_or_hand_over() -> None:
    """Go on when this Python is new enough; else let a newer one do it. Raises Stopped."""
    if sys.version_info >= OLDEST:
        return
    newer = _find_newer_python()
    if newer is None:
        raise Stopped(
            "this is Python {}, and SalesDesk needs Python {} or newer. Nothing was changed. "
            "Install a newer Python and start this file with it, for example: "
            "python3.13 packaging/bootstrap.py run".format(
                platform.python_version(), _dotted(OLDEST)
            )
        )
    say("this is Python {}; going on with {}".format(platform.python_version(), newer))
    _replace_process([newer, str(Path(__file__).resolve())] + sys.argv[1:], Path.cwd())


def _find_newer_python() -> Optional[str]:
    """A Python on the search path that is new enough and starts; newest first."""
    for minor in range(NEWEST_KNOWN[1], OLDEST[1] - 1, -1):
        found = shutil.which("python3.{}".format(minor))
        if found and _version_of(found) >= OLDEST:
            return found
    return None


def _version_of(python: str) -> Tuple[int, ...]:
    """(major, minor) of an interpreter; (0, 0) when it does not start."""
    code = "import sys; print(*sys.version_info[:2])"
    quiet = subprocess.DEVNULL
    done = subprocess.run([python, "-c", code], stdout=subprocess.PIPE, stderr=quiet, check=False)
    words = done.stdout.split()
    return (int(words[0]), int(words[1])) if done.returncode == 0 and len(words) == 2 else (0, 0)


def _dotted(version: Sequence[int]) -> str:
    return ".".join(str(number) for number in version)


# ---- the environment --------------------------------------------------------------------------


def venv_python() -> Path:
    """The interpreter inside ``.venv``."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _make_venv() -> None:
    """Make ``.venv``, or keep the one that works. Raises Stopped."""
    python = venv_python()
    works = python.exists() and _version_of(str(python)) >= OLDEST
    if works and _call_quietly(["-m", "pip", "-V"]):
        return
    say("making the environment in {}".format(VENV))
    done = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode != 0:
        raise Stopped(
            "Python could not make the environment in {}. On Debian and Ubuntu it needs the "
            "package {}; elsewhere see that the folder can be written and the disk has 1 GB "
            "free. It said: {}".format(
                VENV, system_packages.venv_package(), _last_line(done.stdout)
            )
        )


def _install(purpose: str) -> None:
    """Install the pinned packages, then this checkout. Raises Stopped."""
    say("installing the pinned packages (the first time this takes a minute or two)")
    lock = LOCKS[purpose]
    quiet = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input"]
    steps = (
        quiet + ["--require-hashes", "-r", str(lock)],
        quiet + ["--no-deps", "--no-build-isolation", "-e", str(ROOT)],
    )
    for step in steps:
        if subprocess.call([str(venv_python())] + step, env=clean_environment()) != 0:
            raise Stopped(
                "pip could not install what {} pins; its own words are above. What is already "
                "installed is kept. See that the package index can be reached and run the same "
                "command again.".format(lock.name)
            )


def _check_qt() -> None:
    """Load Qt once, so that a missing system library is named here. Raises Stopped."""
    done = subprocess.run(
        [str(venv_python()), "-c", "import PySide6.QtWidgets, PySide6.QtPrintSupport"],
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode != 0:
        raise Stopped(
            "Qt does not load: {}. Install the libraries that Qt needs; in Debian's names they "
            "are: {}".format(_last_line(done.stdout), " ".join(system_packages.QT))
        )


def _call_quietly(arguments: List[str]) -> bool:
    """Whether the environment's Python does this without complaint."""
    command = [str(venv_python())] + arguments
    quiet = subprocess.DEVNULL
    return subprocess.call(command, env=clean_environment(), stdout=quiet, stderr=quiet) == 0


def clean_environment() -> Dict[str, str]:
    """The caller's environment without what would change the installation or slow the start."""
    return {name: value for name, value in os.environ.items() if name not in UNWANTED}


# ---- handing over -----------------------------------------------------------------------------


def _become(arguments: List[str], folder: Path) -> NoReturn:
    """Let the environment's Python take this process's place."""
    _replace_process([str(venv_python())] + arguments, folder)


def _replace_process(command: List[str], folder: Path) -> NoReturn:
    """Replace this process; Windows has no such thing, so there we wait and pass the code on."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "nt":
        sys.exit(subprocess.call(command, cwd=str(folder), env=clean_environment()))
    os.chdir(str(folder))
    os.execve(command[0], command, clean_environment())


def say(sentence: str) -> None:
    """Tell the person at the terminal, on standard error."""
    print("bootstrap: {}".format(sentence), file=sys.stderr, flush=True)


def _last_line(output: bytes) -> str:
    """The last words a program said, for a message."""
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].strip().rstrip(".") if lines else "nothing"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
