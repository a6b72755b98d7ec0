"""0011: the audit is only added to; the database itself refuses the rest."""

from alembic import op

revision = "0011"
down_revision = "0008"

KEPT_S = 1826 * 86_400
"""Five years: so long an officer can be called to account for most of what was done
(Law on cadres and civil servants as changed in 2019, Article 80)."""

# What is older may be deleted, once retention says so.
SQLITE = (
    """
CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END
""",
    f"""
CREATE TRIGGER audit_kept BEFORE DELETE ON audit
WHEN OLD.at > (CAST(strftime('%s', 'now') AS INTEGER) - {KEPT_S}) * 1000000
BEGIN SELECT RAISE(ABORT, 'the audit is kept for five years'); END
""",
)

POSTGRESQL = (
    f"""
CREATE FUNCTION keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.at <= (extract(epoch FROM now())::bigint - {KEPT_S}) * 1000000 THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION 'the audit is only added to, and kept for five years';
END $$
""",
    """
CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION keep_audit()
""",
    """
CREATE TRIGGER audit_whole BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION keep_audit()
""",
)


def upgrade() -> None:
    """Add the triggers of the database that this is."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        op.execute(statement)
