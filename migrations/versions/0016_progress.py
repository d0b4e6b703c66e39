"""After the choice: plans moved, milestones, status, preconditions, benefits, adoption."""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

TEXT = 'what was promised or reported stays'
# What a row of a table keeps for good: (trigger, event, condition).
FIXED = {
    'milestone': [
        (
            'first_plan',
            'UPDATE OF first_planned_on',
            'OLD.first_planned_on IS NOT NULL AND '
            '(NEW.first_planned_on IS NULL OR NEW.first_planned_on <> OLD.first_planned_on)',
        ),
        ('delete', 'DELETE', 'OLD.first_planned_on IS NOT NULL'),
    ],
    'plan_move': [('update', 'UPDATE', '1 = 1'), ('delete', 'DELETE', '1 = 1')],
    'status_report': [('update', 'UPDATE', '1 = 1'), ('delete', 'DELETE', '1 = 1')],
}


def _add_triggers() -> None:
    is_postgres = op.get_bind().dialect.name == 'postgresql'
    for table, triggers in FIXED.items():
        for name, event, condition in triggers:
            trigger = f'{table}_fixed_{name}'
            if not is_postgres:
                op.execute(
                    f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} WHEN {condition} "
                    f"BEGIN SELECT RAISE(ABORT, '{TEXT}'); END"
                )
                continue
            row = 'OLD' if event == 'DELETE' else 'NEW'
            op.execute(
                f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{TEXT}' "
                f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$"
            )
            op.execute(
                f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}()"
            )


def _drop_triggers() -> None:
    is_postgres = op.get_bind().dialect.name == 'postgresql'
    for table, triggers in FIXED.items():
        for name, _event, _condition in triggers:
            trigger = f'{table}_fixed_{name}'
            op.execute(f'DROP TRIGGER {trigger} ON {table}' if is_postgres else f'DROP TRIGGER {trigger}')
            if is_postgres:
                op.execute(f'DROP FUNCTION {trigger}()')


def upgrade() -> None:
    op.create_table('shared_precondition',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('technical', 'legal', 'ethical', 'organisational', name='preconditionkind', native_enum=False, length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('text_en', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('open', 'in_progress', 'met', 'not_needed', name='preconditionstate', native_enum=False, length=40), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('owner_organisation_id', sa.Integer(), nullable=True),
    sa.Column('illustrative', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("text <> ''", name=op.f('ck_shared_precondition_text_filled')),
    sa.ForeignKeyConstraint(['owner_organisation_id'], ['organisation.id'], name=op.f('fk_shared_precondition_owner_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shared_precondition'))
    )
    with op.batch_alter_table('shared_precondition', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_shared_precondition_owner_organisation_id'), ['owner_organisation_id'], unique=False)

    op.create_table('computed_status',
    sa.Column('use_case_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('status', sa.Enum('green', 'amber', 'red', 'not_reported', name='status', native_enum=False, length=40), nullable=False),
    sa.Column('declared', sa.Enum('green', 'amber', 'red', 'not_reported', name='status', native_enum=False, length=40), nullable=False),
    sa.Column('gap', sa.Integer(), nullable=True),
    sa.Column('drift', sa.Integer(), nullable=True),
    sa.Column('causes', sa.JSON(), nullable=False),
    sa.Column('reported_on', sa.Date(), nullable=True),
    sa.Column('unchanged_for', sa.Integer(), nullable=False),
    sa.Column('is_illustrative', sa.Boolean(), nullable=False),
    sa.CheckConstraint('until IS NULL OR until >= "on"', name=op.f('ck_computed_status_days_in_order')),
    sa.ForeignKeyConstraint(['use_case_id'], ['use_case.id'], name=op.f('fk_computed_status_use_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('use_case_id', 'on', name=op.f('pk_computed_status'))
    )
    with op.batch_alter_table('computed_status', schema=None) as batch_op:
        batch_op.create_index('ix_computed_status_on_until', ['on', 'until'], unique=False)

    op.create_table('life_cost',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('use_case_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('low_cents', sa.BigInteger(), nullable=False),
    sa.Column('high_cents', sa.BigInteger(), nullable=False),
    sa.Column('assumption', sa.String(length=400), nullable=False),
    sa.Column('is_illustrative', sa.Boolean(), nullable=False),
    sa.CheckConstraint('low_cents >= 0 AND low_cents <= high_cents', name=op.f('ck_life_cost_range_in_order')),
    sa.ForeignKeyConstraint(['use_case_id'], ['use_case.id'], name=op.f('fk_life_cost_use_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_life_cost')),
    sa.UniqueConstraint('use_case_id', 'year', name=op.f('uq_life_cost_use_case_id_year'))
    )
    op.create_table('milestone',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('use_case_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('societal_value', 'system_function', name='milestonekind', native_enum=False, length=40), nullable=False),
    sa.Column('function_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('title_en', sa.String(length=200), nullable=False),
    sa.Column('first_planned_on', sa.Date(), nullable=True),
    sa.Column('planned_on', sa.Date(), nullable=False),
    sa.Column('reached_on', sa.Date(), nullable=True),
    sa.Column('note', sa.String(length=600), nullable=False),
    sa.Column('dropped_on', sa.Date(), nullable=True),
    sa.Column('illustrative', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(kind = 'system_function') = (function_id IS NOT NULL)", name=op.f('ck_milestone_function_fits_kind')),
    sa.CheckConstraint("title <> ''", name=op.f('ck_milestone_title_filled')),
    sa.ForeignKeyConstraint(['function_id'], ['system_function.id'], name=op.f('fk_milestone_function_id')),
    sa.ForeignKeyConstraint(['use_case_id'], ['use_case.id'], name=op.f('fk_milestone_use_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_milestone'))
    )
    with op.batch_alter_table('milestone', schema=None) as batch_op:
        batch_op.create_index('ix_milestone_first_planned_on', ['first_planned_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_milestone_function_id'), ['function_id'], unique=False)
        batch_op.create_index('ix_milestone_planned_on', ['planned_on'], unique=False)
        batch_op.create_index('ix_milestone_reached_on', ['reached_on'], unique=False)
        batch_op.create_index('ix_milestone_use_case_id_position', ['use_case_id', 'position'], unique=False)

    op.create_table('organisation_adoption',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('use_case_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.Enum('exploring', 'preparing', 'in_use', 'stopped', name='adoptionstage', native_enum=False, length=40), nullable=False),
    sa.Column('in_use_on', sa.Date(), nullable=True),
    sa.Column('stopped_on', sa.Date(), nullable=True),
    sa.Column('contact', sa.String(length=200), nullable=False),
    sa.Column('note', sa.String(length=600), nullable=False),
    sa.Column('is_illustrative', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("stage <> 'in_use' OR in_use_on IS NOT NULL", name=op.f('ck_organisation_adoption_in_use_has_date')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_organisation_adoption_organisation_id')),
    sa.ForeignKeyConstraint(['use_case_id'], ['use_case.id'], name=op.f('fk_organisation_adoption_use_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_adoption')),
    sa.UniqueConstraint('use_case_id', 'organisation_id', name=op.f('uq_organisation_adoption_use_case_id_organisation_id'))
    )
    with op.batch_alter_table('organisation_adoption', schema=None) as batch_op:
        batch_op.create_index('ix_organisation_adoption_organisation_id_stage', ['organisation_id', 'stage'], unique=False)

    op.create_table('plan_move',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('use_case_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('from_start', sa.Integer(), nullable=True),
    sa.Column('from_quarters', sa.Integer(), nullable=True),
    sa.Column('to_start', sa.Integer(), nullable=True),
    sa.Column('to_quarters', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Enum('capacity', 'legal', 'data_quality', 'partner', 'scope', 'money', 'other', name='replanreason', native_enum=False, length=40), nullable=True),
    sa.Column('note', sa.String(length=400), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('by_label', sa.String(length=200), nullable=False),
    sa.Column('undoes_id', sa.Integer(), nullable=True),
    sa.Column('is_illustrative', sa.Boolean(), nullable=False),
    sa.CheckConstraint('(from_start IS NULL) = (from_quarters IS NULL)', name=op.f('ck_plan_move_from_whole')),
    sa.CheckConstraint('(to_start IS NULL) = (to_quarters IS NULL)', name=op.f('ck_plan_move_to_whole')),
    sa.CheckConstraint('to_quarters > 0', name=op.f('ck_plan_move_to_quarters_positive')),
    sa.ForeignKeyConstraint(['undoes_id'], ['plan_move.id'], name=op.f('fk_plan_move_undoes_id')),
    sa.ForeignKeyConstraint(['use_case_id'], ['use_case.id'], name=op.f('fk_plan_move_use_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_move'))
    )
    with op.batch_alter_table('plan_move', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_move_undoes_id'), ['undoes_id'], unique=False)
        batch_op.create_index('ix_plan_move_use_case_id_at', ['use_case_id', 'at'], unique=False)

    op.create_table('status_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('use_case_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('status', sa.Enum('green', 'amber', 'red', 'not_reported', name='status', native_enum=False, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('by_label', sa.String(length=200), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_illustrative', sa.Boolean(), nullable=False),
    sa.CheckConstraint("status <> 'not_reported'", name=op.f('ck_status_report_status_reported')),
    sa.ForeignKeyConstraint(['use_case_id'], ['use_case.id'], name=op.f('fk_status_report_use_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_status_report'))
    )
    with op.batch_alter_table('status_report', schema=None) as batch_op:
        batch_op.create_index('ix_status_report_on', ['on'], unique=False)
        batch_op.create_index('ix_status_report_use_case_id_on', ['use_case_id', 'on'], unique=False)

    op.create_table('benefit_due',
    sa.Column('benefit_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('every_months', sa.Integer(), nullable=True),
    sa.Column('is_illustrative', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['benefit_id'], ['benefit.id'], name=op.f('fk_benefit_due_benefit_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('benefit_id', name=op.f('pk_benefit_due'))
    )
    with op.batch_alter_table('benefit_due', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_benefit_due_due_on'), ['due_on'], unique=False)

    op.create_table('benefit_measurement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('benefit_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('value', sa.BigInteger(), nullable=False),
    sa.Column('note', sa.String(length=400), nullable=False),
    sa.Column('by_label', sa.String(length=200), nullable=False),
    sa.Column('is_illustrative', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['benefit_id'], ['benefit.id'], name=op.f('fk_benefit_measurement_benefit_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_benefit_measurement')),
    sa.UniqueConstraint('benefit_id', 'on', name=op.f('uq_benefit_measurement_benefit_id_on'))
    )
    op.create_table('benefit_worth',
    sa.Column('benefit_id', sa.Integer(), nullable=False),
    sa.Column('low_cents', sa.BigInteger(), nullable=False),
    sa.Column('high_cents', sa.BigInteger(), nullable=False),
    sa.Column('from_year', sa.Integer(), nullable=False),
    sa.Column('to_year', sa.Integer(), nullable=False),
    sa.Column('assumption', sa.String(length=600), nullable=False),
    sa.Column('is_illustrative', sa.Boolean(), nullable=False),
    sa.CheckConstraint("assumption <> ''", name=op.f('ck_benefit_worth_assumption_filled')),
    sa.CheckConstraint('from_year <= to_year', name=op.f('ck_benefit_worth_years_in_order')),
    sa.CheckConstraint('low_cents <= high_cents', name=op.f('ck_benefit_worth_range_in_order')),
    sa.ForeignKeyConstraint(['benefit_id'], ['benefit.id'], name=op.f('fk_benefit_worth_benefit_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('benefit_id', name=op.f('pk_benefit_worth'))
    )
    op.create_table('milestone_plan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('milestone_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('planned_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.Enum('capacity', 'legal', 'data_quality', 'partner', 'scope', 'money', 'other', name='replanreason', native_enum=False, length=40), nullable=True),
    sa.Column('note', sa.String(length=400), nullable=False),
    sa.Column('by_label', sa.String(length=200), nullable=False),
    sa.Column('is_illustrative', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['milestone_id'], ['milestone.id'], name=op.f('fk_milestone_plan_milestone_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_milestone_plan'))
    )
    with op.batch_alter_table('milestone_plan', schema=None) as batch_op:
        batch_op.create_index('ix_milestone_plan_milestone_id_on', ['milestone_id', 'on'], unique=False)

    op.create_table('precondition_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('precondition_id', sa.Integer(), nullable=True),
    sa.Column('shared_id', sa.Integer(), nullable=True),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('open', 'in_progress', 'met', 'not_needed', name='preconditionstate', native_enum=False, length=40), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('note', sa.String(length=400), nullable=False),
    sa.Column('by_label', sa.String(length=200), nullable=False),
    sa.Column('is_illustrative', sa.Boolean(), nullable=False),
    sa.CheckConstraint('(precondition_id IS NULL) <> (shared_id IS NULL)', name=op.f('ck_precondition_change_of_one_thing')),
    sa.ForeignKeyConstraint(['precondition_id'], ['precondition.id'], name=op.f('fk_precondition_change_precondition_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['shared_id'], ['shared_precondition.id'], name=op.f('fk_precondition_change_shared_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_precondition_change'))
    )
    with op.batch_alter_table('precondition_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_precondition_change_precondition_id'), ['precondition_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_precondition_change_shared_id'), ['shared_id'], unique=False)

    op.create_table('precondition_share',
    sa.Column('precondition_id', sa.Integer(), nullable=False),
    sa.Column('shared_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['precondition_id'], ['precondition.id'], name=op.f('fk_precondition_share_precondition_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['shared_id'], ['shared_precondition.id'], name=op.f('fk_precondition_share_shared_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('precondition_id', name=op.f('pk_precondition_share'))
    )
    with op.batch_alter_table('precondition_share', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_precondition_share_shared_id'), ['shared_id'], unique=False)

    op.create_table('risk_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('risk_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('likelihood', sa.Enum('low', 'medium', 'high', name='grade', native_enum=False, length=40), nullable=False),
    sa.Column('impact', sa.Enum('low', 'medium', 'high', name='grade', native_enum=False, length=40), nullable=False),
    sa.Column('note', sa.String(length=400), nullable=False),
    sa.Column('by_label', sa.String(length=200), nullable=False),
    sa.Column('is_illustrative', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['risk_id'], ['risk.id'], name=op.f('fk_risk_change_risk_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_risk_change'))
    )
    with op.batch_alter_table('risk_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_risk_change_risk_id'), ['risk_id'], unique=False)

    _add_triggers()


def downgrade() -> None:
    _drop_triggers()
    op.drop_table('risk_change')
    op.drop_table('precondition_share')
    op.drop_table('precondition_change')
    op.drop_table('milestone_plan')
    op.drop_table('benefit_worth')
    op.drop_table('benefit_measurement')
    op.drop_table('benefit_due')
    op.drop_table('status_report')
    op.drop_table('plan_move')
    op.drop_table('organisation_adoption')
    op.drop_table('milestone')
    op.drop_table('life_cost')
    op.drop_table('computed_status')
    op.drop_table('shared_precondition')
