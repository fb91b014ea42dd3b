"""When a person left"""

import sqlalchemy as sa
from alembic import op

revision = "left"
down_revision = "calendar"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("conversation") as batch_op:
        batch_op.add_column(sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_conversation_left_at"), ["left_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("conversation") as batch_op:
        batch_op.drop_index(batch_op.f("ix_conversation_left_at"))
        batch_op.drop_column("left_at")
