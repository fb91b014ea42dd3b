"""What the coach is built on is pinned by content, listed, explained, and asked about in a way CI can read."""

import json
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from tools.audit import Verdict, conclusion, node_verdict, python_verdict
from tools.locks import (
    NODE_LOCKS,
    PYTHON_LOCKS,
    SHIPPED,
    VENDORED,
    LockError,
    all_packages,
    node_packages,
    python_packages,
    python_pins,
)
from tools.sbom import faults, inventory, written

ROOT = Path(__file__).parent.parent
WANTED = (
    "requirements.in",
    "requirements-setup.in",
    "requirements-dev.in",
    "requirements-embeddings.in",
    "tools/node.in",
)
PACKAGES = ("e2e/package.json", "tools/checks/package.json")
PIN = "alpha==1.0 \\\n    --hash=sha256:" + "a" * 64 + "\n    # via -r requirements.in\n"


def direct_dependencies() -> set[str]:
    lines = [line.partition("#")[0].strip() for one in WANTED for line in (ROOT / one).read_text().splitlines()]
    names = {re.split(r"[\[<>=~ ]", line)[0].lower() for line in lines if line and not line.startswith("-")}
    names |= {name for one in PACKAGES for name in json.loads((ROOT / one).read_text())["dependencies"]}
    return names | {tomllib.loads((ROOT / VENDORED).read_text())["package"]}


def test_every_direct_dependency_is_explained_and_no_other() -> None:
    page = (ROOT / "docs" / "reference" / "dependencies.md").read_text(encoding="utf-8")
    rows = [line.strip("|").split("|") for line in page.splitlines() if line.startswith("| `")]
    assert [row for row in rows if len(row) != 5 or not all(cell.strip() for cell in row)] == []
    named = Counter(row[0].strip(" `").lower() for row in rows)
    assert set(named) == direct_dependencies()
    assert max(named.values()) == 1


@pytest.mark.parametrize("lock", [*PYTHON_LOCKS, *NODE_LOCKS, VENDORED])
def test_no_lock_names_a_host(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    funding = re.compile(r'"funding": (\{[^}]*\}|"[^"]*"|\[[^\]]*\])')  # where npm notes whom to thank
    assert re.findall(r"\w+://\S+", funding.sub("", text)) == []


def test_every_line_of_every_lock_is_pinned_by_content() -> None:
    assert all(python_packages(lock) for lock in PYTHON_LOCKS)
    assert all(node_packages(lock) for lock in NODE_LOCKS)


@pytest.mark.parametrize(
    "text",
    [
        "alpha==1.0\n",
        "alpha==1.0 \\\n    # via -r requirements.in\n",
        "alpha>=1.0 \\\n    --hash=sha256:" + "a" * 64 + "\n",
        PIN + "--extra-index-url somewhere\n",
        PIN.replace("sha256", "md5"),
        PIN + "beta @ file:///tmp/beta.whl\n",
    ],
)
def test_a_line_that_is_not_is_refused(text: str) -> None:
    assert [one.name for one in python_pins(PIN, "a lock")] == ["alpha"]
    with pytest.raises(LockError):
        python_pins(text, "a lock")


def test_the_list_holds_what_the_locks_pin_and_keeps_to_the_schema() -> None:
    packages = all_packages()
    text = written(inventory(packages))
    few = written(inventory(packages[:12]))  # `make sbom` looks at all of them
    assert faults(few) == ""
    assert faults(few.replace('"scope": "required"', '"scope": "perhaps"', 1)) != ""
    listed = json.loads(text)["components"]
    assert len(listed) == len(packages) > 100
    required = {one["name"] for one in listed if one["scope"] == "required"}
    assert required == {one.name for one in packages if one.lock in SHIPPED}
    assert {"aiohttp", "botbuilder-core", "botframework-webchat"} <= required
    assert not required & {"pytest", "playwright-core", "scikit-learn"}
    assert all(one["externalReferences"][0]["hashes"] for one in listed)
    assert [one["ref"] for one in listed_without_parent(text)] == ["competence-coach"]


def listed_without_parent(text: str) -> list[dict[str, str]]:
    """Whatever nothing needs: only the coach itself may."""
    bom = json.loads(text)
    needed = {ref for one in bom["dependencies"] for ref in one.get("dependsOn", ())}
    itself = bom["metadata"]["component"]
    return [
        {"ref": itself["name"] if one["ref"] == itself["bom-ref"] else one["ref"]}
        for one in bom["dependencies"]
        if one["ref"] not in needed
    ]


def test_an_audit_tells_a_hole_from_silence() -> None:
    clean = json.dumps({"dependencies": [{"name": "alpha", "version": "1", "vulns": []}], "fixes": []})
    hole = {"id": "PYSEC-2026-1", "fix_versions": ["2"], "aliases": [], "description": "…"}
    holed = json.dumps({"dependencies": [{"name": "alpha", "version": "1", "vulns": [hole]}], "fixes": []})
    assert python_verdict("lock", clean, "No known vulnerabilities found") == Verdict("lock")
    assert python_verdict("lock", holed, "Found 1").holes == ("alpha 1: PYSEC-2026-1, mended in 2",)
    assert python_verdict("lock", "", "ERROR: not found\n").silence == "ERROR: not found"
    assert python_verdict("lock", "", "").silence
    report = {"auditReportVersion": 2, "vulnerabilities": {"beta": {"severity": "high", "range": "<2"}}}
    assert node_verdict("lock", json.dumps(report), "").holes == ("beta: high, <2",)
    assert node_verdict("lock", json.dumps({**report, "vulnerabilities": {}}), "") == Verdict("lock")
    refused = json.dumps({"message": "405", "error": {"summary": "", "detail": ""}})
    told = "npm error audit endpoint returned an error\nnpm error A complete log of this run …\n"
    assert node_verdict("lock", refused, told).silence == "npm error audit endpoint returned an error"


def test_an_audit_ends_with_a_code_and_a_plain_sentence() -> None:
    clean, holed, unheard = Verdict("a"), Verdict("b", ("beta: high",)), Verdict("c", silence="no answer")
    assert conclusion([clean]) == (0, "No known holes in anything the lock files pin.")
    assert conclusion([clean, unheard]) == (2, "Not audited: no advisory feed answered for c. This is no verdict.")
    code, sentence = conclusion([holed, unheard])
    assert code == 1
    assert "Not asked about: c." in sentence


def test_every_security_rule_let_pass_has_its_reason_beside_it() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert settings["select"] == ["ALL"]
    assert [rule for rule in settings["ignore"] if re.fullmatch(r"S\d*", rule)] == []
    folders = ("bench", "bot", "catalog_data", "commands", "dialogs", "manifest", "matching", "service", "storage")
    files = [path for one in (*folders, "summaries", "texts", "tests", "tools") for path in (ROOT / one).rglob("*.py")]
    files += ROOT.glob("*.py")
    bare = re.compile(r"# noqa: (?:[A-Z]+\d+, ?)*S\d+(?:, ?[A-Z]+\d+)*\s*$", re.MULTILINE)
    assert len(files) > 200
    assert bare.search("x = 1  # noqa: S" + "603")
    assert [str(one) for one in files if "node_modules" not in one.parts and bare.search(one.read_text())] == []
