"""What is due and when, what was done about it, and each person's rhythm"""

import sqlalchemy as sa
from alembic import op

revision = "calendar"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('due',
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('scope', sa.String(), nullable=False),
    sa.Column('person_id', sa.String(), nullable=True),
    sa.Column('occurrence', sa.String(), nullable=False),
    sa.Column('wall', sa.String(), nullable=False),
    sa.Column('zone', sa.String(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('kind', 'scope')
    )
    op.create_index('ix_due_due_at', 'due', ['due_at'])
    op.create_index('ix_due_person_id', 'due', ['person_id'])
    op.create_table('claim',
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('scope', sa.String(), nullable=False),
    sa.Column('occurrence', sa.String(), nullable=False),
    sa.Column('person_id', sa.String(), nullable=True),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('kind', 'scope', 'occurrence')
    )
    op.create_index('ix_claim_claimed_at', 'claim', ['claimed_at'])
    op.create_index('ix_claim_person_id', 'claim', ['person_id'])
    op.create_table('rhythm',
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('settings', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id')
    )


def downgrade() -> None:
    op.drop_table('rhythm')
    op.drop_table('claim')
    op.drop_table('due')
