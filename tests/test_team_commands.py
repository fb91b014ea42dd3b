"""`manage.py teams` and `manage.py summaries`, as an operator meets them."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import manage
from app import open_service
from settings import read_settings

LIST = "employee;team;parent;manager;profile\n" + "".join(
    f"m{n}@by.dk;Plejen;;leder@by.dk;Ældrepleje\n" for n in range(9)
)


@pytest.fixture
def list_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COACH_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/coach.db")
    monkeypatch.setenv("COACH_KEY_FILE", str(tmp_path / "coach.key"))
    file = tmp_path / "teams.csv"
    file.write_text(LIST, encoding="utf-8")
    return file


def run(*words: object) -> Result:
    return CliRunner().invoke(manage.app, [str(word) for word in words])


def test_a_dry_run_says_what_would_change_and_changes_nothing(list_file: Path) -> None:
    for _ in range(2):
        said = run("teams", "import", list_file).output
        assert "+ m0@by.dk joins Plejen" in said
        assert said.endswith("11 changes; --apply carries them out.\n")
    assert run("teams", "show").exit_code == 1


def test_an_import_is_carried_out_once(list_file: Path) -> None:
    assert run("teams", "import", list_file, "--apply").output.endswith("11 changes carried out.\n")
    assert run("teams", "import", list_file, "--apply").output == "Nothing to change.\n"
    shown = run("teams", "show", "plejen").output
    assert "members: 9\n  overview: its own, Mondays at 08:00\n" in shown
    assert "leder@by.dk" in shown.split("not reachable")[1]
    with sqlite3.connect(list_file.parent / "coach.db") as connection:
        deeds = connection.execute("SELECT actor, deed FROM audit ORDER BY id").fetchall()
    assert deeds == [("operator", one) for one in ("teams-imported", "teams-imported", "teams-shown")]


def test_a_team_has_its_overview_at_its_own_time(list_file: Path) -> None:
    run("teams", "import", list_file, "--apply")
    assert run("teams", "time", "plejen", "09:30").output == "The overview of plejen comes on Mondays at 09:30.\n"
    assert "its own, Mondays at 09:30" in run("teams", "show").output
    assert run("teams", "time", "Kaffe", "09:30").exit_code == 1
    assert run("teams", "time", "Plejen", "25:00").exit_code == 2
    run("teams", "import", list_file, "--apply")
    assert "its own, Mondays at 09:30" in run("teams", "show").output


def test_a_faulty_list_is_refused(list_file: Path) -> None:
    list_file.write_text(LIST + "nobody;;;;\n", encoding="utf-8")
    refused = run("teams", "import", list_file, "--apply")
    assert refused.exit_code == 1
    assert "line 11: no team" in refused.output
    assert run("teams", "show").exit_code == 1


def test_a_preview_is_the_neutral_sentence_until_something_is_stored(list_file: Path) -> None:
    run("teams", "import", list_file, "--apply")
    assert "Der er ikke noget at vise siden sidste overblik." in run("summaries", "preview", "Plejen").output
    assert run("summaries", "preview", "Kaffe").exit_code == 1


def test_an_example_says_that_it_is_invented(list_file: Path) -> None:
    said = run("summaries", "preview", "Plejen", "--example", "--language", "en").output
    assert said.startswith("Invented figures")
    assert "Working with data: 10–19 employees" in said


def test_an_import_and_the_start_put_each_unit_into_the_calendar_once(list_file: Path) -> None:
    """Also where the teams were there before the calendar was."""
    database = list_file.parent / "coach.db"

    def due() -> list[tuple[str, str]]:
        with sqlite3.connect(database) as connection:
            return connection.execute("SELECT scope, wall FROM due WHERE kind = 'weekly_summary'").fetchall()

    async def started() -> None:
        await (await open_service(read_settings())).close()

    run("teams", "import", list_file, "--apply")
    (imported,) = due()
    assert imported[1].endswith("T08:00")
    run("teams", "time", "plejen", "09:30")
    assert [wall[-5:] for _, wall in due()] == ["09:30"]
    with sqlite3.connect(database) as connection:
        connection.execute("DELETE FROM due")
    for _ in range(2):
        asyncio.run(started())
        assert [(unit, wall[-5:]) for unit, wall in due()] == [(imported[0], "09:30")]
