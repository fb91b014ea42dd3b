"""What hearing costs: time for one answer, beside rapidfuzz alone in the same run, and memory.

`python -m bench.speed FILE.jsonl`; one core is enough. Times are given in milliseconds, but only
the ratios mean something on another machine.
"""

import asyncio
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from bench.evaluation import read_answers
from bench.peers import names_only
from catalog_data.loader import load_catalogue
from service.trained import models

FOLDER = Path("data/matcher")
ROUNDS = 5
LONG = 5000
"""Characters of the long text."""


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def resident() -> float:
    """MiB of this process now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def memory(with_matcher: bool) -> float:
    """MiB of a process that has loaded the catalogue, with or without the matcher, and read some answers."""
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", _LOADING, str(int(with_matcher)), sys.argv[1]],
        capture_output=True, text=True, check=True, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip
    return float(done.stdout)


_LOADING = """
import sys
import app
from bench.speed import FOLDER, resident
from bench.evaluation import read_answers
from pathlib import Path
catalogue = app.load_catalogue()
answers = read_answers(Path(sys.argv[2]))
if sys.argv[1] == "1":
    from matching.matcher import BuiltInMatcher
    from service.trained import models
    matcher = BuiltInMatcher(catalogue, models(catalogue, FOLDER))
    for one in answers:
        matcher.match(one.text, topic=None, language=one.language)
print(resident())
"""


async def blocked(work: Callable[[], object]) -> float:
    """The longest time the event loop could not answer while the work was done in a thread."""
    worst, done = 0.0, asyncio.Event()

    async def beat() -> None:
        nonlocal worst
        while not done.is_set():
            began = time.perf_counter()
            await asyncio.sleep(0.001)
            worst = max(worst, 1000 * (time.perf_counter() - began) - 1)

    beating = asyncio.create_task(beat())
    for _ in range(50):
        await asyncio.to_thread(work)
    done.set()
    await beating
    return worst


def main() -> None:
    """Print the table."""
    from matching.matcher import BuiltInMatcher

    catalogue = load_catalogue()
    models(catalogue, FOLDER)
    loading = milliseconds(lambda: models(catalogue, FOLDER))
    matcher = BuiltInMatcher(catalogue, models(catalogue, FOLDER))
    fuzzy = names_only(catalogue)
    answers = [one for one in read_answers(Path(sys.argv[1])) if one.language == "da"]
    for one in answers:
        matcher.match(one.text, topic=None, language="da")
    ours, theirs = [], []
    for _ in range(ROUNDS):
        for one in answers:
            ours.append(milliseconds(lambda: matcher.match(one.text, topic=None, language="da")))  # noqa: B023
            theirs.append(milliseconds(lambda: fuzzy(one.text, "da")))  # noqa: B023
    long = " ".join(one.text for one in answers)[:LONG]
    p50, p99, f50 = np.median(ours), np.quantile(ours, 0.99), np.median(theirs)
    print(f"| one answer, ours | p50 {p50:.2f} ms, p99 {p99:.2f} ms |")
    print(f"| one answer, rapidfuzz over names | p50 {f50:.2f} ms; ours takes {p50 / f50:.1f} times that |")
    print(f"| {LONG} characters | {np.median([milliseconds(lambda: _long(matcher, long)) for _ in range(9)]):.1f} ms |")
    print(
        f"| event loop blocked at most, {LONG} characters in a thread | "
        f"{asyncio.run(blocked(lambda: _long(matcher, long))):.1f} ms |"
    )
    print(f"| loading | {loading:.0f} ms |")
    print(f"| memory of the matcher | {memory(with_matcher=True) - memory(with_matcher=False):.0f} MiB |")


def _long(matcher: object, text: str) -> None:
    matcher.match(text, topic=None, language="da")  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
