"""The directory of teams, what counts towards their overviews, and the overviews themselves.

Nothing here holds a word a person wrote. Who somebody is in the directory is sealed and found by
a blind index, as everywhere.
"""

from datetime import date, datetime

from sqlalchemy import Column, ForeignKey, Index
from sqlmodel import Field, SQLModel

from storage.tables import _moment, _owner, _sealed, new_id


class TeamRow(SQLModel, table=True):
    """A team of the directory. One that is gone keeps its row, for its overviews."""

    __tablename__ = "team"
    id: str = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True)
    """The name as it is compared."""
    name: str
    parent_id: str | None = Field(default=None, foreign_key="team.id")
    unit_id: str | None = Field(default=None, foreign_key="team.id", index=True)
    """Where it publishes: itself, a parent, or nowhere. Worked out anew at every import."""
    overview_at: str = "08:00"
    """When its overview comes on Monday, on the clock on the wall."""
    closed_at: datetime | None = _moment(nullable=True)


class EmployeeRow(SQLModel, table=True):
    """Somebody the municipality's directory names, whether or not they ever talked with the coach."""

    __tablename__ = "employee"
    id: str = Field(default_factory=new_id, primary_key=True)
    address_index: str = Field(unique=True)
    """Blind index of e-mail or directory id."""
    address: bytes = _sealed()
    profile: str | None = None
    person_id: str | None = Field(
        default=None,
        sa_column=Column(ForeignKey("person.id", ondelete="SET NULL"), nullable=True, unique=True),
    )
    """Once they have talked with the coach. Erasing the person leaves the directory's own row."""


class MembershipRow(SQLModel, table=True):
    """An employee's place in a team. `until` is set when they leave; the row stays."""

    __tablename__ = "membership"
    id: str = Field(default_factory=new_id, primary_key=True)
    employee_id: str = _owner("employee")
    team_id: str = _owner("team")
    position: int = 0
    """0 is the team they contribute to; the others are further jobs."""
    since: datetime = _moment()
    until: datetime | None = _moment(nullable=True)


class ManagingRow(SQLModel, table=True):
    """Who manages a team now, and so is shown its overview."""

    __tablename__ = "managing"
    team_id: str = Field(sa_column=Column(ForeignKey("team.id", ondelete="CASCADE"), primary_key=True))
    employee_id: str = Field(
        sa_column=Column(ForeignKey("employee.id", ondelete="CASCADE"), primary_key=True, index=True)
    )


class RosterTeamRow(SQLModel, table=True):
    """A team that an owner made into a coached one in its channel: its members are those of the channel's roster,
    and the municipality's own list leaves it alone."""

    __tablename__ = "roster_team"
    team_id: str = Field(sa_column=Column(ForeignKey("team.id", ondelete="CASCADE"), primary_key=True))
    channel: str
    external_index: str = Field(unique=True)
    """Blind index of the channel and its id of the team."""


class RosterMemberRow(SQLModel, table=True):
    """What became of telling a member. Whoever declines is left out, however often the roster is read."""

    __tablename__ = "roster_member"
    team_id: str = Field(sa_column=Column(ForeignKey("team.id", ondelete="CASCADE"), primary_key=True))
    employee_id: str = Field(
        sa_column=Column(ForeignKey("employee.id", ondelete="CASCADE"), primary_key=True, index=True)
    )
    standing: str = "untold"
    """untold | told | declined"""
    since: datetime = _moment()


class UnitSizeRow(SQLModel, table=True):
    """How many people could contribute to a publishing unit from this moment on."""

    __tablename__ = "unit_size"
    __table_args__ = (Index("ix_unit_size_unit_counted", "unit_id", "counted_at"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    unit_id: str = Field(foreign_key="team.id")
    members: int
    counted_at: datetime = _moment()


class SharingRow(SQLModel, table=True):
    """Whether what a person does counts in their team's overview. No row: it does not."""

    __tablename__ = "sharing"
    person_id: str = Field(sa_column=Column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True))
    shares: bool
    since: datetime = _moment()


class ReleaseRow(SQLModel, table=True):
    """One week's overview of one unit, word for word as it was sent. Never changed, never made again."""

    __tablename__ = "release"
    id: str = Field(primary_key=True)
    """Unit and week: a week is released once."""
    unit_id: str = Field(foreign_key="team.id", index=True)
    week: str
    """Such as "2026-W48", which sorts."""
    text_da: str
    text_en: str
    """Paragraphs, a line each."""
    bars: str = ""
    """For each paragraph the quarters of its bar, with spaces between; 0 where it has none."""
    question_code: str
    question_perspective: str
    made_at: datetime = _moment()


class ContributionRow(SQLModel, table=True):
    """That a person worked with an area while they shared. It goes with the reflection, and with the person."""

    __tablename__ = "contribution"
    __table_args__ = (Index("ix_contribution_unit_released", "unit_id", "released_in"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    person_id: str = _owner("person")
    reflection_id: str = _owner("reflection")
    unit_id: str = Field(foreign_key="team.id")
    area: str
    kind: str
    outcome: str | None = None
    finished_at: datetime = _moment()
    released_in: str | None = Field(default=None, foreign_key="release.id")


class ThemeRow(SQLModel, table=True):
    """One area a unit works with for four weeks. Visible to all of it."""

    __tablename__ = "theme"
    __table_args__ = (Index("ix_theme_unit_begins", "unit_id", "begins"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    unit_id: str = Field(foreign_key="team.id")
    area: str
    begins: date
    ends: date
    """The first day that is no longer part of it."""
    picked_by: str
    """manager | rotation"""


class ThemePickerRow(SQLModel, table=True):
    """The manager who picked a theme, as members are told. It goes with the person."""

    __tablename__ = "theme_picker"
    theme_id: str = Field(sa_column=Column(ForeignKey("theme.id", ondelete="CASCADE"), primary_key=True))
    person_id: str = _owner("person")
    picker: bytes = _sealed()
    """What members are told they are called."""
