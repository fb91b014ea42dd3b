"""Finds what was learned of the meaning of the example answers, or learns it now.

Kept beside the matcher's own files, in a folder named by the language model, so that changed content or
another model is learned anew. Learning reads every example once: minutes, by the size of the model.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import structlog

from catalog_data.answers import NONE, load_answers
from catalog_data.model import Catalogue
from matching.beside import Examples, Meanings, Weights, learned
from matching.documents import telling
from matching.files import load_held
from matching.model import Model
from service.encoder import Encoder
from texts.say import Language

OURS: Final = ""
"""The writer of our own prose."""

log = structlog.get_logger()


def meanings(
    catalogue: Catalogue, models: Mapping[Language, Model], trained: Path, name: str, encoder: Encoder
) -> Mapping[Language, Meanings]:
    """What was learned with the language model of this name; `trained`: the folder of the matcher's own files.

    A language without two writers' examples is left out.
    """
    folder = trained / f"meanings-{name}"
    if not folder.exists():
        log.info("meanings.learning", folder=str(folder), note="every example is read once, which takes minutes")
        read = {language: examples(catalogue, models, trained, language, encoder) for language in models}
        _save({language: learned(its) for language, its in read.items() if its}, folder)
    return {language: its for language in models if (its := _load(folder, language))}


def model_name(folder: Path) -> str:
    """Names a language model by what lies in its folder: another file, another name."""
    hashed = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        its = path.stat()
        hashed.update(f"{path.relative_to(folder)}\0{its.st_size}\0{its.st_mtime_ns}\0".encode())
    return hashed.hexdigest()[:16]


def examples(
    catalogue: Catalogue, models: Mapping[Language, Model], trained: Path, language: Language, encoder: Encoder
) -> Examples | None:
    """The example answers of a language and, for each code, its name and description, as this encoder reads them.

    None where training held nothing out: then nobody can tell what the encoder is worth.
    """
    answers, scores = telling(catalogue, load_answers()[language]), load_held(trained, language)
    if scores is None:
        return None
    prose = [catalogue.prose(code, language) for code in catalogue.codes]
    texts = encoder.encode([*(one.text for one in answers), *(f"{one.name}. {one.description}" for one in prose)])
    label = {code: at for at, code in enumerate((*catalogue.codes, NONE))}
    held = np.full((len(texts), len(prose)), np.nan, dtype=np.float32)
    held[: len(answers)] = scores[:, :-1] / models[language].decisions.spread
    return Examples(
        texts=texts,
        labels=np.array([*(label[one.code] for one in answers), *range(len(prose))]),
        writers=np.array([*(one.writer for one in answers), *(OURS for _ in prose)]),
        held=held,
    )


def _save(found: Mapping[Language, Meanings | None], folder: Path) -> None:
    """All of it or nothing."""
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".making-"))
    made.chmod(0o755)  # whoever serves may be another user than who set up
    for language, its in found.items():
        if its is not None:
            np.save(made / f"{language}-centres.npy", its.centres, allow_pickle=False)
            (made / f"{language}.json").write_text(its.weights.model_dump_json(), encoding="utf-8")
    try:
        made.replace(folder)
    except OSError:
        shutil.rmtree(made)  # another process was quicker, and made the same


def _load(folder: Path, language: Language) -> Meanings | None:
    weights = folder / f"{language}.json"
    if not weights.exists():
        return None
    centres = np.load(folder / f"{language}-centres.npy", allow_pickle=False)
    return Meanings(centres, Weights.model_validate_json(weights.read_text(encoding="utf-8")))
