"""Who picked a team's theme, by name"""

import sqlalchemy as sa
from alembic import op

revision = "theme_picker"
down_revision = "rights"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('theme_picker',
    sa.Column('theme_id', sa.String(), nullable=False),
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('picker', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('theme_id')
    )
    with op.batch_alter_table('theme_picker', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_theme_picker_person_id'), ['person_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('theme_picker', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_theme_picker_person_id'))

    op.drop_table('theme_picker')
