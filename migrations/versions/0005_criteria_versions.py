"""Criteria, anchors and weights in versions per board; rankings that were kept.

Today's criteria become version 1 of the default, and every assessment names it.
Rows of a version and of a kept ranking can't be changed or removed: triggers see to
that. A later migration that rebuilds one of these tables in SQLite (batch mode)
must make its triggers again.
"""

import datetime

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

FROZEN = ('scoring_model', 'scoring_model_item', 'scoring_model_anchor', 'ranking_snapshot')
REASON = 'Zo telden de onderdelen voordat er versies waren.'


def upgrade() -> None:
    _make_tables()
    shared = _take_over_criteria()
    with op.batch_alter_table('assessment') as batch_op:
        batch_op.add_column(sa.Column('model_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_assessment_model_id'), 'scoring_model', ['model_id'], ['id'])
        batch_op.create_index(op.f('ix_assessment_model_id'), ['model_id'])
        batch_op.drop_column('model_version')
    if shared is not None:
        op.execute(sa.text('UPDATE assessment SET model_id = :id').bindparams(id=shared))
    op.drop_table('anchor')
    with op.batch_alter_table('criterion') as batch_op:
        batch_op.drop_constraint(op.f('ck_criterion_weight_is_share'), type_='check')
        for name in ('name', 'name_en', 'help', 'help_en', 'weight', 'position', 'version'):
            batch_op.drop_column(name)
    _freeze()


def _make_tables() -> None:
    op.create_table('scoring_model',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('domain_id', sa.Integer(), nullable=True),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('based_on_id', sa.Integer(), nullable=True),
    sa.Column('method', sa.String(length=40), nullable=False),
    sa.Column('value_floor', sa.Integer(), nullable=False),
    sa.Column('chance_floor', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('made_by_label', sa.String(length=200), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_illustrative', sa.Boolean(), nullable=False),
    sa.CheckConstraint('number > 0', name=op.f('ck_scoring_model_number_positive')),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_scoring_model_has_reason')),
    sa.CheckConstraint('value_floor BETWEEN 0 AND 100', name=op.f('ck_scoring_model_value_floor_in_range')),
    sa.CheckConstraint('chance_floor BETWEEN 0 AND 100', name=op.f('ck_scoring_model_chance_floor_in_range')),
    sa.ForeignKeyConstraint(['domain_id'], ['domain.id'], name=op.f('fk_scoring_model_domain_id')),
    sa.ForeignKeyConstraint(['based_on_id'], ['scoring_model.id'], name=op.f('fk_scoring_model_based_on_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scoring_model')),
    sa.UniqueConstraint('domain_id', 'number', name=op.f('uq_scoring_model_domain_id_number'))
    )
    op.create_index('uq_scoring_model_shared_number', 'scoring_model', ['number'], unique=True,
                    sqlite_where=sa.text('domain_id IS NULL'), postgresql_where=sa.text('domain_id IS NULL'))
    op.create_table('scoring_model_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('model_id', sa.Integer(), nullable=False),
    sa.Column('criterion_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('weight', sa.BigInteger(), nullable=False),
    sa.Column('points', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('name_en', sa.String(length=160), nullable=False),
    sa.Column('help', sa.Text(), nullable=False),
    sa.Column('help_en', sa.Text(), nullable=False),
    sa.CheckConstraint('weight BETWEEN 0 AND 10000', name=op.f('ck_scoring_model_item_weight_is_share')),
    sa.CheckConstraint('points BETWEEN 0 AND 100', name=op.f('ck_scoring_model_item_points_in_range')),
    sa.CheckConstraint("name <> ''", name=op.f('ck_scoring_model_item_name_filled')),
    sa.ForeignKeyConstraint(['model_id'], ['scoring_model.id'], name=op.f('fk_scoring_model_item_model_id')),
    sa.ForeignKeyConstraint(['criterion_id'], ['criterion.id'], name=op.f('fk_scoring_model_item_criterion_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scoring_model_item')),
    sa.UniqueConstraint('model_id', 'criterion_id', name=op.f('uq_scoring_model_item_model_id_criterion_id'))
    )
    op.create_index(op.f('ix_scoring_model_item_criterion_id'), 'scoring_model_item', ['criterion_id'])
    op.create_table('scoring_model_anchor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('text_en', sa.Text(), nullable=False),
    sa.CheckConstraint('level BETWEEN 0 AND 5', name=op.f('ck_scoring_model_anchor_level_in_range')),
    sa.ForeignKeyConstraint(['item_id'], ['scoring_model_item.id'], name=op.f('fk_scoring_model_anchor_item_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scoring_model_anchor')),
    sa.UniqueConstraint('item_id', 'level', name=op.f('uq_scoring_model_anchor_item_id_level'))
    )
    op.create_table('ranking_snapshot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('domain_id', sa.Integer(), nullable=False),
    sa.Column('model_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('made_by_label', sa.String(length=200), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('input_hash', sa.String(length=64), nullable=False),
    sa.Column('rows', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['domain_id'], ['domain.id'], name=op.f('fk_ranking_snapshot_domain_id')),
    sa.ForeignKeyConstraint(['model_id'], ['scoring_model.id'], name=op.f('fk_ranking_snapshot_model_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ranking_snapshot'))
    )
    op.create_index('ix_ranking_snapshot_domain_id_made_at', 'ranking_snapshot', ['domain_id', 'made_at'])


def _take_over_criteria() -> int | None:
    """Copy the criteria into version 1 of the default; return its id, None when there are none yet."""
    bind = op.get_bind()
    criteria = bind.execute(sa.text('SELECT * FROM criterion ORDER BY position, id')).mappings().all()
    if not criteria:
        return None
    largest = max(row['weight'] for row in criteria)
    # Equal weights were rounded to ten-thousandths, so they may differ by one.
    is_equal = largest - min(row['weight'] for row in criteria) <= 1
    model = sa.table('scoring_model', *(sa.column(name) for name in (
        'domain_id', 'number', 'based_on_id', 'method', 'value_floor', 'chance_floor', 'reason',
        'made_by_id', 'made_by_label')), sa.column('made_at', sa.DateTime(timezone=True)),
        sa.column('is_illustrative', sa.Boolean()))
    now = datetime.datetime.now(datetime.UTC)
    bind.execute(model.insert().values(
        domain_id=None, number=1, based_on_id=None, method='equal' if is_equal else 'swing', value_floor=20,
        chance_floor=20, reason=REASON, made_by_id=None, made_by_label='system',
        made_at=now if bind.dialect.name == 'postgresql' else now.replace(tzinfo=None), is_illustrative=False))
    shared = bind.execute(sa.text('SELECT id FROM scoring_model')).scalar_one()
    item = sa.table('scoring_model_item', *(sa.column(name) for name in (
        'model_id', 'criterion_id', 'position', 'weight', 'points', 'name', 'name_en', 'help', 'help_en')))
    for place, row in enumerate(criteria):
        points = None if is_equal else round(row['weight'] * 100 / largest)
        bind.execute(item.insert().values(
            model_id=shared, criterion_id=row['id'], position=place, weight=row['weight'], points=points,
            **{name: row[name] for name in ('name', 'name_en', 'help', 'help_en')}))
    bind.execute(sa.text(
        'INSERT INTO scoring_model_anchor (item_id, level, text, text_en) '
        'SELECT scoring_model_item.id, anchor.level, anchor.text, anchor.text_en FROM anchor '
        'JOIN scoring_model_item ON scoring_model_item.criterion_id = anchor.criterion_id '
        'ORDER BY scoring_model_item.position, anchor.level'))
    return shared


def _freeze() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        op.execute("CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
                   "$$ BEGIN RAISE EXCEPTION '% never changes', TG_TABLE_NAME; END $$")
        for table in FROZEN:
            op.execute(f'CREATE TRIGGER {table}_never_changes BEFORE UPDATE OR DELETE ON {table} '
                       'FOR EACH ROW EXECUTE FUNCTION refuse_change()')
        return
    for table in FROZEN:
        for verb in ('update', 'delete'):
            op.execute(f"CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb.upper()} ON {table} "
                       f"BEGIN SELECT RAISE(ABORT, '{table} never changes'); END")


def downgrade() -> None:
    """Keep the words and weights of the latest default; versions of boards and kept rankings go."""
    bind = op.get_bind()
    if bind.dialect.name == 'postgresql':
        for table in FROZEN:
            op.execute(f'DROP TRIGGER {table}_never_changes ON {table}')
        op.execute('DROP FUNCTION refuse_change()')
    else:
        for table in FROZEN:
            for verb in ('update', 'delete'):
                op.execute(f'DROP TRIGGER {table}_refuses_{verb}')
    with op.batch_alter_table('criterion') as batch_op:
        for name, kind, default in (
            ('name', sa.String(length=160), ''), ('name_en', sa.String(length=160), ''),
            ('help', sa.Text(), ''), ('help_en', sa.Text(), ''), ('weight', sa.BigInteger(), '0'),
            ('position', sa.Integer(), '0'), ('version', sa.Integer(), '1'),
        ):
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=default))
    with op.batch_alter_table('criterion') as batch_op:
        for name in ('name', 'name_en', 'help', 'help_en', 'weight', 'position', 'version'):
            batch_op.alter_column(name, server_default=None)
        batch_op.create_check_constraint(op.f('ck_criterion_weight_is_share'), 'weight BETWEEN 0 AND 10000')
    op.create_table('anchor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('criterion_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('text_en', sa.Text(), nullable=False),
    sa.CheckConstraint('level BETWEEN 0 AND 5', name=op.f('ck_anchor_level_in_range')),
    sa.ForeignKeyConstraint(['criterion_id'], ['criterion.id'], name=op.f('fk_anchor_criterion_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_anchor')),
    sa.UniqueConstraint('criterion_id', 'level', name=op.f('uq_anchor_criterion_id_level'))
    )
    shared = 'SELECT id FROM scoring_model WHERE domain_id IS NULL ORDER BY number DESC LIMIT 1'
    rows = bind.execute(sa.text(f'SELECT * FROM scoring_model_item WHERE model_id = ({shared})')).mappings().all()
    for row in rows:
        bind.execute(sa.text(
            'UPDATE criterion SET name = :name, name_en = :name_en, help = :help, help_en = :help_en, '
            'weight = :weight, position = :position WHERE id = :criterion_id'
        ), {name: row[name] for name in (
            'name', 'name_en', 'help', 'help_en', 'weight', 'position', 'criterion_id')})
    op.execute(
        'INSERT INTO anchor (criterion_id, level, text, text_en) '
        'SELECT scoring_model_item.criterion_id, scoring_model_anchor.level, scoring_model_anchor.text, '
        'scoring_model_anchor.text_en FROM scoring_model_anchor JOIN scoring_model_item '
        f'ON scoring_model_item.id = scoring_model_anchor.item_id WHERE scoring_model_item.model_id = ({shared})')
    with op.batch_alter_table('assessment') as batch_op:
        batch_op.drop_index(op.f('ix_assessment_model_id'))
        batch_op.drop_constraint(op.f('fk_assessment_model_id'), type_='foreignkey')
        batch_op.drop_column('model_id')
        batch_op.add_column(sa.Column('model_version', sa.String(length=40), nullable=False, server_default=''))
    with op.batch_alter_table('assessment') as batch_op:
        batch_op.alter_column('model_version', server_default=None)
    for table in ('ranking_snapshot', 'scoring_model_anchor', 'scoring_model_item', 'scoring_model'):
        op.drop_table(table)
