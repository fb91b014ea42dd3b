"""The statements every turn runs, put together once: building one anew takes longer than running it."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, bindparam, delete, exists, func, insert, select, update

from storage.key_tables import PersonKeyRow
from storage.tables import PersonRow
from storage.team_tables import EmployeeRow

Found = Row[*tuple[Any, ...]]
"""A row of what one of these brings."""
_Asking = Select[*tuple[Any, ...]]

_tables: Final = PersonRow.metadata.tables
conversation: Final = _tables["conversation"]
identity: Final = _tables["identity"]
reflection: Final = _tables["reflection"]
level: Final = _tables["level"]
plan: Final = _tables["plan"]
employee: Final = _tables[EmployeeRow.__tablename__]
seen: Final = _tables["seen"]
outbox: Final = _tables["outbox"]
hold: Final = _tables["outbox_hold"]
person_key: Final = _tables[PersonKeyRow.__tablename__]

_message: Final = seen.alias("message")
_button: Final = seen.alias("button")
# In order within a turn: while any of its replies waits, its last one does.
_waiting: Final = (
    outbox.c.conversation_id == bindparam("conversation"),
    outbox.c.status == "pending",
    outbox.c.turn == bindparam("turn"),
    outbox.c.bulk.is_(False),
)


def held() -> ColumnElement[bool]:
    """Whether nothing may be sent, because this is a restored copy."""
    return exists(select(hold.c.id))


_KEY: Final = select(person_key.c.wrapped).where(person_key.c.person_id == conversation.c.person_id).scalar_subquery()
"""Only ever after the conversation is locked: chats that are joined or parted change their key."""

FIND_CONVERSATION: Final[_Asking] = (
    select(conversation.c.id, conversation.c.person_id, conversation.c.version, conversation.c.state)
    .where(conversation.c.channel == bindparam("channel"), conversation.c.external_index == bindparam("index"))
    .with_for_update()
)
"""By its blind index. Its row is locked, where a database knows locks of rows."""

FIND_PERSON: Final = select(identity.c.person_id).where(
    identity.c.channel == bindparam("channel"), identity.c.user_index == bindparam("index")
)

LOOK_AROUND: Final[_Asking] = (
    select(
        exists().where(*_waiting).label("unseen"),
        _message.c.seen_at.label("message_at"),
        _message.c.answer.label("message_answer"),
        _button.c.seen_at.label("button_at"),
        _button.c.answer.label("button_answer"),
        exists().where(reflection.c.person_id == conversation.c.person_id).label("reflections"),
        exists().where(level.c.person_id == conversation.c.person_id).label("levels"),
        exists().where(plan.c.person_id == conversation.c.person_id, plan.c.closed_at.is_(None)).label("plans"),
        exists().where(employee.c.person_id == conversation.c.person_id).label("team"),
        _KEY.label("wrapped"),
    )
    .select_from(
        conversation.outerjoin(
            _message,
            (_message.c.conversation_id == conversation.c.id) & (_message.c.message == bindparam("message")),
        ).outerjoin(
            _button,
            (_button.c.conversation_id == conversation.c.id) & (_button.c.message == bindparam("button")),
        )
    )
    .where(conversation.c.id == bindparam("conversation"))
)
"""What a turn must know of a conversation before it is taken. In a statement of its own after the lock:
whoever waited for it must see what was committed meanwhile."""

_SAVED: Final = ("version", "state", "address", "draft_until", "refused_at", "left_at", "touched_at")
BEGIN_CONVERSATION: Final = insert(conversation)
SAVE_CONVERSATION: Final = (
    update(conversation)
    .where(conversation.c.id == bindparam("conversation"), conversation.c.version == bindparam("before"))
    .values({name: bindparam(f"new_{name}") for name in _SAVED})
)
NOTE_TAKEN: Final = insert(seen)
NOTE_AGAIN: Final = (
    update(seen)
    .where(seen.c.conversation_id == bindparam("conversation"), seen.c.message == bindparam("index"))
    .values(seen_at=bindparam("now"), answer=func.coalesce(bindparam("new_answer"), seen.c.answer))
)
POST: Final = insert(outbox)
TAKE_BACK: Final = delete(outbox).where(*_waiting)
FALL_SILENT: Final = delete(outbox).where(
    outbox.c.conversation_id == bindparam("conversation"), outbox.c.status == "pending"
)

PAST: Final[_Asking] = (
    select(
        reflection.c.id,
        reflection.c.code,
        reflection.c.started_at,
        reflection.c.finished_at,
        reflection.c.outcome,
        reflection.c.episode,
        reflection.c.judgement,
        reflection.c.learning,
    )
    .where(reflection.c.person_id == bindparam("person"))
    .order_by(reflection.c.finished_at.desc(), reflection.c.id.desc())
    .limit(bindparam("latest"))
)
COUNTS: Final[_Asking] = (
    select(reflection.c.code, func.count().label("times"))
    .where(reflection.c.person_id == bindparam("person"))
    .group_by(reflection.c.code)
)
LEVELS: Final[_Asking] = (
    select(level.c.code, level.c.level, level.c.reflection_id, level.c.chosen_at)
    .where(level.c.person_id == bindparam("person"))
    .order_by(level.c.chosen_at)
)
PLANS: Final[_Asking] = (
    select(plan.c.id, plan.c.reflection_id, reflection.c.code, plan.c.text, plan.c.follow_up, plan.c.asked)
    .join_from(plan, reflection)
    .where(plan.c.person_id == bindparam("person"), plan.c.closed_at.is_(None))
    .order_by(plan.c.follow_up.nulls_last(), plan.c.id)
)

LOCK: Final[_Asking] = (
    select(conversation.c.id, conversation.c.channel, conversation.c.address, conversation.c.refused_at)
    .where(conversation.c.id.in_(bindparam("conversations", expanding=True)))
    .order_by(conversation.c.id)
    .with_for_update()
)
"""Always in the same order, so that no two can wait for each other."""
LOCK_FREE: Final[_Asking] = LOCK.with_for_update(skip_locked=True)
"""Those that nobody holds."""
OPEN: Final[_Asking] = (
    select(
        outbox.c.id,
        outbox.c.conversation_id,
        outbox.c.turn,
        outbox.c.bulk,
        outbox.c.repeats,
        outbox.c.status,
        outbox.c.attempts,
        outbox.c.due_at,
        outbox.c.body,
        conversation.c.person_id,
        _KEY.label("wrapped"),
    )
    .join_from(outbox, conversation)
    .where(
        outbox.c.conversation_id.in_(bindparam("conversations", expanding=True)),
        outbox.c.status.in_(("sending", "pending")),
        ~held(),
    )
)

# Many are settled at once, and a statement for many rows takes no IN.
_tried: Final = (outbox.c.status == "sending") | (outbox.c.status == "ambiguous")
_row: Final = outbox.c.id == bindparam("row")
CLAIM: Final = (
    update(outbox).where(_row).values(status="sending", due_at=bindparam("new_due"), attempts=bindparam("new_attempts"))
)
INTERRUPT: Final = (
    update(outbox).where(_row).values(status="ambiguous", due_at=bindparam("new_due"), reason="sender gone")
)
SETTLE: Final = (
    update(outbox)
    .where(_row, outbox.c.attempts == bindparam("tried"), _tried)
    .values(
        status=bindparam("new_status"),
        due_at=bindparam("new_due"),
        reason=bindparam("new_reason"),
        sent_at=bindparam("new_sent"),
    )
)
"""Unless somebody else has tried since."""
REFUSE: Final = (
    update(conversation).where(conversation.c.id == bindparam("conversation")).values(refused_at=bindparam("now"))
)
GIVE_UP: Final = (
    update(outbox)
    .where(outbox.c.conversation_id == bindparam("conversation"), outbox.c.status == "pending")
    .values(status="dead", due_at=None, reason="conversation refused")
)
"""The channel takes nothing more for this conversation: what waits will not be shown."""
