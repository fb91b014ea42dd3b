"""Keys, each wrapped by the master key."""

from sqlalchemy import Column, ForeignKey
from sqlmodel import Field, SQLModel

from storage.tables import _sealed


class PersonKeyRow(SQLModel, table=True):
    """What everything about one person is sealed with. It goes with the person, and what it sealed goes with it."""

    __tablename__ = "person_key"
    person_id: str = Field(sa_column=Column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True))
    wrapped: bytes = _sealed()


class HouseKeyRow(SQLModel, table=True):
    """A key of the house's own, e.g. of its blind indexes: the master key may change, it does not."""

    __tablename__ = "house_key"
    purpose: str = Field(primary_key=True)
    wrapped: bytes = _sealed()
