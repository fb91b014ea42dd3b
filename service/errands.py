"""All that the calendar knows how to do."""

from service.belonging import belonging
from service.calendar import Errand
from service.overviews import Overviews
from service.proactive import Proactive, TellingSummary
from service.prompting import nudges
from service.themes import themes
from service.turns import Knowledge
from service.weekly import MAKING, PATIENCE, TELLING, WeeklySummary
from storage.sealing import Sealer


def errands(knowledge: Knowledge, sealer: Sealer, overviews: Overviews) -> dict[str, Errand]:
    """Each kind of thing that can be due, with what is to be done about it."""
    telling = TellingSummary(overviews, knowledge.closed)
    return {
        **themes(knowledge, sealer),
        **belonging(knowledge, sealer, overviews.k),
        **nudges(knowledge, sealer),
        MAKING: WeeklySummary(overviews, knowledge.closed),
        TELLING: Proactive(telling, sealer, PATIENCE),
    }
