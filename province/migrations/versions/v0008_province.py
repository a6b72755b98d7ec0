"""0008: units and their history, places and posters, what points did on each day, officers' rights and audit."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    false,
    text,
    true,
)

from province.folding import fold
from province.ledger.columns import Day, Json, UtcTime

revision = "0008"
down_revision = "0007"

NUMBER = BigInteger().with_variant(Integer, "sqlite")

LIST_UNITS = """
INSERT INTO point_units (point_id, valid_from, unit)
SELECT point_id, 0, unit FROM points
"""
LIST_ANCESTORS = """
INSERT INTO unit_ancestors (code, ancestor)
SELECT DISTINCT unit, unit FROM points
"""


def upgrade() -> None:
    """Add columns and tables; each point has lain in its unit from the first day."""
    _widen_points()
    _widen_users()
    _widen_kiosks()
    _add_units()
    _add_places()
    _add_days()
    _add_officers()
    _add_letters()
    op.execute(LIST_UNITS)
    op.execute(LIST_ANCESTORS)
    _fold_names()
    _count_days()


def _widen_points() -> None:
    for column in (
        Column(
            "parent_id",
            Text,
            ForeignKey("points.point_id", name="fk_points_parent_id"),
        ),
        Column("address", Text, nullable=False, server_default=""),
        Column("contact_name", Text, nullable=False, server_default=""),
        Column("contact_phone", Text, nullable=False, server_default=""),
        Column("gates", Json, nullable=False, server_default="[]"),
        Column("expected_daily", Integer),
        Column("folded", Text, nullable=False, server_default=""),
    ):
        # SQLite knows a reference only as a part of the column.
        op.add_column("points", column, inline_references=True)
    op.create_index("ix_points_parent_id", "points", ["parent_id"])


def _widen_users() -> None:
    for column in (
        Column("email", Text, nullable=False, server_default=""),
        Column("totp_secret", Text),
        Column("totp_step", BigInteger),
        Column("must_change", Boolean, nullable=False, server_default=false()),
        Column("disabled_at", UtcTime),
        Column("subject", Text),
    ):
        op.add_column("users", column)
    op.create_index("ix_users_subject", "users", ["subject"], unique=True)
    for column in (
        Column("stage", Text, nullable=False, server_default="whole"),
        Column("seen_at", UtcTime, nullable=False, server_default="0"),
        Column("remote", Text, nullable=False, server_default=""),
        Column("browser", Text, nullable=False, server_default=""),
        Column("totp_offer", Text),
    ):
        op.add_column("sessions", column)
    op.create_index("ix_sessions_user_name", "sessions", ["user_name"])


def _widen_kiosks() -> None:
    for column in (
        Column("last_sequence", BigInteger),
        Column("last_app_version", Text),
        Column("last_roster_version", BigInteger),
        Column("last_disk_free", BigInteger),
        Column("last_reader_faults", BigInteger),
        Column("last_clock", Text),
        Column("last_drained_at", UtcTime),
    ):
        op.add_column("kiosks", column)


def _add_units() -> None:
    op.create_table(
        "units",
        Column("code", Text, nullable=False),
        Column("valid_from", Day, nullable=False),
        Column("valid_until", Day),
        Column("name", Text, nullable=False),
        Column("folded", Text, nullable=False),
        Column("level", Text, nullable=False),
        Column("parent", Text),
        PrimaryKeyConstraint("code", "valid_from", name="pk_units"),
    )
    op.create_index("ix_units_parent", "units", ["parent"])
    op.create_table(
        "unit_ancestors",
        Column("code", Text, nullable=False),
        Column("ancestor", Text, nullable=False),
        PrimaryKeyConstraint("code", "ancestor", name="pk_unit_ancestors"),
    )
    op.create_index(
        "ix_unit_ancestors_ancestor_code", "unit_ancestors", ["ancestor", "code"]
    )
    op.create_table(
        "unit_successors",
        Column("old_code", Text, nullable=False),
        Column("new_code", Text, nullable=False),
        Column("day", Day, nullable=False),
        PrimaryKeyConstraint("old_code", "new_code", "day", name="pk_unit_successors"),
    )
    op.create_index("ix_unit_successors_new_code", "unit_successors", ["new_code"])
    op.create_table(
        "point_units",
        Column("point_id", Text, nullable=False),
        Column("valid_from", Day, nullable=False),
        Column("unit", Text, nullable=False),
        ForeignKeyConstraint(
            ["point_id"], ["points.point_id"], name="fk_point_units_point_id"
        ),
        PrimaryKeyConstraint("point_id", "valid_from", name="pk_point_units"),
    )
    op.create_index("ix_point_units_unit_point_id", "point_units", ["unit", "point_id"])


def _add_places() -> None:
    op.create_table(
        "suspensions",
        Column("point_id", Text, nullable=False),
        Column("since", UtcTime, nullable=False),
        Column("until", UtcTime),
        Column("reason", Text, nullable=False),
        Column("decided_by", Text, nullable=False),
        ForeignKeyConstraint(
            ["point_id"], ["points.point_id"], name="fk_suspensions_point_id"
        ),
        PrimaryKeyConstraint("point_id", "since", name="pk_suspensions"),
    )
    op.create_table(
        "places",
        Column("place_id", NUMBER, autoincrement=True, nullable=False),
        Column("name", Text, nullable=False),
        Column("folded", Text, nullable=False),
        Column("category", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("address", Text, nullable=False),
        Column("point_id", Text),
        Column("added_at", UtcTime, nullable=False),
        Column("left_at", UtcTime),
        ForeignKeyConstraint(
            ["point_id"], ["points.point_id"], name="fk_places_point_id"
        ),
        PrimaryKeyConstraint("place_id", name="pk_places"),
    )
    op.create_index("ix_places_point_id", "places", ["point_id"])
    op.create_index("ix_places_unit_category", "places", ["unit", "category"])
    op.create_table(
        "applications",
        Column("application_id", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("category", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("address", Text, nullable=False),
        Column("contact_name", Text, nullable=False),
        Column("contact_phone", Text, nullable=False),
        Column("applied_at", UtcTime, nullable=False),
        Column("answer", Text),
        Column("reason", Text, server_default="", nullable=False),
        Column("decided_at", UtcTime),
        Column("decided_by", Text),
        Column("point_id", Text),
        ForeignKeyConstraint(
            ["point_id"], ["points.point_id"], name="fk_applications_point_id"
        ),
        PrimaryKeyConstraint("application_id", name="pk_applications"),
    )
    op.create_index("ix_applications_answer_unit", "applications", ["answer", "unit"])
    op.create_table(
        "posters",
        Column("poster_id", Text, nullable=False),
        Column("point_id", Text, nullable=False),
        Column("gate", Text, nullable=False),
        Column("made_at", UtcTime, nullable=False),
        Column("made_by", Text, nullable=False),
        Column("revoked_at", UtcTime),
        Column("renewed_as", Text),
        ForeignKeyConstraint(
            ["point_id"], ["points.point_id"], name="fk_posters_point_id"
        ),
        PrimaryKeyConstraint("poster_id", name="pk_posters"),
    )
    op.create_index("ix_posters_point_id", "posters", ["point_id"])


def _add_days() -> None:
    op.create_table(
        "point_days",
        Column("day", Day, nullable=False),
        Column("point_id", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("entries", Integer, nullable=False),
        Column("admitted", Integer, nullable=False),
        Column("refused", Integer, nullable=False),
        *(
            Column(f"h{hour:02}", Integer, server_default="0", nullable=False)
            for hour in range(24)
        ),
        ForeignKeyConstraint(
            ["point_id"], ["points.point_id"], name="fk_point_days_point_id"
        ),
        PrimaryKeyConstraint("day", "point_id", name="pk_point_days"),
    )
    op.create_index("ix_point_days_point_id_day", "point_days", ["point_id", "day"])
    op.create_index("ix_point_days_unit_day", "point_days", ["unit", "day"])
    op.create_table(
        "alarms",
        Column("alarm_id", NUMBER, autoincrement=True, nullable=False),
        Column("kind", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("since", UtcTime, nullable=False),
        Column("seen_at", UtcTime),
        Column("seen_by", Text),
        Column("note", Text, server_default="", nullable=False),
        Column("is_over", Boolean, server_default=false(), nullable=False),
        PrimaryKeyConstraint("alarm_id", name="pk_alarms"),
    )
    op.create_index("ix_alarms_kind_subject", "alarms", ["kind", "subject"])


def _add_officers() -> None:
    op.create_table(
        "invitations",
        Column("token_sha256", LargeBinary, nullable=False),
        Column("user_name", Text, nullable=False),
        Column("made_by", Text, nullable=False),
        Column("made_at", UtcTime, nullable=False),
        Column("expires_at", UtcTime, nullable=False),
        Column("used_at", UtcTime),
        PrimaryKeyConstraint("token_sha256", name="pk_invitations"),
    )
    op.create_index("ix_invitations_user_name", "invitations", ["user_name"])
    op.create_table(
        "audit",
        Column("audit_id", NUMBER, autoincrement=True, nullable=False),
        Column("at", UtcTime, nullable=False),
        Column("user_name", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("act", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("told", Json, nullable=False),
        Column("remote", Text, nullable=False),
        PrimaryKeyConstraint("audit_id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_user_name_at", "audit", ["user_name", "at"])
    op.create_table(
        "uploads",
        Column("upload_id", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("user_name", Text, nullable=False),
        Column("made_at", UtcTime, nullable=False),
        Column("content", LargeBinary, nullable=False),
        Column("told", Json),
        PrimaryKeyConstraint("upload_id", name="pk_uploads"),
    )
    op.create_index("ix_uploads_user_name_kind", "uploads", ["user_name", "kind"])


def _add_letters() -> None:
    op.create_table(
        "reminders",
        Column("reminder_id", NUMBER, autoincrement=True, nullable=False),
        Column("unit", Text, nullable=False),
        Column("made_at", UtcTime, nullable=False),
        Column("made_by", Text, nullable=False),
        Column("way", Text, nullable=False),
        Column("recipient", Text, nullable=False),
        Column("since", UtcTime, nullable=False),
        Column("until", UtcTime, nullable=False),
        Column("points", Json, nullable=False),
        Column("subject", Text, nullable=False),
        Column("text", Text, nullable=False),
        Column("sent_at", UtcTime),
        Column("attempts", Integer, server_default="0", nullable=False),
        Column("next_at", UtcTime),
        Column("fault", Text, server_default="", nullable=False),
        PrimaryKeyConstraint("reminder_id", name="pk_reminders"),
    )
    op.create_index("ix_reminders_next_at", "reminders", ["next_at"])
    op.create_index("ix_reminders_unit_made_at", "reminders", ["unit", "made_at"])
    op.create_table(
        "schedules",
        Column("schedule_id", NUMBER, autoincrement=True, nullable=False),
        Column("kind", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("weekday", Integer),
        Column("month_day", Integer),
        Column("minute", Integer, nullable=False),
        Column("recipients", Json, nullable=False),
        Column("is_on", Boolean, server_default=true(), nullable=False),
        Column("last_run", UtcTime),
        Column("made_by", Text, nullable=False),
        PrimaryKeyConstraint("schedule_id", name="pk_schedules"),
    )
    op.create_index("ix_schedules_unit_kind", "schedules", ["unit", "kind"])
    op.create_table(
        "policy_versions",
        Column("version", Integer, autoincrement=False, nullable=False),
        Column("text", Text, nullable=False),
        Column("made_at", UtcTime, nullable=False),
        Column("made_by", Text, nullable=False),
        PrimaryKeyConstraint("version", name="pk_policy_versions"),
    )


def _count_days() -> None:
    op.create_index(
        "ix_entries_held",
        "entries",
        ["kiosk_id"],
        sqlite_where=text("status = 'held'"),
        postgresql_where=text("status = 'held'"),
    )


def _fold_names() -> None:
    connection = op.get_bind()
    names = connection.execute(text("SELECT point_id, name FROM points")).all()
    if names:
        connection.execute(
            text("UPDATE points SET folded = :folded WHERE point_id = :point_id"),
            [{"folded": fold(name), "point_id": one} for one, name in names],
        )
