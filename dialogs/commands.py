"""The words that mean the same wherever one is. They match the whole message only (rule 7):
"hjælp" is a command, "jeg fik hjælp af en kollega" is an answer."""

from typing import Final, Literal

from dialogs.wording import normal
from texts.say import Language

Command = Literal[
    "start", "menu", "help", "skip", "back", "edit", "stop", "undo", "continue", "delete", "erase",
    "pause", "progress", "work", "irrelevant", "relevant", "my-data", "privacy", "manager-sees", "weekly", "theme",
    "share", "unshare", "connect", "disconnect", "english", "danish",
]  # fmt: skip

# A hand list of misspellings per command, not a distance: "hjalp" and "starte" are ordinary words.
_WORDS: Final[dict[Language, dict[Command, str]]] = {
    "da": {
        "start": "start; stat; strat; sart; begynd",
        "menu": "menu; meny; hej; hejsa; hey; hallo; goddag; godmorgen",
        "help": "hjælp; hjælp mig; hjæp; hælp; hjlæp; hjaelp; help; ?",
        "skip": "spring over; springover; spring; sping over; sring over; næste",
        "back": "tilbage; tilbge; tlbage; gå tilbage",
        "edit": "ret; rett; ret svar; ret mit svar",
        "stop": "stop; stopp; sotp; stop nu; afbryd; annuller; afslut; luk",
        "undo": "fortryd; fotryd; fortyd",
        "continue": "fortsæt; forsæt; fortsat; fortsaet; fortsæt her",
        "delete": "slet; slett; slet kladden; slet det",
        "erase": "slet mig; slet alt; slet alt om mig; slet mine data",
        "pause": "pause; tempo; pase; pavse",
        "progress": "mit forløb; mitforløb; mit forlob; mit forloeb; forløb; mine forløb",
        "work": "mit arbejde; mit arbjede; mit arbejd; mit job; min profil; skift profil",
        "irrelevant": "ikke relevant; ikke relevant for mig; det er ikke relevant; irrelevant",
        "relevant": "relevant alligevel; det er relevant alligevel; den er relevant alligevel",
        "my-data": "mine data; minedata; mine dat",
        "privacy": "privatliv; privat liv; privatlivet; privatlivspolitik; persondata; gdpr",
        "manager-sees": "hvad ser min leder; hvad ser min chef; hvad kan min leder se; hvad ser lederen",
        "weekly": "ugeoverblik; uge overblik; ugeoverblikket; ugeoversigt; teamoverblik",
        "theme": "tema; temaet; teamets tema; teamtema; tma",
        "share": "del med teamet; del med team; del med mit team",
        "unshare": "del ikke; del ikke med teamet; del ikke med mit team; stop med at dele",
        "connect": "forbind; forbin; forbind kanal; forbind chat; forbind en anden chat",
        "disconnect": "frakobl; frakoble; afbryd forbindelsen; fjern forbindelsen",
        "english": "english; engelsk; in english; switch to english",
        "danish": "dansk",
    },
    "en": {
        "start": "start; begin; strat; stat",
        "menu": "menu; hi; hello; hey; hej; meny",
        "help": "help; halp; hlep; help me; ?; hjælp",
        "skip": "skip; skip it; next; sikp",
        "back": "back; go back; bakc",
        "edit": "edit; edti; correct; edit my answer",
        "stop": "stop; stopp; sotp; quit; cancel; exit; close",
        "undo": "undo; udno",
        "continue": "continue; contiune; go on; carry on; resume",
        "delete": "delete; delte; delete it; delete the draft",
        "erase": "delete me; delete everything; delete my data; erase me",
        "pause": "pause; pace; puase",
        "progress": "my progress; progress; my progres",
        "work": "my work; my wrok; my job; my profile; change profile",
        "irrelevant": "not relevant; not relevant for me; not relevant to me; it is not relevant; irrelevant",
        "relevant": "relevant after all; it is relevant after all; that is relevant after all",
        "my-data": "my data; mydata",
        "privacy": "privacy; privcy; privacy policy; gdpr",
        "manager-sees": "what does my manager see; what can my manager see; what does my boss see",
        "weekly": "weekly overview; weekly; week overview; team overview",
        "theme": "theme; team theme; the theme; our theme",
        "share": "share with team; share with my team; share with the team",
        "unshare": "do not share; don t share; dont share; stop sharing",
        "connect": "connect; conect; connect a channel; connect another chat",
        "disconnect": "disconnect; disconect; unlink",
        "english": "english",
        "danish": "dansk; danish; på dansk; in danish",
    },
}

COMMANDS: Final[dict[Language, dict[str, Command]]] = {
    language: {word.strip(): command for command, listed in table.items() for word in listed.split(";")}
    for language, table in _WORDS.items()
}


def word_for(command: Command, language: Language) -> str:
    """The word to show people for a command."""
    return _WORDS[language][command].partition(";")[0]


def read_command(text: str, language: Language) -> Command | None:
    """The command this whole message is, or None. "?" alone is a call for help.

    `dansk` counts only while the conversation is in English, where it is a wish and not an answer.
    """
    command = COMMANDS[language].get(normal(text))
    return None if command == "danish" and language == "da" else command
