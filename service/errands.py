"""All that the calendar knows how to do."""

from service.belonging import belonging
from service.calendar import Errand
from service.erasures import Erasing
from service.farewell import Farewell
from service.overviews import Overviews
from service.proactive import NOTICE, Proactive, TellingSummary
from service.prompting import nudges
from service.themes import themes
from service.turns import Knowledge
from service.weekly import MAKING, PATIENCE, TELLING, WeeklySummary
from storage.erasing import ERASING
from storage.retention import STANDARD, Lives


def errands(knowledge: Knowledge, overviews: Overviews, lives: Lives = STANDARD) -> dict[str, Errand]:
    """Each kind of thing that can be due, with what is to be done about it."""
    telling = TellingSummary(overviews, knowledge.closed)
    return {
        **themes(knowledge),
        **belonging(knowledge, overviews.k),
        **nudges(knowledge),
        MAKING: WeeklySummary(overviews, knowledge.closed),
        TELLING: Proactive(telling, PATIENCE),
        ERASING: Erasing(),
        NOTICE: Proactive(Farewell(lives, knowledge.closed), PATIENCE),
    }
