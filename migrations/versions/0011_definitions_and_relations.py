"""Definitions of an object, relations between pages, pinned versions."""

import hashlib
import json
import re
import unicodedata
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STATES = sa.Enum(
    'draft', 'in_use', 'replaced', 'withdrawn', name='definitionstate', native_enum=False, length=40
)
KINDS = sa.Enum(
    'joins_on', 'part_of', 'derived_from', 'same_as', 'broader', 'narrower', 'differs', 'conflicts',
    'replaced_by', name='relationkind', native_enum=False, length=40,
)
RELATION_STATES = sa.Enum(
    'proposed', 'confirmed', 'disputed', 'ended', name='relationstate', native_enum=False, length=40
)
TAKEN = ('compare', 'path', 'definitions', 'relations', 'fair-meter')


def upgrade() -> None:
    op.create_table('definition',
    sa.Column('page_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=8), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('state', STATES, nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('said', sa.JSON(), nullable=False),
    sa.Column('follows', sa.Text(), nullable=False),
    sa.Column('gone_in', sa.Integer(), nullable=True),
    sa.CheckConstraint('version > 0', name=op.f('ck_definition_version_positive')),
    sa.CheckConstraint("key <> ''", name=op.f('ck_definition_key_filled')),
    sa.ForeignKeyConstraint(['page_id'], ['page.id'], name=op.f('fk_definition_page_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('page_id', 'key', name=op.f('pk_definition'))
    )
    op.create_index('ix_definition_name', 'definition', ['name'])
    op.create_table('definition_version',
    sa.Column('page_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=8), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('at', MOMENT, nullable=False),
    sa.Column('said', sa.JSON(), nullable=False),
    sa.CheckConstraint('version > 0', name=op.f('ck_definition_version_version_positive')),
    sa.ForeignKeyConstraint(['page_id'], ['page.id'], name=op.f('fk_definition_version_page_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('page_id', 'key', 'version', name=op.f('pk_definition_version'))
    )
    op.create_table('page_relation',
    sa.Column('page_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=8), nullable=False),
    sa.Column('kind', KINDS, nullable=False),
    sa.Column('state', RELATION_STATES, nullable=True),
    sa.Column('own', sa.String(length=8), nullable=False),
    sa.Column('theirs', sa.String(length=8), nullable=False),
    sa.Column('row', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['page_id'], ['page.id'], name=op.f('fk_page_relation_page_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('page_id', 'position', name=op.f('pk_page_relation'))
    )
    op.create_index('ix_page_relation_kind', 'page_relation', ['kind'])
    op.create_table('page_key',
    sa.Column('page_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('label', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['page_id'], ['page.id'], name=op.f('fk_page_key_page_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('page_id', 'name', name=op.f('pk_page_key'))
    )
    op.create_index('ix_page_key_name', 'page_key', ['name'])
    with op.batch_alter_table('used_dataset', schema=None) as batch_op:
        batch_op.add_column(sa.Column('definition', sa.String(length=60), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('definition_version', sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f('ck_used_dataset_definition_with_version'),
            "(definition = '') = (definition_version IS NULL)",
        )
        batch_op.create_index('ix_used_dataset_definition', ['definition'], unique=False)
    with op.batch_alter_table('used_dataset', schema=None) as batch_op:
        batch_op.alter_column('definition', server_default=None)
    _fill()


def _fill() -> None:
    """Give every term its definitions as rows, every dataset its keys; free the addresses we now use."""
    connection = op.get_bind()
    page = sa.table(
        'page', sa.column('id', sa.Integer), sa.column('slug', sa.String), sa.column('kind', sa.String),
        sa.column('fields', sa.JSON), sa.column('revision', sa.Integer), sa.column('changed_at', MOMENT),
    )
    rows = connection.execute(
        sa.select(page.c.id, page.c.kind, page.c.fields, page.c.revision).where(
            page.c.kind.in_(('term', 'dataset'))
        )
    ).all()
    for row in rows:
        if row.kind == 'term':
            fields = _modern(row.fields or {})
            connection.execute(page.update().where(page.c.id == row.id).values(fields=fields))
            _add_definitions(connection, row.id, row.revision, fields['definitions'])
        else:
            _add_keys(connection, row.id, str((row.fields or {}).get('keys', '')))
    used = set(connection.scalars(sa.select(page.c.slug)))
    for slug in TAKEN:
        if slug in used:
            free = next(name for name in _free(slug) if name not in used)
            connection.execute(page.update().where(page.c.slug == slug).values(slug=free))


def _modern(fields: dict) -> dict:
    names = ('definition', 'scope', 'source_label')
    kept = {name: value for name, value in fields.items() if name not in (*names, 'other_definitions')}
    first = {name: fields[name] for name in names if fields.get(name)}
    found, taken = [], set()
    for row in [*([first] if first else []), *(fields.get('other_definitions') or [])]:
        if any(row.values()):
            key = _key_of(row, taken)
            taken.add(key)
            found.append({**row, 'key': key})
    return {**kept, 'definitions': found}


def _key_of(row: dict, taken: set) -> str:
    written = '\n'.join(f'{name}={row[name]}' for name in sorted(row))
    number = 0
    while True:
        key = hashlib.sha256(f'{number}\n{written}'.encode()).hexdigest()[:8]
        if key not in taken:
            return key
        number += 1


def _add_definitions(connection, page_id: int, number: int, rows: list) -> None:
    definition = sa.table(
        'definition', sa.column('page_id'), sa.column('key'), sa.column('position'), sa.column('name'),
        sa.column('version'), sa.column('said', sa.JSON), sa.column('follows'),
    )
    version = sa.table(
        'definition_version', sa.column('page_id'), sa.column('key'), sa.column('version'),
        sa.column('revision'), sa.column('at', MOMENT), sa.column('said', sa.JSON),
    )
    now = datetime.now(UTC)
    now = now if connection.dialect.name == 'postgresql' else now.replace(tzinfo=None)
    for position, row in enumerate(rows):
        known = {'page_id': page_id, 'key': row['key'], 'version': 1}
        known['said'] = {name: value for name, value in row.items() if name != 'key'}
        name = (row.get('source_label') or row.get('scope') or '')[:200]
        connection.execute(definition.insert().values(**known, position=position, name=name, follows=''))
        connection.execute(version.insert().values(**known, revision=number, at=now))


def _add_keys(connection, page_id: int, line: str) -> None:
    table = sa.table('page_key', sa.column('page_id'), sa.column('name'), sa.column('label'))
    found = {}
    for key in filter(None, (' '.join(part.split()) for part in line.split(';')[:30])):
        for name in (re.sub(r'\(([^()]{1,40})\)', ' ', key), *re.findall(r'\(([^()]{1,40})\)', key)):
            plain = unicodedata.normalize('NFKD', name.casefold()).encode('ascii', 'ignore').decode()
            slug = '-'.join(re.findall(r'[a-z0-9]+', plain))[:80].strip('-')
            if slug:
                found.setdefault(slug, key)
    for name, label in found.items():
        connection.execute(table.insert().values(page_id=page_id, name=name, label=label))


def _free(slug: str):
    yield f'{slug}-page'
    number = 2
    while True:
        yield f'{slug}-page-{number}'
        number += 1


def downgrade() -> None:
    connection = op.get_bind()
    page = sa.table('page', sa.column('id'), sa.column('kind'), sa.column('fields', sa.JSON))
    names = ('definition', 'scope', 'source_label')
    for row in connection.execute(sa.select(page.c.id, page.c.fields).where(page.c.kind == 'term')).all():
        fields = dict(row.fields or {})
        rows = fields.pop('definitions', None) or []
        former = [{name: one[name] for name in names if one.get(name)} for one in rows]
        if former:
            fields |= former[0]
        if former[1:]:
            fields['other_definitions'] = former[1:]
        connection.execute(page.update().where(page.c.id == row.id).values(fields=json.loads(json.dumps(fields))))
    with op.batch_alter_table('used_dataset', schema=None) as batch_op:
        batch_op.drop_index('ix_used_dataset_definition')
        batch_op.drop_constraint(batch_op.f('ck_used_dataset_definition_with_version'), type_='check')
        batch_op.drop_column('definition_version')
        batch_op.drop_column('definition')
    op.drop_index('ix_page_key_name', table_name='page_key')
    op.drop_table('page_key')
    op.drop_index('ix_page_relation_kind', table_name='page_relation')
    op.drop_table('page_relation')
    op.drop_table('definition_version')
    op.drop_index('ix_definition_name', table_name='definition')
    op.drop_table('definition')
