"""How much the suite does: `make test` a part of what is expensive, `make ci` more, `make torture` all of it."""

import os
from typing import Final

import pytest

THOROUGH: Final = bool(os.environ.get("COACH_THOROUGH"))
"""Set by `make test-both`, which is the suite as CI runs it."""
thorough = pytest.mark.skipif(not THOROUGH, reason="COACH_THOROUGH is not set, as it is by `make ci`")


def effort(setting: str, quick: int, usual: int) -> int:
    """How many of something: what the environment says, else few, or as many as CI takes."""
    return int(os.environ.get(setting) or (usual if THOROUGH else quick))
