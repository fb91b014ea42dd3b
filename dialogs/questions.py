"""What people ask about the coach itself, or say to it as to anybody: answered in a sentence, and then one is where
one was. Like commands they match the whole message only: "tak" is said to the coach, "jeg sagde tak" is an answer."""

import re
from typing import Final

from dialogs.facts import Facts
from dialogs.flows.leaving import stop
from dialogs.replies import line
from dialogs.talk import Move, Prompt, Talk
from dialogs.wording import normal
from texts.say import Language

_ASKED: Final[dict[Language, dict[str, str]]] = {
    "da": {
        "asked-bot": "hvem er du; hvad er du; hvad er du for en; er du en bot; er du en robot; er du et menneske;"
        " er du en maskine; hvem taler jeg med; hvem skriver jeg med; er der et menneske",
        "asked-mind": "er du chatgpt; er du chat gpt; er det chatgpt; bruger du chatgpt; er du copilot",
        "asked-ai": "er du ai; er du en ai; er det ai; bruger du ai; er du kunstig intelligens;"
        " er det kunstig intelligens; bruger du kunstig intelligens",
        "asked-price": "hvad koster det; koster det noget; er det gratis",
        "asked-why": "hvorfor; hvorfor spørger du; hvorfor spørger du om det; hvorfor vil du vide det;"
        " hvad er formålet; hvad skal det bruges til; hvad bruger du det til; hvad skal du bruge det til",
        "asked-seen": "er det anonymt; er jeg anonym; hvem læser det; hvem læser det her; hvem kan se det;"
        " hvem ser det; ser min leder det; kan min leder se det; kan min chef se det; kan min leder se mine svar",
        "asked-free": "skal jeg svare; behøver jeg svare; er det frivilligt; må jeg lade være; skal jeg være med",
        "asked-time": "hvor lang tid tager det; hvor lang tid; tager det lang tid; hvor længe tager det",
        "asked-others": "hvem har svaret; hvem bruger den; hvem bruger det; hvem bruger dig; hvem er med;"
        " hvem har brugt den; hvor mange bruger den; hvor mange bruger det; hvor mange har svaret; hvor mange er med;"
        " hvem i mit team bruger den; hvem i mit team bruger den ikke; har mit team brugt den;"
        " hvordan får jeg en rapport; vis mig svarene; vis mig deres svar; hvad har de svaret; hvad svarer de andre",
        "asked-thanks": "tak; mange tak; tusind tak; tak for hjælpen; tak for det; tak for nu; tak for i dag",
        "asked-bye": "farvel; hej hej; vi ses; hav en god dag; ha det; ha det godt; godnat; jeg smutter",
    },
    "en": {
        "asked-bot": "who are you; what are you; are you a bot; are you a robot; are you human; are you a person;"
        " who am i talking to; who am i writing to; is this a bot",
        "asked-mind": "are you chatgpt; are you chat gpt; is this chatgpt; are you copilot",
        "asked-ai": "are you ai; are you an ai; is this ai; do you use ai; is this artificial intelligence",
        "asked-price": "what does it cost; does it cost anything; is it free",
        "asked-why": "why; why do you ask; why are you asking; what is it for; what is the purpose",
        "asked-seen": "is it anonymous; am i anonymous; who reads this; who can see this; who sees this;"
        " does my manager see this; can my manager see this; can my boss see this",
        "asked-free": "do i have to answer; do i have to; is it voluntary; must i answer",
        "asked-time": "how long does it take; how long; does it take long",
        "asked-others": "who has answered; who uses it; who is using it; how many use it; how many have answered;"
        " who in my team uses it; has my team used it; show me the answers; what do the others answer",
        "asked-thanks": "thanks; thank you; many thanks; thanks a lot; thank you very much; cheers",
        "asked-bye": "bye; goodbye; bye bye; see you; have a nice day; good night",
    },
}
_SOMEBODYS: Final = re.compile(r"(?:vis|giv) mig \w+ svar|show me \w+ s answers?|show me the answers of \w+")
_KEYS: Final[dict[Language, dict[str, str]]] = {
    language: {words.strip(): key for key, listed in table.items() for words in listed.split(";")}
    for language, table in _ASKED.items()
}


def phrases(language: Language) -> dict[str, str]:
    """Everything that is understood, and the key of its answer."""
    return _KEYS[language]


def answer_to(text: str, language: Language) -> str | None:
    """The key of the answer, or None for everything else."""
    said = normal(text)
    return "asked-others" if _SOMEBODYS.fullmatch(said) else _KEYS[language].get(said)


def asked_about_us(talk: Talk, text: str) -> Move | None:
    """The answer, beside the question on screen. None for everything else."""
    key = answer_to(text, talk.state.language)
    if key is None:
        return None
    if key == "asked-bye" and talk.state.draft is not None:
        return stop(talk)
    return Move(talk.state, aside=(Prompt((line(_for(key, talk.facts)),)),))


def _for(key: str, facts: Facts) -> str:
    """Where a second reader is on, another program reads along."""
    return "asked-mind-reader" if key in {"asked-mind", "asked-ai"} and facts.read_elsewhere else key
