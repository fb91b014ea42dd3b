"""Writers in groups, so that a reader is always tried on writers it has not read."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

FOLDS: Final = 5


def folds(writers: Sequence[str] | NDArray[np.str_]) -> list[list[str]]:
    """Writers in FOLDS groups: each group is read by a model that was taught by the others."""
    its = sorted({str(writer) for writer in writers} - {""})
    return [group for group in (its[at::FOLDS] for at in range(FOLDS)) if group] if len(its) > 1 else []
