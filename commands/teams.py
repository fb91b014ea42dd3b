"""`manage.py teams …`: who is in which team, from the municipality's own list."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from catalog_data.loader import CatalogueFaults, load_catalogue
from commands.starting import settings_or_exit, with_store
from service.closing_days import closing_days
from service.roster import RosterFaults, changes, read_roster
from service.weekly import keep_weekly
from settings import Settings
from storage.audit import note
from storage.directory import DirectoryStore
from storage.standing import Standing, set_overview_time, standing
from storage.unit import Store

app = typer.Typer(no_args_is_help=True, help="Who is in which team, and who manages it.")


@app.command("import")
def teams_import(
    file: Annotated[Path, typer.Argument(help="CSV: employee;team;parent;manager;profile", exists=True)],
    apply: Annotated[bool, typer.Option("--apply", help="carry it out; without, only say what would change")] = False,
) -> None:
    """Make the teams what FILE says. People missing from it leave their teams; nothing is deleted."""
    settings = settings_or_exit()
    try:
        found = _import(file.read_bytes(), settings, apply=apply)
    except (RosterFaults, CatalogueFaults) as faults:
        print("\n".join(faults.faults), file=sys.stderr)
        print(f"{len(faults.faults)} faults; nothing was changed", file=sys.stderr)
        raise typer.Exit(1) from None
    print("\n".join(found) if found else "Nothing to change.")
    if found:
        print(f"{len(found)} changes carried out." if apply else f"{len(found)} changes; --apply carries them out.")


def _import(content: bytes, settings: Settings, *, apply: bool) -> list[str]:
    """What it changes, or would. Raises RosterFaults and CatalogueFaults."""
    wanted = read_roster(content, load_catalogue(own_profiles=settings.profiles_file))
    now = datetime.now(ZoneInfo(settings.time_zone))

    async def importing(store: Store) -> list[str]:
        async with store.unit() as unit:
            directory = DirectoryStore(unit.session, store.sealer)
            taken = await directory.taken_names(wanted)
            if taken:
                raise RosterFaults(
                    [f"{name} is the name of a team made in Teams: give this one another" for name in taken]
                )
            found = list(changes(await directory.load(), wanted))
            if apply:
                await directory.save(wanted, now, settings.behind_each_figure)
                await keep_weekly(unit.session, now, closing_days(settings.closing_days))
                await note(unit.session, store.sealer, "operator", "teams-imported", now)
            return found

    return with_store(settings, importing)


@app.command("show")
def teams_show(team: Annotated[str, typer.Argument(help="one team's name; without, all")] = "") -> None:
    """Each team with its managers, its size, where it publishes, and whom the coach cannot reach yet."""
    settings = settings_or_exit()
    now = datetime.now(ZoneInfo(settings.time_zone))

    async def looking(store: Store) -> list[Standing]:
        async with store.unit() as unit:
            await note(unit.session, store.sealer, "operator", "teams-shown", now)
            return await standing(DirectoryStore(unit.session, store.sealer), team)

    found = with_store(settings, looking)
    if not found:
        sys.exit(
            f"There is no team called {team}." if team else "There are no teams. Bring them in: teams import FILE."
        )
    print("\n\n".join(_readable(one) for one in found))


@app.command("time")
def teams_time(
    team: Annotated[str, typer.Argument(help="a team's name")],
    at: Annotated[datetime, typer.Argument(help="such as 09:30", formats=["%H:%M"])],
) -> None:
    """When TEAM's own overview comes on Mondays; 08:00 unless said."""

    settings = settings_or_exit()
    now = datetime.now(ZoneInfo(settings.time_zone))

    async def setting(store: Store) -> bool:
        async with store.unit() as unit:
            known = await set_overview_time(unit.session, team, at.time())
            await keep_weekly(unit.session, now, closing_days(settings.closing_days))
            return known

    if not with_store(settings, setting):
        sys.exit(f"There is no team called {team}.")
    print(f"The overview of {team} comes on Mondays at {at:%H:%M}.")


def _readable(one: Standing) -> str:
    lines = [one.team + (f" (under {one.parent})" if one.parent else "")]
    lines.append(f"  managers: {', '.join(one.managers) or 'none'}")
    lines.append(f"  members: {one.members}")
    lines.append(f"  overview: {_where(one)}")
    if one.unreachable:
        lines.append("  not reachable, have not talked with the coach yet or removed it:")
        lines += [f"    {address}" for address in one.unreachable]
    return "\n".join(lines)


def _where(one: Standing) -> str:
    if one.publishes_in is None:
        return "none, too few members here and above"
    return (
        f"its own, Mondays at {one.at}"
        if one.publishes_in == one.team
        else f"together with others in {one.publishes_in}"
    )
