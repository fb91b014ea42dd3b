"""Finds what the matcher has learned, or has it learned now.

Learning needs scikit-learn, which the service never imports: a process of its own learns and ends.
"""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import structlog

from catalog_data.model import Catalogue
from matching.files import content_key, load
from matching.model import Model
from texts.say import Language

log = structlog.get_logger()


class NotTrained(Exception):
    """The matcher has learned nothing and cannot here. The message is for the operator."""


def models(catalogue: Catalogue, folder: Path) -> Mapping[Language, Model]:
    """What was learned from the content as it stands now. Takes under a minute where it must be learned first.

    Raises NotTrained, whose message is for the operator.
    """
    its = folder / content_key()
    if not its.exists():
        log.info("matcher.training", folder=str(its))
        done = subprocess.run(  # noqa: S603 - our own module, our own path
            [sys.executable, "-m", "matching.training", str(folder)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise NotTrained(f"the matcher could not be trained: {last}. `make setup` installs what it needs.")
    return load(its, catalogue)
