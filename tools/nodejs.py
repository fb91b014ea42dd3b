"""Asks what is written for Node.js alone: the official checks of cards and manifests.

`make setup-dev` installs what they need.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
MODULES: Final = ROOT / "tools" / "checks" / "node_modules"
PATIENCE: Final = 120.0
"""Seconds a script may take."""


class NodeError(RuntimeError):
    """There is no Node.js, or the script broke. The message is for whoever started it."""


def asked(script: str, items: Iterable[Any]) -> list[Any]:
    """What a script of ours says to each item: one JSON line in, one out. Raises NodeError."""
    # Node may also come from a Python package, which lays it beside our own interpreter.
    path = os.pathsep.join((os.environ.get("PATH", ""), str(Path(sys.executable).parent)))
    node = shutil.which("node", path=path)
    if node is None:
        raise NodeError("Node.js is missing: run `make setup-dev`.")
    done = subprocess.run(  # noqa: S603 - our own script
        [node, str(ROOT / script)],
        input="\n".join(json.dumps(one) for one in items),
        env={"NODE_PATH": str(MODULES), "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    if done.returncode:
        raise NodeError(f"{script} failed: {done.stderr.strip()}")
    return [json.loads(line) for line in done.stdout.splitlines()]
