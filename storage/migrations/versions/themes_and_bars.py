"""Team themes, bars beside an overview's figures, and when a team's overview comes"""

import sqlalchemy as sa
from alembic import op

revision = "themes"
down_revision = "left"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('theme',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('unit_id', sa.String(), nullable=False),
    sa.Column('area', sa.String(), nullable=False),
    sa.Column('begins', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=False),
    sa.Column('picked_by', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['team.id']),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('theme', schema=None) as batch_op:
        batch_op.create_index('ix_theme_unit_begins', ['unit_id', 'begins'], unique=False)
    with op.batch_alter_table('release', schema=None) as batch_op:
        batch_op.add_column(sa.Column('bars', sa.String(), nullable=False, server_default=''))
    with op.batch_alter_table('team', schema=None) as batch_op:
        batch_op.add_column(sa.Column('overview_at', sa.String(), nullable=False, server_default='08:00'))


def downgrade() -> None:
    with op.batch_alter_table('team', schema=None) as batch_op:
        batch_op.drop_column('overview_at')
    with op.batch_alter_table('release', schema=None) as batch_op:
        batch_op.drop_column('bars')
    with op.batch_alter_table('theme', schema=None) as batch_op:
        batch_op.drop_index('ix_theme_unit_begins')
    op.drop_table('theme')
