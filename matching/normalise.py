"""Words as they were typed beside words as they are compared."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from texts.say import Language

LONGEST: Final = 400
"""Words of one text that are read: two pages; the rest of a longer text would only cost time."""

# Combining accents belong to the letter before them, so that "på" stays one word however it was encoded.
_PART: Final = r"\w[\w\u0300-\u036f]*"
_WORD: Final = re.compile(rf"{_PART}(?:[-'’]{_PART})*(?:\.(?:dk|com|eu)\b)?")
_PARTS: Final = re.compile(_PART)

_SMALL: Final[Mapping[Language, str]] = {
    "da": """
        ad af al alle allerede alligevel alt altid alting altså anden andet andre at bare begge blev blevet blive
        bliver bort brug bruge bruger brugt brugte burde bør både da dag de dem den denne der deres derfor det dette
        dig din dine disse dit dog du efter ej eller ellers en end endelig endnu engang ens er et faktisk fandt far
        fik fin fint fire flere fleste for forbi fordi forrige fra frem får fået før først første gang gange ganske
        gav ged generelt gennem gerne gik giver givet gjorde gjort godt gode god gør gøre går gået ham han hans har
        havde have hele helt hel hen hende hendes her hinanden hjem hos hun hurtig hurtigt hvad hvem hver hvert
        hverken hvilke hvilken hvilket hvis hvor hvordan hvorfor hvornår i ifølge igen igennem ikke imellem imens imod
        ind inde inden indtil ingen ingenting intet ja jeg jer jeres jo kan kender kom komme kommer kommet kort kun
        kunne lade langt lang lave laver lavede lavet lidt lige lille lod længe længere man mange med meget mellem
        men mens mere mest mig min mindre mindst mine mit mod må måtte måske ned nej netop ni nok nogen noget nogle
        nu ny nye nyt nær næste næsten når nået og også om omkring op os otte over overhovedet pga på rigtig rigtigt
        sagde samme sammen sat se ser set seks selv selve selvom senere sidde sidder sidst sidste siden sig siger
        sin sine sit skal skulle slet små snart som sørge stadig stor store stort står straks synes syntes syv så
        sådan således tage tager taget tit ti til tilbage tog to tre trods tror troede tænkte ud uden under undervejs
        var finde fundet vej ved vel vi via vide vidste vil ville vores vor være været værd våre ad år åbenbart
        mandag tirsdag onsdag torsdag fredag lørdag søndag morgen aften formiddag eftermiddag uge ugen dagen
        ting tingene måde måden gøres blevet ligge ligger lå satte sætte sætter kigge kiggede holder holdt begyndte
        skete sker plejer prøver prøvede prøvet endte fortalte fortæller spurgte bedt bad beder
    """,
    "en": """
        a about above after again against ago all almost already also although always am an and another any anyone
        anything are aren around as asked at away back be became because been before being below best better
        between big both but by came can cannot could couldn day days did didn do does doesn doing don done down
        during each either else enough even ever every everyone everything few finally find first five for found
        four from further gave get gets getting give given go goes going gone good got great had hadn has hasn have
        haven having he her here hers him himself his how i if in instead into is isn it its itself just kept know
        knew last later least less let like little ll long look looked lot lots made make makes making many may
        maybe me might mine more most much must my myself need needed never new next no nobody none nor not nothing
        now of off often ok old on once one only or other others our ours out over own perhaps put quite rather re
        really right said same saw say says see seen she should since small so some somebody someone something
        sometimes soon still such sure take taken takes taking ten than that the their theirs them themselves then
        there these they thing things think this those though thought three through till time to today together
        told too took tried tries try trying two under until up upon us use used uses using ve very via want wanted
        was wasn way we week well went were weren what when where whether which while who whole whom whose why will
        with within without won would wouldn year yes yet you your yours yesterday monday tuesday wednesday thursday
        friday saturday sunday morning afternoon evening happened
    """,
}
SMALL: Final[Mapping[Language, frozenset[str]]] = {
    language: frozenset(listed.split()) for language, listed in _SMALL.items()
}
"""Words that carry no topic: never a reason, and too few others make a text too vague to match."""


@dataclass(frozen=True, slots=True)
class Word:
    """`typed` stands in the text letter by letter ("e-Boks"); `normal` is what is compared ("boks")."""

    typed: str
    normal: str


def words_of(text: str) -> tuple[Word, ...]:
    """The first words of the text, at most LONGEST; the parts of "AI-svar" are words that share what was typed."""
    found = (Word(whole[0], normal(part)) for whole in _WORD.finditer(text) for part in _PARTS.findall(whole[0]))
    return tuple(islice(found, LONGEST))


def normal(text: str) -> str:
    return unicodedata.normalize("NFC", text.casefold())


def carries(word: str, language: Language) -> bool:
    """Whether a normalised word can say what a text is about."""
    return len(word) > 1 and word not in SMALL[language] and word.isalpha()
