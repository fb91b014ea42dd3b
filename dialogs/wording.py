"""Reading short messages: the same normal form for commands, labels and yes and no."""

import re
import unicodedata
from typing import Final

from texts.say import Language

_MARKS: Final = re.compile(r"[^\w\s?-]+")
_SPACE: Final = re.compile(r"\s+")
_MENTION: Final = re.compile(r"<at>.*?</at>|^@\w+", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>")


def _lists(*, da: str, en: str) -> dict[Language, frozenset[str]]:
    """Entries stand between semicolons."""
    return {"da": _entries(da), "en": _entries(en)}


def _entries(listed: str) -> frozenset[str]:
    return frozenset(" ".join(one.split()) for one in listed.split(";"))


YES: Final = _lists(
    da="""
        ja; jo; jep; jeps; japs; ja tak; gerne; ok; okay; yes; jow; aight; jaja; ja ja
    """,
    en="""
        yes; yep; yeah; sure; ok; okay; yes please; ja
    """,
)
FITS: Final = _lists(
    da="""
        det passer; passer; passer fint; det passer fint; ja det passer; det er korrekt; ja det er korrekt;
        korrekt; nemlig; lige præcis; præcis
    """,
    en="""
        that fits; that s right; thats right; right; correct; exactly
    """,
)
"""A yes to what was proposed. Nothing is erased for it."""
NO: Final = _lists(
    da="""
        nej; næ; nope; nej tak; niks; det passer ikke; passer ikke; lad være; ellers tak; nej ellers tak;
        nej vent
    """,
    en="""
        no; nope; no thanks; nah; not really; no wait
    """,
)
KEEP: Final = _lists(da="ja gem; ja tak gem; gem det; gem det bare; ja gem det", en="yes save it; save it")
"""A yes to "Skal jeg gemme det?", and to no other question: least of all to "Skal jeg slette alt?"."""
DROP: Final = _lists(da="gem ikke; gem det ikke", en="do not save; don t save; dont save it")
"""A no to it."""
UNSURE: Final = _lists(
    da="""
        ved ikke; ved det ikke; ved jeg ikke; det ved jeg ikke; aner det ikke; jeg ved det ikke;
        jeg ved ikke; ingen anelse; ikke lige; kan ikke komme på noget; kan ikke huske; pas; -; --;
        ikke noget; intet; nej; ingenting; ingen plan; nej ingen plan; ikke nu; ellers tak;
        nej ellers tak; nej tak; glem det; drop det; drop; ligemeget; lige meget; ingen af dem;
        jeg vil ikke; jeg vil ikke have en plan
    """,
    en="""
        dont know; don t know; i dont know; i don t know; no idea; not sure; cant remember;
        can t remember; cant think of anything; can t think of anything; pass; -; --; nothing; no;
        no plan; not now; no thanks; forget it; drop it; none of them; whatever; i don t want to
    """,
)
SMALL: Final = _lists(
    da="""
        da; jeg; du; han; hun; vi; i; de; den; det; der; en; et; og; eller; men; at; som; for; til; fra;
        med; på; af; om; så; var; er; har; havde; blev; bliver; kan; kunne; skal; skulle; vil; ville;
        ikke; også; bare; lige; nok; min; mit; mine; mig; dig; os; dem; sin; sit; når; hvor; hvad; noget;
        nogle; nogen; ved; over; under; efter; før; ud; ind; op; ned; man; meget; mere; her
    """,
    en="""
        i; you; he; she; we; they; it; the; a; an; and; or; but; that; as; for; to; from; with; on; of;
        about; so; was; is; are; were; have; had; has; be; been; can; could; shall; should; will; would;
        not; also; just; my; me; us; them; his; her; their; our; when; where; what; some; any; at; by; in;
        out; up; down; one; very; more; here; there; this; do; did
    """,
)


def plain_text(text: str) -> str:
    """What the person wrote, without the channel's mentions and markup.

    Only real tags go: "3 < 4 og 5 > 2" is an answer. Entities stay as they were typed.
    """
    without = _TAG.sub(" ", _MENTION.sub(" ", text))
    return _SPACE.sub(" ", unicodedata.normalize("NFC", without)).strip()


def normal(text: str) -> str:
    """The form short messages are compared in: lower case, no punctuation but ? and -."""
    lowered = unicodedata.normalize("NFC", text).casefold()
    bare = _SPACE.sub(" ", _MARKS.sub(" ", lowered)).strip()
    return bare if bare in {"?", "-", "--"} else bare.strip("?- ")


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def content_words(text: str, language: Language) -> list[str]:
    """The words that carry meaning: no small words, no bare numbers."""
    return [word for word in words(text) if word not in SMALL[language] and not word.isdigit()]


def says_yes(text: str, language: Language) -> bool:
    return normal(text) in YES[language] | FITS[language]


def says_no(text: str, language: Language) -> bool:
    return normal(text) in NO[language]


def is_unsure(text: str, language: Language) -> bool:
    return normal(text) in UNSURE[language]


def after_first_word(text: str) -> str:
    """'Nej, det var mere om samtykke' → 'det var mere om samtykke'."""
    match = re.match(r"\s*\w+[\s,.:;–-]*(.*)", text, re.DOTALL)
    return match.group(1).strip() if match else ""
