"""What a person wrote in Slack, as words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.speech import escaped, spoken_text, unescaped


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("jeg ringede til hende", "jeg ringede til hende"),
        ("3 &lt; 4 &amp;&amp; 5 &gt; 4", "3 < 4 && 5 > 4"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("se <https://example.dk/a?b=1&amp;c=2>", "se https://example.dk/a?b=1&c=2"),
        ("se <https://example.dk|vejledningen>", "se vejledningen"),
        ("skriv til <mailto:bente@example.dk|bente@example.dk>", "skriv til bente@example.dk"),
        ("ring <tel:86123456|86 12 34 56>", "ring 86 12 34 56"),
        ("ring <tel:86123456>", "ring 86123456"),
        ("jeg bad <@U0JENS> om hjælp", "jeg bad … om hjælp"),
        ("jeg bad <@U0JENS|jens> om hjælp", "jeg bad jens om hjælp"),
        ("læs i <#C0ALLE|alle> og <#C0ANDEN>", "læs i #alle og …"),
        ("<!here> hør <!channel>", "@here hør @channel"),
        ("<!subteam^S012|@sygepleje> hør", "@sygepleje hør"),
        ("<!date^1392734382^{date}|i går> skrev jeg", "i går skrev jeg"),
        ("fint :slightly_smiling_face: nok", "fint nok"),
        (":tada::tada:", ""),
        (":+1: :wave::skin-tone-3:", ""),
        ("kl. 10:30 og 11:45:00", "kl. 10:30 og 11:45:00"),
        ("svar: ja, note: nej", "svar: ja, note: nej"),
        ("*fed* _skrå_ ~væk~ `kode`", "*fed* _skrå_ ~væk~ `kode`"),
        ("første linje\nanden  linje", "første linje\nanden linje"),
        ("&lt;at&gt;", "<at>"),
        ("", ""),
        ("<>", ""),
        ("<|>", ""),
        ("< a < b", "< a < b"),
    ],
)
def test_words_are_words(sent: str, said: str) -> None:
    assert spoken_text(sent) == said


@given(st.text())
def test_escaping_is_undone_exactly(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert not {"<", ">"} & set(escaped(text))


@given(st.text(alphabet="<>|@#!&;:abc ", max_size=60))
def test_nothing_is_too_strange_to_read(text: str) -> None:
    assert isinstance(spoken_text(text), str)
