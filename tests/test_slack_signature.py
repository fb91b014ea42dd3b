"""Who speaks for Slack: a signature fits, or the answer is no; nothing anybody sends is a fault."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier

from bot.slack.signature import FRESH, Signature, sign

SECRET, NOW = "8f742231b10e8888abcd99yyyzzz85a5", 1531420618
BODY = b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&command=%2Fkompetence&text=94070"


def judged(timestamp: str, signature: str, body: bytes = BODY) -> bool:
    return Signature(SECRET, lambda: float(NOW)).fits(timestamp, signature, body)


def good(timestamp: str = str(NOW), body: bytes = BODY) -> str:
    return sign(SECRET.encode(), timestamp, body)


def test_the_sdk_signs_as_we_do() -> None:
    assert SignatureVerifier(SECRET).generate_signature(timestamp=str(NOW), body=BODY) == good()
    assert judged(str(NOW), good())


@pytest.mark.parametrize("seconds", [0, FRESH, -FRESH, FRESH + 1, -FRESH - 1, 10**9])
def test_five_minutes_either_way(seconds: int) -> None:
    timestamp = str(NOW + seconds)
    assert judged(timestamp, good(timestamp)) is (abs(seconds) <= FRESH)


@pytest.mark.parametrize(
    "timestamp",
    ["", "0", "soon", "1531420618.5", " 1531420618", "1531420618\n", "+1531420618", "-1531420618", "1_531_420_618",
     "٣١", "1" * 5000, "NaN", "1531420618\x00"],
)  # fmt: skip
def test_a_timestamp_that_is_none(timestamp: str) -> None:
    assert not judged(timestamp, sign(SECRET.encode(), timestamp, BODY))


@pytest.mark.parametrize(
    "signature",
    ["", "v0=", "v0=0", "v1=" + good()[3:], good().upper(), good() + " ", "v0=ærø", "v0=\udcff", "\x00", good()[:-1]],
)
def test_a_signature_that_does_not_fit(signature: str) -> None:
    assert not judged(str(NOW), signature)


def test_a_body_changed_by_one_bit_and_another_secret() -> None:
    assert not judged(str(NOW), good(), BODY + b" ")
    assert not judged(str(NOW), sign(b"another", str(NOW), BODY))


@settings(max_examples=300, deadline=None)
@given(st.text(), st.text(), st.binary())
def test_whatever_is_sent_the_answer_is_no(timestamp: str, signature: str, body: bytes) -> None:
    assert judged(timestamp, signature, body) is False
