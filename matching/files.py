"""What was learned, as files: plain arrays and JSON, mapped into memory and never unpickled.

A folder is named by a hash of the content it was learned from, so that changed content finds no
folder and is learned anew.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from pydantic import BaseModel, ConfigDict

import matching
from catalog_data.loader import FOLDER
from catalog_data.model import Catalogue
from matching.features import Features, Hashes, Numbers
from matching.model import Decisions, Model, Vocabulary
from matching.systems import Systems
from texts.say import LANGUAGES, Language

KEPT: Final = 3
"""Folders kept; older ones are cleared away when a new one is written."""


class _Facts(BaseModel):
    """What is not an array."""

    model_config = ConfigDict(frozen=True)

    rarest: float
    compounds: tuple[str, ...]
    decisions: Decisions


@dataclass(frozen=True, slots=True)
class Learned:
    """Everything a Model is made of."""

    compounds: tuple[str, ...]
    vocabulary: Vocabulary
    weights: Numbers
    bias: Numbers
    decisions: Decisions
    held: Numbers | None = None
    """Examples by labels, in the order of `documents.telling`: what a reader scores that has not read the writer,
    NaN where no writer could be held out. Only for fitting something beside it: `load` leaves it in its file."""

    def model(self, language: Language, systems: Systems) -> Model:
        features = Features(language, systems, frozenset(self.compounds))
        return Model(
            language=language,
            features=features,
            vocabulary=self.vocabulary,
            weights=self.weights,
            bias=self.bias,
            decisions=self.decisions,
        )


def content_key(folder: Path = FOLDER) -> str:
    """Names the content and the code that reads it: the same key, the same model."""
    hashed = hashlib.sha256()
    for root, pattern in ((folder, "**/*.toml"), (folder, "**/*.jsonl"), (Path(matching.__path__[0]), "*.py")):
        for path in sorted(root.glob(pattern)):
            hashed.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return hashed.hexdigest()[:16]


def save(learned: Mapping[Language, Learned], folder: Path) -> None:
    """Write all of it or nothing: a reader never sees half a model."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".making-"))
    made.chmod(0o755)  # whoever serves may be another user than who set up
    for language, its in learned.items():
        for name, array in _arrays(its).items():
            np.save(made / f"{language}-{name}.npy", array, allow_pickle=False)
        if its.held is not None:
            np.save(_held(made, language), its.held, allow_pickle=False)
        facts = _Facts(rarest=its.vocabulary.rarest, compounds=its.compounds, decisions=its.decisions)
        (made / f"{language}.json").write_text(facts.model_dump_json(), encoding="utf-8")
    try:
        made.replace(folder)
    except OSError:
        shutil.rmtree(made)  # another process was quicker, and made the same
    for old in sorted(folder.parent.glob("[!.]*"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def load(folder: Path, catalogue: Catalogue) -> dict[Language, Model]:
    """The models in `folder`. Raises FileNotFoundError where it was never trained."""
    systems = Systems(catalogue.systems)
    return {language: _load(folder, language).model(language, systems) for language in LANGUAGES}


def load_held(folder: Path, language: Language) -> Numbers | None:
    """`Learned.held` of the models in `folder`, or None where they were trained without holding out."""
    path = _held(folder, language)
    return np.load(path, allow_pickle=False) if path.exists() else None


def _held(folder: Path, language: Language) -> Path:
    return folder / f"{language}-held.npy"


def _load(folder: Path, language: Language) -> Learned:
    facts = _Facts(**json.loads((folder / f"{language}.json").read_text(encoding="utf-8")))
    arrays = {
        name: np.load(folder / f"{language}-{name}.npy", mmap_mode="r", allow_pickle=False)
        for name in ("features", "rarity", "weights", "bias")
    }
    vocabulary = Vocabulary(arrays["features"], arrays["rarity"], facts.rarest)
    return Learned(facts.compounds, vocabulary, arrays["weights"], arrays["bias"], facts.decisions)


def _arrays(learned: Learned) -> dict[str, Hashes | Numbers]:
    return {
        "features": learned.vocabulary.features,
        "rarity": learned.vocabulary.rarity,
        "weights": learned.weights,
        "bias": learned.bias,
    }
