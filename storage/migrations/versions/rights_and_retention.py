"""The audit log, and what retention goes by"""

import sqlalchemy as sa
from alembic import op

revision = "rights"
down_revision = "keys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('deed', sa.String(), nullable=False),
    sa.Column('subject', sa.String(), nullable=True),
    sa.Column('unit_id', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_subject'), ['subject'], unique=False)
    op.add_column('person', sa.Column('warned_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('reflection', sa.Column('emptied_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('conversation', sa.Column('touched_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f('ix_conversation_touched_at'), 'conversation', ['touched_at'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_conversation_touched_at'), table_name='conversation')
    op.drop_column('conversation', 'touched_at')
    op.drop_column('reflection', 'emptied_at')
    op.drop_column('person', 'warned_at')
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_subject'))
        batch_op.drop_index(batch_op.f('ix_audit_at'))
    op.drop_table('audit')
