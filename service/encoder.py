"""Texts as points that lie close where they mean much the same; the only importer of sentence-transformers."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from matching.features import Numbers


class NoEncoder(Exception):
    """There is no language model to read with. The message is for the operator."""


class Encoder(Protocol):
    """A language model that says where texts lie."""

    def encode(self, texts: Sequence[str]) -> Numbers:
        """A row of length 1 for each text. Takes milliseconds for one, minutes for thousands."""


class LocalEncoder:
    """A sentence-transformers model from a folder on this machine, on the processor. Not for two threads at once."""

    def __init__(self, folder: Path) -> None:
        """Raises NoEncoder, in words for the operator. Takes seconds: the library is a large one."""
        if not (folder / "modules.json").is_file():
            raise NoEncoder(
                f"COACH_EMBEDDINGS_FOLDER: {folder} holds no sentence-transformers model (no modules.json)."
            )
        os.environ["HF_HUB_OFFLINE"] = "1"  # read at import: nothing is fetched, and nobody is told what is loaded
        try:
            import torch
            from sentence_transformers import SentenceTransformer
            from transformers.utils.logging import disable_progress_bar
        except ImportError:
            raise NoEncoder(
                "COACH_EMBEDDINGS_FOLDER needs the package sentence-transformers, which is not installed; "
                "docs/how-to/second-reader.md says how."
            ) from None
        disable_progress_bar()
        self._use_cores = torch.set_num_threads
        try:
            self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except Exception as fault:  # noqa: BLE001 - the library raises whatever its many parts do
            raise NoEncoder(f"COACH_EMBEDDINGS_FOLDER: {folder} cannot be loaded ({type(fault).__name__}).") from None

    def encode(self, texts: Sequence[str]) -> Numbers:
        """A row of length 1 for each text; what is longer than the model reads is cut.

        One text is read by one core: on a busy machine cores wait for each other longer than they work.
        """
        self._use_cores(1 if len(texts) == 1 else os.cpu_count() or 1)
        rows = self._model.encode(
            list(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(rows, dtype=np.float32)
