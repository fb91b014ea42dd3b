"""Two readers blended: each counts for what it is worth, and the promise stays one that is kept."""

import numpy as np
import pytest

from bench.evaluation import calibration
from matching.beside import Examples, centres, fitted, learned

CODES = 8


def heard(rng: np.random.Generator, truth: np.ndarray, *, clearly: float) -> np.ndarray:
    """Nats of a reader that hears the truth so clearly, over noise; fair, so that its softmax is a true likelihood."""
    told = rng.normal(size=(len(truth), CODES)) * np.sqrt(clearly)
    told[np.arange(len(truth)), truth] += clearly
    return told


def sure(nats: np.ndarray) -> list[float]:
    raised = np.exp(nats - nats.max(axis=1, keepdims=True))
    return (1 / raised.sum(axis=1)).tolist()


def test_two_independent_readers_count_in_full_and_two_that_say_the_same_count_once():
    rng = np.random.default_rng(1)
    truth = rng.integers(CODES, size=4000)
    one, other = heard(rng, truth, clearly=2), heard(rng, truth, clearly=2)
    both = fitted(one, other, truth)
    assert both.words == pytest.approx(1, abs=0.1)
    assert both.meaning == pytest.approx(1, abs=0.1)
    same = fitted(one, one, truth)
    assert same.words + same.meaning == pytest.approx(1, abs=0.1)


def test_the_blend_is_right_more_often_and_promises_what_it_keeps():
    rng = np.random.default_rng(2)
    truth = rng.integers(CODES, size=4000)
    one, other = heard(rng, truth, clearly=2), 0.05 * heard(rng, truth, clearly=2)
    weights = fitted(one[:2000], other[:2000], truth[:2000])
    blend = (weights.words * one + weights.meaning * other)[2000:]
    right = (blend.argmax(axis=1) == truth[2000:]).tolist()
    assert np.mean(right) > np.mean(one[2000:].argmax(axis=1) == truth[2000:]) + 0.05
    assert calibration(sure(blend), right)[0] < 0.03
    blind = one[2000:] + 20 * other[2000:] * 2  # twice what it is worth
    assert calibration(sure(blind), (blind.argmax(axis=1) == truth[2000:]).tolist())[0] > 0.05


@pytest.mark.parametrize("sign", [-1, 0])
def test_a_reader_that_is_deaf_or_contrary_changes_nothing(sign: int):
    rng = np.random.default_rng(3)
    truth = rng.integers(CODES, size=1000)
    one = heard(rng, truth, clearly=2)
    weights = fitted(one, sign * heard(rng, truth, clearly=1), truth)
    assert (weights.words, weights.meaning) == (1.0, 0.0)


def test_a_code_nobody_wrote_about_lies_nowhere():
    found = centres(np.eye(3, dtype=np.float32), np.array([0, 0, 2]), 3)
    assert found[1].tolist() == [0, 0, 0]
    assert np.linalg.norm(found, axis=1).tolist() == pytest.approx([1, 0, 1])


def test_what_is_about_nothing_has_no_centre_and_one_writer_alone_teaches_nothing():
    rows = np.eye(4, dtype=np.float32)
    labels = np.array([0, 1, 2, 0])
    held = np.zeros((4, 2), dtype=np.float32)
    alone = Examples(rows, labels, np.array(["a", "a", "a", ""]), held)
    assert learned(alone) is None
    two = learned(Examples(rows, labels, np.array(["a", "b", "b", ""]), held))
    assert two is not None
    assert two.centres[:, 2].tolist() == [0, 0]
