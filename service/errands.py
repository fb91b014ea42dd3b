"""All that the calendar knows how to do."""

from service.calendar import Errand
from service.farewell import Farewell
from service.overviews import Overviews
from service.proactive import NOTICE, Proactive, TellingSummary
from service.prompting import nudges
from service.turns import Knowledge
from service.weekly import MAKING, PATIENCE, TELLING, WeeklySummary
from storage.retention import STANDARD, Lives
from storage.sealing import Sealer


def errands(knowledge: Knowledge, sealer: Sealer, overviews: Overviews, lives: Lives = STANDARD) -> dict[str, Errand]:
    """Each kind of thing that can be due, with what is to be done about it."""
    telling = TellingSummary(overviews, knowledge.closed)
    return {
        **nudges(knowledge, sealer),
        MAKING: WeeklySummary(overviews, knowledge.closed),
        TELLING: Proactive(telling, sealer, PATIENCE),
        NOTICE: Proactive(Farewell(lives, knowledge.closed), sealer, PATIENCE),
    }
