"""The log of who did or saw what kind of thing about whom."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables import _moment, new_id


class AuditRow(SQLModel, table=True):
    """One deed. Rows are added and, once their time is over, removed; they are never changed."""

    __tablename__ = "audit"
    id: str = Field(default_factory=new_id, primary_key=True)
    at: datetime = _moment(index=True)
    actor: str
    """operator | manager | system | person"""
    deed: str
    """One of `storage.audit.Deed`: a word of ours, never anybody's text."""
    subject: str | None = Field(default=None, index=True)
    """A pseudonym of the person it was about, or who did it. It hangs on no other row: once the person is
    gone it leads nowhere."""
    unit_id: str | None = None
    """The publishing unit whose overview was seen."""
