"""Asks whether a hole is known in anything the lock files pin: `python -m tools.audit`, as `make audit` does.

Ends with 0: nothing is known · 1: something is, and it is listed · 2: not everything could be asked
about, because an advisory feed did not answer; no verdict then, good or bad.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tools.locks import NODE_LOCKS, PYTHON_LOCKS, ROOT, VENDORED, vendored_package

PATIENCE: Final = 300.0
"""Seconds a feed may take for one list."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a feed said to one list."""

    subject: str
    holes: tuple[str, ...] = ()
    silence: str = ""
    """Why the feed was not heard; empty when it was."""


def python_verdict(lock: str, output: str, complaint: str) -> Verdict:
    """What pip-audit's answer means. It prints a report only when the feed answered for every package."""
    try:
        audited = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Verdict(lock, silence=_last_line(complaint))
    return Verdict(lock, tuple(_python_holes(audited)))


def _python_holes(audited: list[dict[str, Any]]) -> Iterator[str]:
    for one in audited:
        for hole in one.get("vulns", ()):
            mended = ", ".join(hole["fix_versions"]) or "nothing yet"
            yield f"{one['name']} {one['version']}: {hole['id']}, mended in {mended}"


def node_verdict(lock: str, output: str, complaint: str) -> Verdict:
    """What `npm audit --json` means: a report, or an error of its own making."""
    try:
        report = json.loads(output)
        found = report["vulnerabilities"]
    except (ValueError, KeyError, TypeError):
        return Verdict(lock, silence=_last_line(complaint))
    return Verdict(lock, tuple(f"{name}: {one['severity']}, {one['range']}" for name, one in found.items()))


def _last_line(complaint: str) -> str:
    # npm ends with where its log lies, which says nothing.
    lines = [line.strip() for line in complaint.splitlines() if line.strip() and "complete log" not in line]
    return lines[-1] if lines else "no answer"


def ask_python(lock: str) -> Verdict:
    command = [sys.executable, "-m", "pip_audit", "--strict", "--require-hashes", "--disable-pip"]
    return python_verdict(lock, *_run([*command, "--progress-spinner=off", "--format=json", "-r", lock], ROOT))


def ask_node(lock: str) -> Verdict:
    return node_verdict(lock, *_run([_npm(), "audit", "--json", "--package-lock-only"], (ROOT / lock).parent))


def ask_vendored() -> Verdict:
    """The browser chat comes without a lock, so npm first works out what it brings."""
    one = vendored_package()
    with tempfile.TemporaryDirectory() as folder:
        wanted = {"private": True, "dependencies": {one.name: one.version}}
        (Path(folder) / "package.json").write_text(json.dumps(wanted), encoding="utf-8")
        _, complaint = _run([_npm(), "install", "--package-lock-only", "--ignore-scripts"], Path(folder))
        if not (Path(folder) / "package-lock.json").exists():
            return Verdict(VENDORED, silence=_last_line(complaint))
        return node_verdict(VENDORED, *_run([_npm(), "audit", "--json"], Path(folder)))


def _npm() -> str:
    # npm may also come from a Python package, which lays it beside our own interpreter.
    path = os.pathsep.join((os.environ.get("PATH", ""), str(Path(sys.executable).parent)))
    return shutil.which("npm", path=path) or "npm"


def _run(command: list[str], folder: Path) -> tuple[str, str]:
    try:
        done = subprocess.run(  # noqa: S603 - our own words and our own files
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        return "", str(fault)
    return done.stdout, done.stderr


def conclusion(verdicts: list[Verdict]) -> tuple[int, str]:
    """The exit code and the sentence that goes with it."""
    unheard = [one.subject for one in verdicts if one.silence]
    if any(one.holes for one in verdicts):
        rest = f" Not asked about: {', '.join(unheard)}." if unheard else ""
        return 1, f"Known holes: see above.{rest}"
    if unheard:
        return 2, f"Not audited: no advisory feed answered for {', '.join(unheard)}. This is no verdict."
    return 0, "No known holes in anything the lock files pin."


def main() -> None:
    verdicts = [ask_python(lock) for lock in PYTHON_LOCKS]
    verdicts += [ask_node(lock) for lock in NODE_LOCKS]
    verdicts.append(ask_vendored())
    for one in verdicts:
        print(f"{one.subject}: {one.silence or f'{len(one.holes)} known'}")
        for hole in one.holes:
            print(f"  {hole}")
    code, sentence = conclusion(verdicts)
    print(sentence)
    sys.exit(code)


if __name__ == "__main__":
    main()
