"""Chats that were joined, what each brought, and the codes that join them"""

import sqlalchemy as sa
from alembic import op

revision = "joined"
down_revision = "themes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('joining_code',
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('code_index', sa.String(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id'),
    sa.UniqueConstraint('code_index')
    )
    op.create_table('joining_guess',
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('guesses', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id')
    )
    op.create_table('joined',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('identity_id', sa.String(), nullable=False),
    sa.Column('employee_id', sa.String(), nullable=True),
    sa.Column('shares', sa.Boolean(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['identity_id'], ['identity.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('identity_id')
    )
    with op.batch_alter_table('joined', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_joined_person_id'), ['person_id'], unique=False)

    op.create_table('brought',
    sa.Column('reflection_id', sa.String(), nullable=False),
    sa.Column('joined_id', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['joined_id'], ['joined.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['reflection_id'], ['reflection.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('reflection_id')
    )
    with op.batch_alter_table('brought', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_brought_joined_id'), ['joined_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('brought', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_brought_joined_id'))

    op.drop_table('brought')
    with op.batch_alter_table('joined', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_joined_person_id'))

    op.drop_table('joined')
    op.drop_table('joining_guess')
    op.drop_table('joining_code')
