"""Runs the checks that exist only for Node.js. `make setup-dev` installs what they need."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
MODULES = ROOT / "tools" / "checks" / "node_modules"
# Node may also come from a Python package, which lays it beside our own interpreter.
PATH = os.pathsep.join((os.environ.get("PATH", ""), str(Path(sys.executable).parent)))


def asked(script: str, items: Iterable[Any]) -> list[Any]:
    """What a script of ours says to each item: one JSON line in, one out."""
    node = shutil.which("node", path=PATH)
    assert node is not None, "Node.js is missing: run `make setup-dev`"
    done = subprocess.run(  # noqa: S603 - our own script
        [node, str(ROOT / script)],
        input="\n".join(json.dumps(one) for one in items),
        env={"NODE_PATH": str(MODULES), "PATH": PATH},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
