"""Promises ring like alarms do; cards, people and to-dos know a little more of themselves.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_IN_FORCE = sa.text("reset_at IS NULL")


def upgrade() -> None:
    op.add_column("cards", sa.Column("event_key", sa.String(), nullable=True))
    op.add_column(
        "people", sa.Column("configured", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("todos", sa.Column("mornings", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("rings") as rings:
        rings.alter_column("alert_id", existing_type=sa.String(), nullable=True)
        rings.add_column(sa.Column("promise_id", sa.String(), nullable=True))
        rings.create_index("ix_rings_promise", ["promise_id"], unique=False)
    op.create_index(
        "ix_lessons_in_force",
        "lessons",
        ["id"],
        unique=False,
        postgresql_where=_IN_FORCE,
        sqlite_where=_IN_FORCE,
    )


def downgrade() -> None:
    op.drop_index("ix_lessons_in_force", "lessons")
    op.execute("DELETE FROM rings WHERE alert_id IS NULL")
    with op.batch_alter_table("rings") as rings:
        rings.drop_index("ix_rings_promise")
        rings.drop_column("promise_id")
        rings.alter_column("alert_id", existing_type=sa.String(), nullable=False)
    op.drop_column("todos", "mornings")
    op.drop_column("people", "configured")
    op.drop_column("cards", "event_key")
