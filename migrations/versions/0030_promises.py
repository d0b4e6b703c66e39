"""first promises: no row takes their place, none moves to another use case, and what was expected stays

On SQLite a row that replaces another removes it without a word to the triggers of 0016, so
inserts are looked at too. A later migration that rebuilds one of these tables on SQLite must
make their triggers again.

Revision ID: 0030
Revises: 0025
"""

from alembic import op

revision = "0030"
down_revision = "0025"
branch_labels = None
depends_on = None

TEXT = "what was promised or reported stays"
PROMISED = (
    "EXISTS (SELECT 1 FROM milestone m WHERE m.id = {row}.milestone_id AND m.first_planned_on IS NOT NULL)"
)
# By table: (trigger, event, condition).
FIXED = {
    "milestone": [
        (
            "place",
            "UPDATE OF id, use_case_id",
            "NEW.id <> OLD.id OR (OLD.first_planned_on IS NOT NULL AND NEW.use_case_id <> OLD.use_case_id)",
        ),
    ],
    "milestone_plan": [
        # all but who said so: a person may be erased
        (
            "update",
            'UPDATE OF id, milestone_id, "on", planned_on, reason, note, is_illustrative',
            PROMISED.format(row="OLD"),
        ),
        ("delete", "DELETE", PROMISED.format(row="OLD")),
    ],
}
# Only SQLite knows a row that replaces another.
REPLACING = {
    "milestone": "EXISTS (SELECT 1 FROM milestone o WHERE o.id = NEW.id AND o.first_planned_on IS NOT NULL)",
    "milestone_plan": "EXISTS (SELECT 1 FROM milestone_plan o WHERE o.id = NEW.id)",
    "plan_move": "EXISTS (SELECT 1 FROM plan_move o WHERE o.id = NEW.id)",
    "status_report": "EXISTS (SELECT 1 FROM status_report o WHERE o.id = NEW.id)",
}


def _is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def upgrade() -> None:
    for table, triggers in FIXED.items():
        for name, event, condition in triggers:
            trigger = f"{table}_stays_{name}"
            if not _is_postgres():
                _on_sqlite(trigger, event, table, condition)
                continue
            row = "OLD" if event == "DELETE" else "NEW"
            op.execute(
                f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{TEXT}' "
                f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$"
            )
            op.execute(
                f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}()"
            )
    if not _is_postgres():
        for table, condition in REPLACING.items():
            _on_sqlite(f"{table}_stays_insert", "INSERT", table, condition)


def _on_sqlite(trigger: str, event: str, table: str, condition: str) -> None:
    op.execute(
        f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{TEXT}'); END"
    )


def downgrade() -> None:
    for table, triggers in FIXED.items():
        for name, _event, _condition in triggers:
            trigger = f"{table}_stays_{name}"
            op.execute(f"DROP TRIGGER {trigger} ON {table}" if _is_postgres() else f"DROP TRIGGER {trigger}")
            if _is_postgres():
                op.execute(f"DROP FUNCTION {trigger}()")
    if not _is_postgres():
        for table in REPLACING:
            op.execute(f"DROP TRIGGER {table}_stays_insert")
