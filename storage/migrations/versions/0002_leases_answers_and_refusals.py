"""Leases on what is being sent, stored answers, and conversations that refuse"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('outbox_hold',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.add_column('conversation', sa.Column('refused_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('seen', sa.Column('answer', sa.LargeBinary(), nullable=True))
    op.add_column('outbox', sa.Column('turn', sa.Integer(), server_default='0', nullable=False))
    op.add_column('outbox', sa.Column('bulk', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('outbox', sa.Column('repeats', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('outbox', sa.Column('reason', sa.String(), server_default='', nullable=False))
    op.add_column('outbox', sa.Column('due_at', sa.DateTime(timezone=True), nullable=True))
    op.drop_index('ix_outbox_status', table_name='outbox')
    op.create_index('ix_outbox_status_due', 'outbox', ['status', 'due_at'])
    # Whatever was being sent when the previous release stopped has no lease: it runs out now.
    op.execute("UPDATE outbox SET status = 'ambiguous' WHERE status = 'sending'")


def downgrade() -> None:
    op.drop_index('ix_outbox_status_due', table_name='outbox')
    op.create_index('ix_outbox_status', 'outbox', ['status'])
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        for column in ('due_at', 'reason', 'repeats', 'bulk', 'turn'):
            batch_op.drop_column(column)
    with op.batch_alter_table('seen', schema=None) as batch_op:
        batch_op.drop_column('answer')
    with op.batch_alter_table('conversation', schema=None) as batch_op:
        batch_op.drop_column('refused_at')
    op.drop_table('outbox_hold')
