"""Keys of people's own, and the house's: each wrapped by the master key"""

import sqlalchemy as sa
from alembic import op

revision = "keys"
down_revision = "joined"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('house_key',
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('wrapped', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('purpose')
    )
    op.create_table('person_key',
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('wrapped', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id')
    )


def downgrade() -> None:
    op.drop_table('person_key')
    op.drop_table('house_key')
