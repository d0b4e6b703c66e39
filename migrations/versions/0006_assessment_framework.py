"""The assessment framework: may we, can we, do we want to."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

TABLES = ('party', 'tool', 'consultation', 'viewpoint', 'condition')


def _own_columns():
    return {
        'framework_party': (
            sa.Column('role', sa.String(length=40), nullable=False),
            sa.Column('name', sa.String(length=200), nullable=False),
            sa.Column('note', sa.String(length=600), nullable=False),
            sa.CheckConstraint("name <> ''", name=op.f('ck_framework_party_name_filled')),
        ),
        'framework_tool': (
            sa.Column('question', sa.String(length=40), nullable=False),
            sa.Column('name', sa.String(length=200), nullable=False),
            sa.Column('reference', sa.String(length=400), nullable=False),
            sa.CheckConstraint("name <> ''", name=op.f('ck_framework_tool_name_filled')),
        ),
        'framework_consultation': (
            sa.Column('role', sa.String(length=160), nullable=False),
            sa.Column('consulted_on', sa.Date(), nullable=True),
            sa.Column('said', sa.Text(), nullable=False),
            sa.CheckConstraint("role <> ''", name=op.f('ck_framework_consultation_role_filled')),
        ),
        'framework_viewpoint': (
            sa.Column('viewpoint', sa.String(length=40), nullable=False),
            sa.Column('speaker', sa.String(length=160), nullable=False),
            sa.Column('said', sa.Text(), nullable=False),
            sa.Column('heard_on', sa.Date(), nullable=True),
            sa.CheckConstraint("speaker <> '' AND said <> ''", name=op.f('ck_framework_viewpoint_heard_whole')),
            sa.UniqueConstraint('assessment_id', 'viewpoint', name=op.f('uq_framework_viewpoint_assessment_id_viewpoint')),
        ),
        'framework_condition': (
            sa.Column('text', sa.Text(), nullable=False),
            sa.Column('owner_role', sa.String(length=160), nullable=False),
            sa.Column('due_on', sa.Date(), nullable=True),
            sa.CheckConstraint("text <> ''", name=op.f('ck_framework_condition_text_filled')),
        ),
    }


def upgrade() -> None:
    op.create_table('framework_assessment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('use_case_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('value_kind', sa.String(length=200), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.Column('has_personal', sa.Boolean(), nullable=False),
    sa.Column('has_special', sa.Boolean(), nullable=False),
    sa.Column('has_sensitive', sa.Boolean(), nullable=False),
    sa.Column('has_private', sa.Boolean(), nullable=False),
    sa.Column('data_note', sa.Text(), nullable=False),
    sa.Column('may_level', sa.Integer(), nullable=True),
    sa.Column('may_reason', sa.Text(), nullable=False),
    sa.Column('may_explanation', sa.Text(), nullable=False),
    sa.Column('legal_basis', sa.Text(), nullable=False),
    sa.Column('can_level', sa.Integer(), nullable=True),
    sa.Column('can_reason', sa.Text(), nullable=False),
    sa.Column('want_level', sa.Integer(), nullable=True),
    sa.Column('want_reason', sa.Text(), nullable=False),
    sa.Column('verdict', sa.String(length=40), nullable=True),
    sa.Column('verdict_reason', sa.Text(), nullable=False),
    sa.Column('established_number', sa.Integer(), nullable=True),
    sa.Column('established_verdict', sa.String(length=40), nullable=True),
    sa.Column('illustrative', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('may_level BETWEEN 0 AND 5', name=op.f('ck_framework_assessment_may_level_in_range')),
    sa.CheckConstraint('can_level BETWEEN 0 AND 5', name=op.f('ck_framework_assessment_can_level_in_range')),
    sa.CheckConstraint('want_level BETWEEN 0 AND 5', name=op.f('ck_framework_assessment_want_level_in_range')),
    sa.CheckConstraint("may_level IS NULL OR may_level IN (0, 5) OR may_explanation <> ''", name=op.f('ck_framework_assessment_in_between_explained')),
    sa.CheckConstraint('(established_number IS NULL) = (established_verdict IS NULL)', name=op.f('ck_framework_assessment_established_whole')),
    sa.ForeignKeyConstraint(['use_case_id'], ['use_case.id'], name=op.f('fk_framework_assessment_use_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_framework_assessment')),
    sa.UniqueConstraint('use_case_id', name=op.f('uq_framework_assessment_use_case_id'))
    )
    for name, columns in _own_columns().items():
        op.create_table(name,
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('illustrative', sa.JSON(), nullable=False),
        sa.Column('assessment_id', sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(['assessment_id'], ['framework_assessment.id'], name=op.f(f'fk_{name}_assessment_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{name}'))
        )
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.create_index(batch_op.f(f'ix_{name}_assessment_id'), ['assessment_id'], unique=False)
    op.create_table('framework_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.String(length=40), nullable=False),
    sa.Column('established_on', sa.Date(), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.Column('by_label', sa.String(length=120), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('is_illustrative', sa.Boolean(), nullable=False),
    sa.Column('snapshot', sa.JSON(), nullable=False),
    sa.Column('traits', sa.JSON(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.CheckConstraint('number > 0', name=op.f('ck_framework_version_number_positive')),
    sa.ForeignKeyConstraint(['assessment_id'], ['framework_assessment.id'], name=op.f('fk_framework_version_assessment_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_framework_version')),
    sa.UniqueConstraint('assessment_id', 'number', name=op.f('uq_framework_version_assessment_id_number'))
    )
    with op.batch_alter_table('framework_version', schema=None) as batch_op:
        batch_op.create_index('ix_framework_version_published_on', ['published_on'], unique=False)


def downgrade() -> None:
    op.drop_table('framework_version')
    for name in reversed(TABLES):
        op.drop_table(f'framework_{name}')
    op.drop_table('framework_assessment')
