"""How use cases ended, beside the chance that was given."""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('selection_chance',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('use_case_id', sa.Integer(), nullable=False),
    sa.Column('chance', sa.Integer(), nullable=True),
    sa.Column('selected_on', sa.Date(), nullable=False),
    sa.Column('is_later', sa.Boolean(), nullable=False),
    sa.Column('is_illustrative', sa.Boolean(), nullable=False),
    sa.CheckConstraint('chance BETWEEN 0 AND 100', name=op.f('ck_selection_chance_chance_in_range')),
    sa.ForeignKeyConstraint(['use_case_id'], ['use_case.id'], name=op.f('fk_selection_chance_use_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_selection_chance')),
    sa.UniqueConstraint('use_case_id', name=op.f('uq_selection_chance_use_case_id'))
    )
    op.create_table('use_case_outcome',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('use_case_id', sa.Integer(), nullable=False),
    sa.Column('result', sa.String(length=40), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=False),
    sa.Column('explanation', sa.Text(), nullable=False),
    sa.Column('by_label', sa.String(length=120), nullable=False),
    sa.Column('illustrative', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("explanation <> ''", name=op.f('ck_use_case_outcome_explanation_filled')),
    sa.ForeignKeyConstraint(['use_case_id'], ['use_case.id'], name=op.f('fk_use_case_outcome_use_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_use_case_outcome')),
    sa.UniqueConstraint('use_case_id', name=op.f('uq_use_case_outcome_use_case_id'))
    )
    _note_known_chances()


def _note_known_chances() -> None:
    """Keep the chance of what was selected before, as it stands now: the best that is still on record."""
    connection = op.get_bind()
    use_case = sa.table('use_case', *(sa.column(name) for name in ('id', 'chance', 'published_on', 'illustrative')))
    noted = sa.table(
        'selection_chance',
        sa.column('use_case_id', sa.Integer),
        sa.column('chance', sa.Integer),
        sa.column('selected_on', sa.Date),
        sa.column('is_later', sa.Boolean),
        sa.column('is_illustrative', sa.Boolean),
    )
    typed = sa.select(
        use_case.c.id,
        use_case.c.chance,
        sa.type_coerce(use_case.c.published_on, sa.Date),
        sa.type_coerce(use_case.c.illustrative, sa.JSON),
    ).where(use_case.c.published_on.is_not(None), use_case.c.chance.is_not(None))
    rows = [
        {
            'use_case_id': row[0],
            'chance': row[1],
            'selected_on': row[2],
            'is_later': True,
            'is_illustrative': 'chance' in (row[3] or []),
        }
        for row in connection.execute(typed)
    ]
    if rows:
        connection.execute(sa.insert(noted), rows)


def downgrade() -> None:
    op.drop_table('use_case_outcome')
    op.drop_table('selection_chance')
