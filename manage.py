"""The operator's commands. `python manage.py --help` lists them."""

import asyncio
import sys

import typer

import commands.backup
import commands.catalogue
import commands.keys
import commands.matcher
import commands.outbox
import commands.people
import commands.summaries
import commands.teams
from app import REFUSALS, open_service
from bot.terminal import CHANNEL, TerminalDoor, converse
from commands.starting import settings_or_exit
from dialogs.map import as_mermaid
from settings import settings_table

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
app.add_typer(commands.catalogue.app, name="catalogue")
app.add_typer(commands.keys.app, name="keys")
app.add_typer(commands.matcher.app, name="matcher")
app.add_typer(commands.outbox.app, name="outbox")
app.add_typer(commands.people.app, name="people")
app.add_typer(commands.summaries.app, name="summaries")
app.add_typer(commands.teams.app, name="teams")
app.command()(commands.matcher.match)
app.command()(commands.backup.backup)
app.command("restore")(commands.backup.restore_backup)


@app.command("map")
def draw_map() -> None:
    """Draw the conversation: every step and where it leads, as Mermaid."""
    print(as_mermaid())


@app.command("settings")
def list_settings() -> None:
    """Every setting with its unit and default, as a Markdown table."""
    print(settings_table())


@app.command()
def chat() -> None:
    """Talk to the coach in this terminal, or through a pipe."""

    async def talk() -> None:
        service = await open_service(settings_or_exit("warning"))
        service.delivery.open({CHANNEL: TerminalDoor(sys.stdout)})
        try:
            await converse(service.coach, service.delivery, sys.stdin, sys.stdout)
        finally:
            await service.close()

    try:
        asyncio.run(talk())
    except REFUSALS as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    app()
