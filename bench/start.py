"""What starting costs, step by step: what each import, the catalogue, the matcher and the database take.

`python -m bench.start`: every step in the order in which the service takes it, in fresh processes;
the median of so many.
"""

import subprocess
import sys
from collections import defaultdict

import numpy as np

TIMES = 5
STEPS = {
    "aiohttp": "import aiohttp.web",
    "pydantic and settings": "import settings",
    "SQLAlchemy, SQLModel and Alembic": "import storage.database, storage.unit",
    "SQLite's driver": "import aiosqlite",
    "numpy": "import numpy",
    "the rest of the coach without doors": "import app",
    "botbuilder, msrest and msal (the Teams door)": "import bot.botframework.build",
    "the browser door": "import bot.web.build",
    "reading the catalogue": "catalogue = app.load_catalogue()",
    "loading the matcher": "matcher = app.built_in(settings.Settings(), catalogue)",
    "its first answer": "matcher.match('Jeg ringede til en borger', topic=None, language='da')",
    "opening a new database": "asyncio.run(opened())",
}
_PROGRAM = """
import asyncio, resource, sys, tempfile, time
from pathlib import Path
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20
async def opened():
    with tempfile.TemporaryDirectory() as folder:
        engine = await storage.database.ready_database(f"sqlite+aiosqlite:///{folder}/start.db")
        await engine.dispose()
import logging
for name, step in STEPS.items():
    began, before = time.perf_counter(), resident()
    exec(step)
    print(f"{name}|{1000 * (time.perf_counter() - began)}|{resident() - before}")
"""


def main() -> None:
    """Print the table."""
    took: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for _ in range(TIMES):
        program = f"STEPS = {STEPS!r}\n{_PROGRAM}"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 - our own
        for row in done.stdout.splitlines():
            name, spent, added = row.split("|")
            took[name].append((float(spent), float(added)))
    print("| step | ms | MiB |\n|---|---|---|")
    medians = {name: np.median(np.array(its), axis=0) for name, its in took.items()}
    for name, (spent, added) in medians.items():
        print(f"| {name} | {spent:.0f} | {added:.0f} |")
    spent, added = np.sum(list(medians.values()), axis=0)
    print(f"| together | {spent:.0f} | {added:.0f} |")


if __name__ == "__main__":
    main()
