"""The register of decisions, and meetings.

A published decision does not change. Triggers refuse it in the database, so that no
mistake in the application and no hand in SQL can edit what a board decided. What they
let through: the domain of a decision (a merge moves it; the board's name stays), the
day on which it was time to look again, and who sat where. A later migration that
rebuilds one of these tables on SQLite must make their triggers again.
"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

FIXED = {
    "decision": (
        *("kind", "state", "number", "board_code", "board_name", "year", "serial", "decided_on"),
        *("published_at", "subject", "subject_en", "summary", "summary_en", "text", "alternatives"),
        *("reasons", "conditions", "supersedes_id", "meeting_id", "scenario_id", "illustrative"),
        *("id", "created_at", "changed_at"),
    ),
    "decision_item": (),
    "decision_override": (),
    "decision_dissent": (),
    "decision_revisit": (
        *("id", "decision_id", "position", "kind", "due_on", "use_case_id", "phase", "precondition_id"),
        *("text", "model_version"),
    ),
    "roadmap_adoption": (),
    "roadmap_adoption_row": (),
}
"""By table the columns that are fixed once published; none named means all."""
TEXT = "a published decision does not change"


def _is_published(table: str, row: str) -> str:
    """Return the condition that ``row`` (NEW or OLD) of ``table`` belongs to a published decision."""
    if table == "decision":
        return f"{row}.state = 'published'"
    if table == "roadmap_adoption_row":
        return (
            "EXISTS (SELECT 1 FROM roadmap_adoption a JOIN decision d ON d.id = a.decision_id "
            f"WHERE a.id = {row}.adoption_id AND d.state = 'published')"
        )
    return f"EXISTS (SELECT 1 FROM decision d WHERE d.id = {row}.decision_id AND d.state = 'published')"


def _replaces(table: str) -> str:
    """Return the condition that NEW would take the place of a row of a published decision."""
    if table == "decision":
        return (
            "EXISTS (SELECT 1 FROM decision d WHERE d.state = 'published' "
            "AND (d.id = NEW.id OR d.number = NEW.number))"
        )
    other = f"EXISTS (SELECT 1 FROM {table} o WHERE o.id = NEW.id AND {_is_published(table, 'o')})"
    return f"({_is_published(table, 'NEW')} OR {other})"


def _conditions(table: str) -> list[tuple[str, str, str]]:
    """Return (name, event, condition) of the triggers of a table."""
    columns = ", ".join(FIXED[table])
    update = f"UPDATE OF {columns}" if columns else "UPDATE"
    changed = _is_published(table, "OLD")
    if table != "decision":
        changed = f"({changed} OR {_is_published(table, 'NEW')})"
    return [
        ("insert", "INSERT", _replaces(table)),
        ("update", update, changed),
        ("delete", "DELETE", _is_published(table, "OLD")),
    ]


def _add_triggers() -> None:
    is_postgres = op.get_bind().dialect.name == "postgresql"
    for table in FIXED:
        for name, event, condition in _conditions(table):
            trigger = f"{table}_fixed_{name}"
            if not is_postgres:
                op.execute(
                    f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} WHEN {condition} "
                    f"BEGIN SELECT RAISE(ABORT, '{TEXT}'); END"
                )
                continue
            row = "OLD" if name == "delete" else "NEW"
            op.execute(
                f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{TEXT}' "
                f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$"
            )
            op.execute(
                f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}()"
            )


def _drop_triggers() -> None:
    is_postgres = op.get_bind().dialect.name == "postgresql"
    for table in FIXED:
        for name, _event, _condition in _conditions(table):
            trigger = f"{table}_fixed_{name}"
            op.execute(f"DROP TRIGGER {trigger} ON {table}" if is_postgres else f"DROP TRIGGER {trigger}")
            if is_postgres:
                op.execute(f"DROP FUNCTION {trigger}()")


def upgrade() -> None:
    op.create_table('meeting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('domain_id', sa.Integer(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('illustrative', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(state = 'planned') = (opened_at IS NULL)", name=op.f('ck_meeting_open_has_moment')),
    sa.ForeignKeyConstraint(['domain_id'], ['domain.id'], name=op.f('fk_meeting_domain_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting'))
    )
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.create_index('ix_meeting_domain_id_held_on', ['domain_id', 'held_on'], unique=False)

    op.create_table('decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('domain_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=True),
    sa.Column('board_code', sa.String(length=3), nullable=False),
    sa.Column('board_name', sa.String(length=120), nullable=False),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('serial', sa.Integer(), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('subject_en', sa.String(length=200), nullable=False),
    sa.Column('summary', sa.String(length=600), nullable=False),
    sa.Column('summary_en', sa.String(length=600), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('alternatives', sa.Text(), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('conditions', sa.Text(), nullable=False),
    sa.Column('supersedes_id', sa.Integer(), nullable=True),
    sa.Column('meeting_id', sa.Integer(), nullable=True),
    sa.Column('scenario_id', sa.Integer(), nullable=True),
    sa.Column('illustrative', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'published') = (number IS NOT NULL)", name=op.f('ck_decision_published_has_number')),
    sa.CheckConstraint("subject <> ''", name=op.f('ck_decision_subject_filled')),
    sa.CheckConstraint('(number IS NULL) = (published_at IS NULL)', name=op.f('ck_decision_number_has_moment')),
    sa.CheckConstraint('(number IS NULL) = (serial IS NULL)', name=op.f('ck_decision_number_whole')),
    sa.CheckConstraint('(number IS NULL) = (year IS NULL)', name=op.f('ck_decision_number_has_year')),
    sa.CheckConstraint('serial > 0', name=op.f('ck_decision_serial_positive')),
    sa.CheckConstraint('supersedes_id <> id', name=op.f('ck_decision_not_after_itself')),
    sa.ForeignKeyConstraint(['domain_id'], ['domain.id'], name=op.f('fk_decision_domain_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_decision_meeting_id')),
    sa.ForeignKeyConstraint(['supersedes_id'], ['decision.id'], name=op.f('fk_decision_supersedes_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision')),
    sa.UniqueConstraint('board_code', 'year', 'serial', name=op.f('uq_decision_board_code_year_serial')),
    sa.UniqueConstraint('number', name=op.f('uq_decision_number'))
    )
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.create_index('ix_decision_domain_id_state', ['domain_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_meeting_id'), ['meeting_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_scenario_id'), ['scenario_id'], unique=False)
        batch_op.create_index('ix_decision_state_decided_on', ['state', 'decided_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_supersedes_id'), ['supersedes_id'], unique=False)

    op.create_table('meeting_seat',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('seat', sa.String(length=120), nullable=False),
    sa.Column('is_present', sa.Boolean(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('pseudonym', sa.String(length=60), nullable=False),
    sa.CheckConstraint("seat <> ''", name=op.f('ck_meeting_seat_seat_filled')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_seat_meeting_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_meeting_seat_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_seat'))
    )
    with op.batch_alter_table('meeting_seat', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_seat_meeting_id'), ['meeting_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_seat_person_id'), ['person_id'], unique=False)

    op.create_table('agenda_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('use_case_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('why', sa.String(length=600), nullable=False),
    sa.Column('frozen', sa.JSON(), nullable=True),
    sa.Column('outcome', sa.String(length=40), nullable=True),
    sa.Column('aside', sa.String(length=40), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('dissents', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("aside IS NULL OR aside IN ('parked', 'stopped')", name=op.f('ck_agenda_item_aside_is_aside')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_agenda_item_meeting_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['use_case_id'], ['use_case.id'], name=op.f('fk_agenda_item_use_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_item')),
    sa.UniqueConstraint('meeting_id', 'use_case_id', name=op.f('uq_agenda_item_meeting_id_use_case_id'))
    )
    with op.batch_alter_table('agenda_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agenda_item_use_case_id'), ['use_case_id'], unique=False)

    op.create_table('decision_dissent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('seat', sa.String(length=120), nullable=False),
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.CheckConstraint("seat <> ''", name=op.f('ck_decision_dissent_seat_filled')),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_decision_dissent_decision_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_dissent'))
    )
    with op.batch_alter_table('decision_dissent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_dissent_decision_id'), ['decision_id'], unique=False)

    op.create_table('decision_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('use_case_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.Column('aside', sa.String(length=40), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.CheckConstraint("aside IS NULL OR aside IN ('parked', 'stopped')", name=op.f('ck_decision_item_aside_is_aside')),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_decision_item_decision_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['use_case_id'], ['use_case.id'], name=op.f('fk_decision_item_use_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_item')),
    sa.UniqueConstraint('decision_id', 'use_case_id', name=op.f('uq_decision_item_decision_id_use_case_id'))
    )
    with op.batch_alter_table('decision_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_item_use_case_id'), ['use_case_id'], unique=False)

    op.create_table('decision_override',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.Column('direction', sa.String(length=3), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.CheckConstraint("direction IN ('in', 'out')", name=op.f('ck_decision_override_direction_known')),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_decision_override_decision_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_override'))
    )
    with op.batch_alter_table('decision_override', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_override_decision_id'), ['decision_id'], unique=False)

    op.create_table('decision_person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('pseudonym', sa.String(length=60), nullable=False),
    sa.Column('part', sa.String(length=12), nullable=False),
    sa.Column('seat', sa.String(length=120), nullable=False),
    sa.CheckConstraint("part IN ('dissent', 'secretary', 'present')", name=op.f('ck_decision_person_part_known')),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_decision_person_decision_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_decision_person_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_person'))
    )
    with op.batch_alter_table('decision_person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_person_decision_id'), ['decision_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_person_person_id'), ['person_id'], unique=False)

    op.create_table('decision_revisit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('use_case_id', sa.Integer(), nullable=True),
    sa.Column('phase', sa.String(length=40), nullable=True),
    sa.Column('precondition_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.String(length=600), nullable=False),
    sa.Column('model_version', sa.String(length=40), nullable=False),
    sa.Column('due_since', sa.Date(), nullable=True),
    sa.Column('settled_on', sa.Date(), nullable=True),
    sa.Column('settled_by', sa.String(length=200), nullable=False),
    sa.Column('settled_note', sa.String(length=600), nullable=False),
    sa.CheckConstraint("settled_on IS NULL OR settled_by <> ''", name=op.f('ck_decision_revisit_settled_by_someone')),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_decision_revisit_decision_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['use_case_id'], ['use_case.id'], name=op.f('fk_decision_revisit_use_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_revisit'))
    )
    with op.batch_alter_table('decision_revisit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_revisit_decision_id'), ['decision_id'], unique=False)
        batch_op.create_index('ix_decision_revisit_due_since_settled_on', ['due_since', 'settled_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_revisit_use_case_id'), ['use_case_id'], unique=False)

    op.create_table('roadmap_adoption',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_roadmap_adoption_decision_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roadmap_adoption')),
    sa.UniqueConstraint('decision_id', name=op.f('uq_roadmap_adoption_decision_id'))
    )
    op.create_table('roadmap_adoption_row',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('adoption_id', sa.Integer(), nullable=False),
    sa.Column('use_case_id', sa.Integer(), nullable=False),
    sa.Column('start', sa.Integer(), nullable=False),
    sa.Column('quarters', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('is_illustrative', sa.Boolean(), nullable=False),
    sa.CheckConstraint('quarters > 0', name=op.f('ck_roadmap_adoption_row_quarters_positive')),
    sa.ForeignKeyConstraint(['adoption_id'], ['roadmap_adoption.id'], name=op.f('fk_roadmap_adoption_row_adoption_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['use_case_id'], ['use_case.id'], name=op.f('fk_roadmap_adoption_row_use_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roadmap_adoption_row')),
    sa.UniqueConstraint('adoption_id', 'use_case_id', name=op.f('uq_roadmap_adoption_row_adoption_id_use_case_id'))
    )
    with op.batch_alter_table('roadmap_adoption_row', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_roadmap_adoption_row_use_case_id'), ['use_case_id'], unique=False)
    _add_triggers()


def downgrade() -> None:
    _drop_triggers()
    with op.batch_alter_table('roadmap_adoption_row', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_roadmap_adoption_row_use_case_id'))

    op.drop_table('roadmap_adoption_row')
    op.drop_table('roadmap_adoption')
    with op.batch_alter_table('decision_revisit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decision_revisit_use_case_id'))
        batch_op.drop_index('ix_decision_revisit_due_since_settled_on')
        batch_op.drop_index(batch_op.f('ix_decision_revisit_decision_id'))

    op.drop_table('decision_revisit')
    with op.batch_alter_table('decision_person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decision_person_person_id'))
        batch_op.drop_index(batch_op.f('ix_decision_person_decision_id'))

    op.drop_table('decision_person')
    with op.batch_alter_table('decision_override', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decision_override_decision_id'))

    op.drop_table('decision_override')
    with op.batch_alter_table('decision_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decision_item_use_case_id'))

    op.drop_table('decision_item')
    with op.batch_alter_table('decision_dissent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decision_dissent_decision_id'))

    op.drop_table('decision_dissent')
    with op.batch_alter_table('agenda_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agenda_item_use_case_id'))

    op.drop_table('agenda_item')
    with op.batch_alter_table('meeting_seat', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_seat_person_id'))
        batch_op.drop_index(batch_op.f('ix_meeting_seat_meeting_id'))

    op.drop_table('meeting_seat')
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decision_supersedes_id'))
        batch_op.drop_index('ix_decision_state_decided_on')
        batch_op.drop_index(batch_op.f('ix_decision_scenario_id'))
        batch_op.drop_index(batch_op.f('ix_decision_meeting_id'))
        batch_op.drop_index('ix_decision_domain_id_state')

    op.drop_table('decision')
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.drop_index('ix_meeting_domain_id_held_on')

    op.drop_table('meeting')
