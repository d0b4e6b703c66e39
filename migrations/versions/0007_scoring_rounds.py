"""Blind scoring rounds."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('scoring_round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('domain_id', sa.Integer(), nullable=False),
    sa.Column('series', sa.String(length=3), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('deadline', sa.DateTime(timezone=True), nullable=False),
    sa.Column('previous_id', sa.Integer(), nullable=True),
    sa.Column('scoring_model_id', sa.Integer(), nullable=True),
    sa.Column('criteria', sa.JSON(), nullable=False),
    sa.Column('extensions', sa.JSON(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revealed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancel_reason', sa.String(length=600), nullable=False),
    sa.Column('is_illustrative', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'cancelled' OR cancel_reason <> ''", name=op.f('ck_scoring_round_cancelled_with_reason')),
    sa.CheckConstraint("state IN ('draft', 'cancelled') OR opened_at IS NOT NULL", name=op.f('ck_scoring_round_opened_dated')),
    sa.CheckConstraint("state NOT IN ('revealed', 'settled') OR revealed_at IS NOT NULL", name=op.f('ck_scoring_round_revealed_dated')),
    sa.CheckConstraint("title <> ''", name=op.f('ck_scoring_round_title_filled')),
    sa.CheckConstraint('number > 0', name=op.f('ck_scoring_round_number_positive')),
    sa.CheckConstraint('previous_id <> id', name=op.f('ck_scoring_round_not_after_itself')),
    sa.ForeignKeyConstraint(['domain_id'], ['domain.id'], name=op.f('fk_scoring_round_domain_id')),
    sa.ForeignKeyConstraint(['previous_id'], ['scoring_round.id'], name=op.f('fk_scoring_round_previous_id')),
    sa.ForeignKeyConstraint(
        ['scoring_model_id'], ['scoring_model.id'], name=op.f('fk_scoring_round_scoring_model_id')
    ),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scoring_round')),
    sa.UniqueConstraint('series', 'number', name=op.f('uq_scoring_round_series_number'))
    )
    with op.batch_alter_table('scoring_round', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scoring_round_domain_id'), ['domain_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_scoring_round_previous_id'), ['previous_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_scoring_round_state'), ['state'], unique=False)

    op.create_table('round_scorer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('viewpoint', sa.String(length=40), nullable=False),
    sa.Column('layer', sa.String(length=40), nullable=False),
    sa.Column('has_begun', sa.Boolean(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_round_scorer_person_id')),
    sa.ForeignKeyConstraint(['round_id'], ['scoring_round.id'], name=op.f('fk_round_scorer_round_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_scorer')),
    sa.UniqueConstraint('round_id', 'person_id', name=op.f('uq_round_scorer_round_id_person_id'))
    )
    with op.batch_alter_table('round_scorer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_round_scorer_person_id'), ['person_id'], unique=False)

    op.create_table('blind_sheet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('scorer_id', sa.Integer(), nullable=False),
    sa.Column('use_case_id', sa.Integer(), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('is_done', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['scorer_id'], ['round_scorer.id'], name=op.f('fk_blind_sheet_scorer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['use_case_id'], ['use_case.id'], name=op.f('fk_blind_sheet_use_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_blind_sheet')),
    sa.UniqueConstraint('scorer_id', 'use_case_id', name=op.f('uq_blind_sheet_scorer_id_use_case_id'))
    )
    with op.batch_alter_table('blind_sheet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_blind_sheet_use_case_id'), ['use_case_id'], unique=False)

    op.create_table('round_interest',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('scorer_id', sa.Integer(), nullable=False),
    sa.Column('use_case_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('is_known', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['scorer_id'], ['round_scorer.id'], name=op.f('fk_round_interest_scorer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['use_case_id'], ['use_case.id'], name=op.f('fk_round_interest_use_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_interest')),
    sa.UniqueConstraint('scorer_id', 'use_case_id', name=op.f('uq_round_interest_scorer_id_use_case_id'))
    )
    with op.batch_alter_table('round_interest', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_round_interest_use_case_id'), ['use_case_id'], unique=False)

    op.create_table('round_reminder',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('scorer_id', sa.Integer(), nullable=False),
    sa.Column('days_before', sa.Integer(), nullable=False),
    sa.Column('deadline', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['scorer_id'], ['round_scorer.id'], name=op.f('fk_round_reminder_scorer_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_reminder')),
    sa.UniqueConstraint('scorer_id', 'days_before', 'deadline', name=op.f('uq_round_reminder_scorer_id_days_before_deadline'))
    )
    op.create_table('round_use_case',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('use_case_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['scoring_round.id'], name=op.f('fk_round_use_case_round_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['use_case_id'], ['use_case.id'], name=op.f('fk_round_use_case_use_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_use_case')),
    sa.UniqueConstraint('round_id', 'use_case_id', name=op.f('uq_round_use_case_round_id_use_case_id'))
    )
    with op.batch_alter_table('round_use_case', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_round_use_case_use_case_id'), ['use_case_id'], unique=False)

    op.create_table('blind_score',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('criterion', sa.String(length=40), nullable=False),
    sa.Column('value', sa.Integer(), nullable=True),
    sa.Column('is_unknown', sa.Boolean(), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.CheckConstraint("value <= 5 OR criterion = '_chance'", name=op.f('ck_blind_score_level_in_range')),
    sa.CheckConstraint('value BETWEEN 0 AND 100', name=op.f('ck_blind_score_value_in_range')),
    sa.CheckConstraint('value IS NULL OR NOT is_unknown', name=op.f('ck_blind_score_known_or_not')),
    sa.ForeignKeyConstraint(['sheet_id'], ['blind_sheet.id'], name=op.f('fk_blind_score_sheet_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_blind_score')),
    sa.UniqueConstraint('sheet_id', 'criterion', name=op.f('uq_blind_score_sheet_id_criterion'))
    )
    op.create_table('round_final',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('criterion', sa.String(length=40), nullable=False),
    sa.Column('value', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.CheckConstraint("value <= 5 OR criterion = '_chance'", name=op.f('ck_round_final_level_in_range')),
    sa.CheckConstraint('value BETWEEN 0 AND 100', name=op.f('ck_round_final_value_in_range')),
    sa.ForeignKeyConstraint(['entry_id'], ['round_use_case.id'], name=op.f('fk_round_final_entry_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_final')),
    sa.UniqueConstraint('entry_id', 'criterion', name=op.f('uq_round_final_entry_id_criterion'))
    )

    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('round_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_assessment_round_id'), ['round_id'], unique=False)
        batch_op.create_foreign_key(
            batch_op.f('fk_assessment_round_id'), 'scoring_round', ['round_id'], ['id']
        )



def downgrade() -> None:
    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_assessment_round_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_assessment_round_id'))
        batch_op.drop_column('round_id')

    op.drop_table('round_final')
    op.drop_table('blind_score')
    with op.batch_alter_table('round_use_case', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_round_use_case_use_case_id'))

    op.drop_table('round_use_case')
    op.drop_table('round_reminder')
    with op.batch_alter_table('round_interest', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_round_interest_use_case_id'))

    op.drop_table('round_interest')
    with op.batch_alter_table('blind_sheet', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_blind_sheet_use_case_id'))

    op.drop_table('blind_sheet')
    with op.batch_alter_table('round_scorer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_round_scorer_person_id'))

    op.drop_table('round_scorer')
    with op.batch_alter_table('scoring_round', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scoring_round_state'))
        batch_op.drop_index(batch_op.f('ix_scoring_round_previous_id'))
        batch_op.drop_index(batch_op.f('ix_scoring_round_domain_id'))

    op.drop_table('scoring_round')
