"""Portfolio scenarios, their results and explanations; the table of jobs."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table('job',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'running', 'done', 'failed', 'cancelled', name='jobstate', native_enum=False, length=40), nullable=False),
    sa.Column('progress', sa.Integer(), nullable=False),
    sa.Column('wants_cancel', sa.Boolean(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('worker', sa.String(length=120), nullable=False),
    sa.Column('error', sa.String(length=200), nullable=False),
    sa.Column('made_at', MOMENT, nullable=False),
    sa.Column('sent_at', MOMENT, nullable=True),
    sa.Column('beat_at', MOMENT, nullable=True),
    sa.Column('ended_at', MOMENT, nullable=True),
    sa.CheckConstraint('progress BETWEEN 0 AND 100', name=op.f('ck_job_progress_is_percentage')),
    sa.CheckConstraint('tries >= 0', name=op.f('ck_job_tries_not_negative')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )
    op.create_index('ix_job_state_id', 'job', ['state', 'id'], unique=False)
    op.create_table('scenario',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('domain_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('settings', sa.JSON(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('by_label', sa.String(length=200), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', MOMENT, nullable=False),
    sa.Column('updated_at', MOMENT, nullable=False),
    sa.CheckConstraint("number > 0", name=op.f('ck_scenario_number_positive')),
    sa.CheckConstraint("name <> ''", name=op.f('ck_scenario_name_filled')),
    sa.ForeignKeyConstraint(['domain_id'], ['domain.id'], name=op.f('fk_scenario_domain_id')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_scenario_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scenario')),
    sa.UniqueConstraint('domain_id', 'number', name=op.f('uq_scenario_domain_id_number'))
    )
    op.create_index(op.f('ix_scenario_by_id'), 'scenario', ['by_id'], unique=False)
    op.create_table('scenario_override',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('scenario_id', sa.Integer(), nullable=False),
    sa.Column('use_case_id', sa.Integer(), nullable=False),
    sa.Column('is_in', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by_label', sa.String(length=200), nullable=False),
    sa.Column('made_at', MOMENT, nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_scenario_override_reason_filled')),
    sa.ForeignKeyConstraint(['scenario_id'], ['scenario.id'], name=op.f('fk_scenario_override_scenario_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['use_case_id'], ['use_case.id'], name=op.f('fk_scenario_override_use_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scenario_override')),
    sa.UniqueConstraint('scenario_id', 'use_case_id', name=op.f('uq_scenario_override_scenario_id_use_case_id'))
    )
    op.create_index(op.f('ix_scenario_override_use_case_id'), 'scenario_override', ['use_case_id'], unique=False)
    op.create_table('scenario_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('scenario_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('queued', 'done', 'cancelled', 'timed_out', 'failed', name='runstate', native_enum=False, length=40), nullable=False),
    sa.Column('job_id', sa.Integer(), nullable=True),
    sa.Column('settings', sa.JSON(), nullable=False),
    sa.Column('inputs', sa.JSON(), nullable=False),
    sa.Column('context', sa.JSON(), nullable=False),
    sa.Column('model_version', sa.String(length=40), nullable=False),
    sa.Column('input_hash', sa.String(length=64), nullable=False),
    sa.Column('result', sa.JSON(), nullable=True),
    sa.Column('error', sa.String(length=60), nullable=False),
    sa.Column('asked_by', sa.String(length=200), nullable=False),
    sa.Column('asked_at', MOMENT, nullable=False),
    sa.Column('ended_at', MOMENT, nullable=True),
    sa.CheckConstraint("(state = 'queued') = (ended_at IS NULL)", name=op.f('ck_scenario_run_ended_when_final')),
    sa.CheckConstraint('length(input_hash) = 64', name=op.f('ck_scenario_run_input_hash_whole')),
    sa.ForeignKeyConstraint(['scenario_id'], ['scenario.id'], name=op.f('fk_scenario_run_scenario_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_scenario_run_job_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scenario_run')),
    sa.UniqueConstraint('scenario_id', 'number', name=op.f('uq_scenario_run_scenario_id_number'))
    )
    op.create_index(op.f('ix_scenario_run_job_id'), 'scenario_run', ['job_id'], unique=False)
    op.create_table('scenario_detail',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('why_not', 'loss', 'mix_rule', 'override', 'frontier', 'robustness', 'check', name='detailkind', native_enum=False, length=40), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.Column('made_at', MOMENT, nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['scenario_run.id'], name=op.f('fk_scenario_detail_run_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scenario_detail')),
    sa.UniqueConstraint('run_id', 'kind', 'key', name=op.f('uq_scenario_detail_run_id_kind_key'))
    )
    op.create_table('scenario_decision',
    sa.Column('decision_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['scenario_run.id'], name=op.f('fk_scenario_decision_run_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('decision_id', name=op.f('pk_scenario_decision'))
    )
    op.create_index(op.f('ix_scenario_decision_run_id'), 'scenario_decision', ['run_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_scenario_decision_run_id'), table_name='scenario_decision')
    op.drop_table('scenario_decision')
    op.drop_table('scenario_detail')
    op.drop_index(op.f('ix_scenario_run_job_id'), table_name='scenario_run')
    op.drop_table('scenario_run')
    op.drop_index(op.f('ix_scenario_override_use_case_id'), table_name='scenario_override')
    op.drop_table('scenario_override')
    op.drop_index(op.f('ix_scenario_by_id'), table_name='scenario')
    op.drop_table('scenario')
    op.drop_index('ix_job_state_id', table_name='job')
    op.drop_table('job')
