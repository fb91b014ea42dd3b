"""`manage.py contacts …`: whom people are told to turn to, and whether it still holds."""

from datetime import datetime
from zoneinfo import ZoneInfo

import typer

from commands.starting import settings_or_exit, with_store
from service.contacts import Unit, gaps
from storage.unit import Store
from storage.units import units_and_above

app = typer.Typer(no_args_is_help=True, help="Whom people are told to turn to.")


@app.callback()
def contacts() -> None:
    """Whom people are told to turn to."""


@app.command()
def check() -> None:
    """What is missing, has no owner, or was not checked for too long. Ends with 1 where there is anything."""
    settings = settings_or_exit()

    async def looking(store: Store) -> list[Unit]:
        async with store.unit() as unit:
            found = await units_and_above(unit.session)
            return [Unit(name, chain) for name, chain in found.items()]

    units = with_store(settings, looking)
    today = datetime.now(ZoneInfo(settings.time_zone)).date()
    found = gaps(settings.everybody_to_turn_to, units, today, settings.contacts_months)
    print("\n".join(found) or "Every contact is there, has an owner and was checked.")
    if found:
        raise typer.Exit(1)
