"""Every table about people: which of its columns a person's export holds, and why it leaves out the others.

Whoever adds a table or a column says here what becomes of it; a test reads the schema and sees to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlmodel import SQLModel

from storage.audit_tables import AuditRow
from storage.calendar_tables import ClaimRow, DueRow, RhythmRow
from storage.joining_tables import BroughtRow, CodeRow, GuessRow, JoinedRow
from storage.key_tables import HouseKeyRow, PersonKeyRow
from storage.tables import (
    ConversationRow,
    HoldRow,
    IdentityRow,
    LevelRow,
    MatchRow,
    OutboxRow,
    PersonRow,
    PlanRow,
    ReflectionRow,
    SeenRow,
)
from storage.team_tables import (
    ContributionRow,
    EmployeeRow,
    ManagingRow,
    MembershipRow,
    ReleaseRow,
    RosterMemberRow,
    RosterTeamRow,
    SharingRow,
    TeamRow,
    ThemePickerRow,
    ThemeRow,
    UnitSizeRow,
)

LINK: Final = "only ties the row to another that is exported"
INDEX: Final = "a blind index: made to be compared, it tells nothing"
WORKING: Final = "only tells our own machinery how far it has come"


@dataclass(frozen=True, slots=True)
class About:
    """A table about people. `name`: its list in the export, whose keys are the columns' names.

    `by` is the column that leads to the owning `owner` table's id. `stays`: why erasing a person leaves the row.
    """

    row: type[SQLModel]
    name: str
    by: str
    owner: type[SQLModel]
    exported: tuple[str, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)
    stays: str = ""
    structured: frozenset[str] = frozenset()
    """Sealed columns that hold JSON."""

    @property
    def table(self) -> str:
        return str(self.row.__tablename__)


ABOUT: Final = (
    About(PersonRow, "person", "id", PersonRow, ("id", "created_at", "warned_at")),
    About(PersonKeyRow, "keys", "person_id", PersonRow, (),
          {"person_id": LINK, "wrapped": "what it seals is exported; a key does not leave the house"}),
    About(IdentityRow, "channels", "person_id", PersonRow, ("channel", "user"),
          {"id": LINK, "person_id": LINK, "user_index": INDEX}),
    About(ConversationRow, "conversations", "person_id", PersonRow,
          ("id", "channel", "address", "state", "draft_until", "refused_at", "left_at", "touched_at"),
          {"person_id": LINK, "external_index": INDEX, "version": WORKING},
          structured=frozenset({"address", "state"})),
    About(ReflectionRow, "reflections", "person_id", PersonRow,
          ("id", "code", "topic", "perspective", "outcome", "episode", "judgement", "learning", "started_at",
           "finished_at", "emptied_at"), {"person_id": LINK}),
    About(MatchRow, "matches", "reflection_id", ReflectionRow,
          ("reflection_id", "candidates", "chosen", "corrected"), {"id": LINK}, structured=frozenset({"candidates"})),
    About(LevelRow, "levels", "person_id", PersonRow, ("reflection_id", "code", "level", "chosen_at"),
          {"id": LINK, "person_id": LINK}),
    About(PlanRow, "plans", "person_id", PersonRow,
          ("id", "reflection_id", "text", "follow_up", "asked", "outcome", "closed_at"), {"person_id": LINK}),
    About(ContributionRow, "contributions", "person_id", PersonRow,
          ("reflection_id", "unit_id", "area", "kind", "outcome", "finished_at", "released_in"),
          {"id": LINK, "person_id": LINK}),
    About(SharingRow, "sharing", "person_id", PersonRow, ("shares", "since"), {"person_id": LINK}),
    About(ThemePickerRow, "themes_picked", "person_id", PersonRow, ("theme_id", "picker"), {"person_id": LINK}),
    About(RhythmRow, "rhythm", "person_id", PersonRow, ("settings",), {"person_id": LINK},
          structured=frozenset({"settings"})),
    About(DueRow, "upcoming", "person_id", PersonRow, ("kind", "occurrence", "wall", "zone"),
          {"person_id": LINK, "scope": LINK, "due_at": "the moment of `wall` in `zone` once more"}),
    About(ClaimRow, "carried_out", "person_id", PersonRow, ("kind", "occurrence", "claimed_at"),
          {"person_id": LINK, "scope": LINK}),
    About(OutboxRow, "messages", "conversation_id", ConversationRow,
          ("conversation_id", "body", "status", "created_at", "sent_at"),
          {"id": LINK, "turn": WORKING, "bulk": WORKING, "repeats": WORKING, "attempts": WORKING, "reason": WORKING,
           "due_at": WORKING}, structured=frozenset({"body"})),
    About(SeenRow, "taken", "conversation_id", ConversationRow, ("conversation_id", "seen_at", "answer"),
          {"message": INDEX}),
    About(JoinedRow, "joined", "person_id", PersonRow, ("shares", "created_at", "joined_at"),
          {"id": LINK, "person_id": LINK, "identity_id": LINK, "employee_id": LINK}),
    About(BroughtRow, "brought", "joined_id", JoinedRow, ("reflection_id",), {"joined_id": LINK}),
    About(CodeRow, "joining_codes", "person_id", PersonRow, ("until",), {"person_id": LINK, "code_index": INDEX}),
    About(GuessRow, "wrong_codes", "person_id", PersonRow, ("guesses", "since"), {"person_id": LINK}),
    About(EmployeeRow, "directory", "person_id", PersonRow, ("address", "profile"),
          {"id": LINK, "person_id": LINK, "address_index": INDEX},
          stays="the municipality's list of teams is its own; the row is untied from the person"),
    About(MembershipRow, "memberships", "employee_id", EmployeeRow, ("team_id", "position", "since", "until"),
          {"id": LINK, "employee_id": LINK}, stays="the municipality's list of teams is its own"),
    About(RosterMemberRow, "teams_made", "employee_id", EmployeeRow, ("team_id", "standing", "since"),
          {"employee_id": LINK}, stays="whoever declined to be in a team must not be counted in it later"),
    About(ManagingRow, "managing", "employee_id", EmployeeRow, ("team_id",), {"employee_id": LINK},
          stays="the municipality's list of teams is its own"),
)  # fmt: skip
LOG: Final = ("at", "actor", "deed", "unit_id")
"""What the export tells of the audit log. It is found by a pseudonym and hangs on no row about the person."""
NOT_ABOUT_PEOPLE: Final[Mapping[type[SQLModel], str]] = {
    TeamRow: "a team and where it publishes",
    RosterTeamRow: "which teams were made in a channel",
    UnitSizeRow: "how many people a unit has",
    ReleaseRow: "a published overview: nothing in it is about a person, and it stays",
    ThemeRow: "what a unit works with",
    HouseKeyRow: "keys of the house's own: of blind indexes, buttons, links",
    HoldRow: "whether this is a restored copy",
    AuditRow: "the log: about people by a pseudonym only, exported with `storage.audit.noted`, pruned by its time",
}


def about(row: type[SQLModel]) -> About:
    return next(one for one in ABOUT if one.row is row)
