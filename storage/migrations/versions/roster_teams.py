"""Teams made in their channel, and which of their members were told or declined"""

import sqlalchemy as sa
from alembic import op

revision = "roster_teams"
down_revision = "theme_picker"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('roster_team',
    sa.Column('team_id', sa.String(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('external_index', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('team_id'),
    sa.UniqueConstraint('external_index')
    )
    op.create_table('roster_member',
    sa.Column('team_id', sa.String(), nullable=False),
    sa.Column('employee_id', sa.String(), nullable=False),
    sa.Column('standing', sa.String(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('team_id', 'employee_id')
    )
    with op.batch_alter_table('roster_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_roster_member_employee_id'), ['employee_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('roster_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_roster_member_employee_id'))

    op.drop_table('roster_member')
    op.drop_table('roster_team')
