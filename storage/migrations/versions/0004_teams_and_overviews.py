"""Teams, what counts towards their overviews, and the overviews"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('team',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('parent_id', sa.String(), nullable=True),
    sa.Column('unit_id', sa.String(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['parent_id'], ['team.id']),
    sa.ForeignKeyConstraint(['unit_id'], ['team.id']),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('key')
    )
    with op.batch_alter_table('team', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_team_unit_id'), ['unit_id'], unique=False)

    op.create_table('employee',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('address_index', sa.String(), nullable=False),
    sa.Column('address', sa.LargeBinary(), nullable=False),
    sa.Column('profile', sa.String(), nullable=True),
    sa.Column('person_id', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('address_index'),
    sa.UniqueConstraint('person_id')
    )
    op.create_table('release',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('unit_id', sa.String(), nullable=False),
    sa.Column('week', sa.String(), nullable=False),
    sa.Column('text_da', sa.String(), nullable=False),
    sa.Column('text_en', sa.String(), nullable=False),
    sa.Column('question_code', sa.String(), nullable=False),
    sa.Column('question_perspective', sa.String(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['team.id']),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('release', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_release_unit_id'), ['unit_id'], unique=False)

    op.create_table('sharing',
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('shares', sa.Boolean(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id')
    )
    op.create_table('unit_size',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('unit_id', sa.String(), nullable=False),
    sa.Column('members', sa.Integer(), nullable=False),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['team.id']),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('unit_size', schema=None) as batch_op:
        batch_op.create_index('ix_unit_size_unit_counted', ['unit_id', 'counted_at'], unique=False)

    op.create_table('contribution',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('reflection_id', sa.String(), nullable=False),
    sa.Column('unit_id', sa.String(), nullable=False),
    sa.Column('area', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('released_in', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['reflection_id'], ['reflection.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['released_in'], ['release.id']),
    sa.ForeignKeyConstraint(['unit_id'], ['team.id']),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('contribution', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contribution_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contribution_reflection_id'), ['reflection_id'], unique=False)
        batch_op.create_index('ix_contribution_unit_released', ['unit_id', 'released_in'], unique=False)

    op.create_table('managing',
    sa.Column('team_id', sa.String(), nullable=False),
    sa.Column('employee_id', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('team_id', 'employee_id')
    )
    with op.batch_alter_table('managing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_managing_employee_id'), ['employee_id'], unique=False)

    op.create_table('membership',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('employee_id', sa.String(), nullable=False),
    sa.Column('team_id', sa.String(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_employee_id'), ['employee_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_membership_team_id'), ['team_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_membership_team_id'))
        batch_op.drop_index(batch_op.f('ix_membership_employee_id'))

    op.drop_table('membership')
    with op.batch_alter_table('managing', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_managing_employee_id'))

    op.drop_table('managing')
    with op.batch_alter_table('contribution', schema=None) as batch_op:
        batch_op.drop_index('ix_contribution_unit_released')
        batch_op.drop_index(batch_op.f('ix_contribution_reflection_id'))
        batch_op.drop_index(batch_op.f('ix_contribution_person_id'))

    op.drop_table('contribution')
    with op.batch_alter_table('unit_size', schema=None) as batch_op:
        batch_op.drop_index('ix_unit_size_unit_counted')

    op.drop_table('unit_size')
    op.drop_table('sharing')
    with op.batch_alter_table('release', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_release_unit_id'))

    op.drop_table('release')
    op.drop_table('employee')
    with op.batch_alter_table('team', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_team_unit_id'))

    op.drop_table('team')
