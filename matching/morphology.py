"""Brings the forms of a word together: spelling without æøå, inflection, and the parts of compounds."""

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Final

import snowballstemmer

from texts.say import Language

LONGEST_WORD: Final = 40
"""Letters of one word that are read."""
SHORTEST_PART: Final = 4
"""Letters a part of a compound has at least: shorter ones ("is", "by", "art") stand in everything."""
LINKS: Final = ("", "s", "e")
"""What may stand between the parts of a Danish compound: "sagsbehandling-s-robot"."""

_ALGORITHM: Final[Mapping[Language, str]] = {"da": "danish", "en": "english"}
_SPELLED: Final = (("aa", "å"), ("ae", "æ"), ("oe", "ø"), ("ä", "æ"), ("ö", "ø"))

_NOUNS_OF_ADJECTIVES: Final = ("hedernes", "hederne", "hedens", "heden", "heder", "heds", "hed")

# The closed classes of Danish that a suffix stripper cannot know: plurals that change their vowel
# (without them "bøger" would meet "bøg", a beech), and strong verbs. Base form: its other forms.
_IRREGULAR: Final = """
    bog: bøger bøgerne bøgernes; barn: børn børnene børnenes børns; hånd: hænder hænderne; fod: fødder fødderne
    mand: mænd mændene; tand: tænder tænderne; nat: nætter nætterne; datter: døtre døtrene; bror: brødre brødrene
    mor: mødre mødrene; far: fædre fædrene; bonde: bønder bønderne; rod: rødder rødderne; kraft: kræfter kræfterne
    ko: køer køerne; stad: stæder stæderne; øje: øjne øjnene; gås: gæs; tang: tænger; stang: stænger stængerne
    skrive: skrev skrevet; ringe: ringede ringet; tale: talte talt; spørge: spurgte spurgt; sende: sendte sendt
    finde: fandt fundet; hjælpe: hjalp hjulpet; vise: viste vist; læse: læste læst; vælge: valgte valgt
    bringe: bragte bragt; række: rakte rakt; sælge: solgte solgt; tælle: talte; smøre: smurte smurt; følge: fulgte fulgt
    drikke: drak drukket; bryde: brød brudt; byde: bød budt; flyve: fløj fløjet; fryse: frøs frosset; gribe: greb grebet
    lyde: lød lydt; løbe: løb løbet; skyde: skød skudt; skære: skar skåret; stjæle: stjal stjålet; stige: steg steget
    stryge: strøg strøget; synge: sang sunget; træffe: traf truffet; trække: trak trukket; vinde: vandt vundet
    forstå: forstod forstået; opstå: opstod opstået; nyde: nød nydt; knække: knak; lyve: løj løjet; ride: red redet
    slippe: slap sluppet; springe: sprang sprunget; sidde: sad siddet; ligge: lå ligget; lægge: lagde lagt
    sætte: satte sat; slå: slog slået; stå: stod stået; dø: døde; falde: faldt faldet; holde: holdt; komme: kom kommet
    synke: sank sunket; tvinge: tvang tvunget; briste: brast bristet; hedde: hed heddet; bede: bad bedt
    undgå: undgik undgået; foregå: foregik foregået; gennemgå: gennemgik gennemgået; overgå: overgik overgået
    besvare: besvarede besvaret; beskrive: beskrev beskrevet; indskrive: indskrev indskrevet
    sikker: sikre sikrer sikrede sikret sikreste; oversætte: oversatte oversat
    fortryde: fortrød fortrudt; vide: vidste vidst; vænne: vænnede vænnet; fortælle: fortalte fortalt
    anvende: anvendte anvendt; opdage: opdagede opdaget; bestå: bestod bestået; afgøre: afgjorde afgjort
"""


def _forms() -> Iterator[tuple[str, str]]:
    for entry in _IRREGULAR.replace("\n", ";").split(";"):
        base, _, forms = entry.strip().partition(": ")
        yield from ((form, base) for form in forms.split())


IRREGULAR: Final[Mapping[str, str]] = dict(_forms())


def folded(word: str, language: Language) -> str:
    """Danish as on a Danish keyboard: "moede" and "møde" are one word."""
    if language == "da":
        for typed, letter in _SPELLED:
            word = word.replace(typed, letter)
    return word[:LONGEST_WORD]


@lru_cache(maxsize=30_000)
def stem(word: str, language: Language) -> str:
    """What the forms of a folded word have in common."""
    base = _adjective(IRREGULAR.get(word, word)) if language == "da" else word
    # A stemmer keeps the word it works on in itself, so two threads must not share one.
    return str(snowballstemmer.stemmer(_ALGORITHM[language]).stemWord(base))


def _adjective(word: str) -> str:
    """What Snowball leaves: "sikkerhed" and "sikkert" are about being "sikker"."""
    for ending in _NOUNS_OF_ADJECTIVES:
        if word.endswith(ending) and len(word) >= len(ending) + SHORTEST_PART:
            return word.removesuffix(ending)
    return word.removesuffix("t") if word.endswith("ert") and len(word) > SHORTEST_PART + 1 else word


def parts(word: str, known: Collection[str]) -> tuple[str, ...]:
    """The two parts of a compound of `known` words, the last one as long as possible, or nothing."""
    for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        if word[at:] in known:
            for link in LINKS:
                first = word[: at - len(link)]
                if word[:at].endswith(link) and len(first) >= SHORTEST_PART and first in known:
                    return first, word[at:]
    return ()
