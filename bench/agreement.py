"""How often a blind reader put an example where its writer meant it."""

import json
from collections import Counter
from collections.abc import Iterator

from catalog_data.loader import FOLDER
from texts.say import LANGUAGES


def agreement_rows() -> Iterator[str]:
    """A table by language and writer: examples read, first label the same, first or second the same."""
    yield "| writer | read | same | same, second label counted |"
    yield "|---|---|---|---|"
    for language in LANGUAGES:
        path = FOLDER / language / "blind.jsonl"
        labels = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        read = Counter(one["writer"] for one in labels)
        first = Counter(one["writer"] for one in labels if one["read"].split(",")[0] == one["written"])
        either = Counter(one["writer"] for one in labels if one["written"] in one["read"].split(","))
        for writer in sorted(read, key=lambda name: (len(name), name)):
            total = read[writer]
            yield f"| {language} {writer} | {total} | {first[writer] / total:.3f} | {either[writer] / total:.3f} |"
