"""Other people's data has no place here: it is caught before anything is stored (rule 21).

CPR numbers, telephone numbers and e-mail addresses for now. Recognising them is left to
libraries that know the formats; only finding where to look is ours.
"""

import re
from typing import Final

import phonenumbers
from stdnum.dk import cpr
from stdnum.exceptions import ValidationError

from texts.say import Language

_CPR: Final = re.compile(r"(?<!\d)\d{6}[\s–-]{0,3}\d{4}(?!\d)")
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_INSTEAD: Final[dict[Language, dict[str, str]]] = {
    "da": {"cpr": "[cpr-nummer]", "phone": "[telefonnummer]", "email": "[mailadresse]"},
    "en": {"cpr": "[cpr number]", "phone": "[phone number]", "email": "[email address]"},
}


def redacted(text: str, language: Language) -> str | None:
    """The text with personal data taken out, or None when there is none in it."""
    instead = _INSTEAD[language]
    clean = _EMAIL.sub(instead["email"], text)
    clean = _CPR.sub(lambda found: instead["cpr"] if _is_cpr(found[0]) else found[0], clean)
    for found in reversed(list(phonenumbers.PhoneNumberMatcher(clean, "DK"))):
        clean = clean[: found.start] + instead["phone"] + clean[found.end :]
    return clean if clean != text else None


def _is_cpr(text: str) -> bool:
    """The check digit says nothing since 2007, so a real date is what decides."""
    try:
        cpr.validate(re.sub(r"\D", "", text))
    except ValidationError:
        return False
    return True
