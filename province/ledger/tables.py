"""Tables: the ledger's schema as SQLAlchemy Core sees it.

`province/migrations` makes it; a test holds the two together.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Computed,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from province.ledger.columns import EntryId, Json, KioskId, UtcTime
from province.ledger.metadata import metadata

REVISION = "0020"
"""The newest migration, known here so that opening needs no Alembic."""

settings = Table(
    "settings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

points = Table(
    "points",
    metadata,
    Column("point_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("suspended_at", UtcTime),
    # Rooms of an agency belong to its point.
    Column("parent_id", Text, ForeignKey("points.point_id")),
    Column("address", Text, nullable=False, server_default=""),
    Column("contact_name", Text, nullable=False, server_default=""),
    Column("contact_phone", Text, nullable=False, server_default=""),
    Column("gates", Json, nullable=False, server_default="[]"),
    Column("expected_daily", Integer),
    # The name without accents and in small letters, for search.
    Column("folded", Text, nullable=False, server_default=""),
    Index(None, "unit", "point_id"),
    Index(None, "parent_id"),
)

# The last_* columns repeat the kiosk's newest batch: the page and the figures
# read one row per kiosk instead of its whole history.
kiosks = Table(
    "kiosks",
    metadata,
    Column("kiosk_id", Text, primary_key=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("point_id", Text, ForeignKey("points.point_id"), nullable=False),
    Column("gate", Text, nullable=False),
    Column("machine", Text, nullable=False),
    Column("enrolled_at", UtcTime, nullable=False),
    Column("revoked_at", UtcTime),
    Column("last_contact", UtcTime),
    Column("last_pending", BigInteger, nullable=False),
    Column("last_covered_until", UtcTime),
    Column("last_drift_s", BigInteger),
    Column("last_sequence", BigInteger),
    Column("last_app_version", Text),
    Column("last_roster_version", BigInteger),
    Column("last_disk_free", BigInteger),
    Column("last_reader_faults", BigInteger),
    Column("last_clock", Text),
    # When nothing waited: how long a backlog has been standing.
    Column("last_drained_at", UtcTime),
    Index(None, "point_id"),
)

enrolment_codes = Table(
    "enrolment_codes",
    metadata,
    Column("token_sha256", LargeBinary, primary_key=True),
    Column("point_id", Text, ForeignKey("points.point_id"), nullable=False),
    Column("gate", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
    Column("public_key", LargeBinary),
    Column("answer", LargeBinary),
)

batches = Table(
    "batches",
    metadata,
    Column(
        "batch_id",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=True,
    ),
    Column("hash", LargeBinary, nullable=False, unique=True),
    Column("kiosk_id", Text, ForeignKey("kiosks.kiosk_id"), nullable=False),
    Column("epoch", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("count", Integer, nullable=False),
    Column("last", BigInteger, Computed("first + count - 1")),
    Column("start", LargeBinary, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("covered_until", UtcTime, nullable=False),
    Column("sent_at", UtcTime, nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("app_version", Text, nullable=False),
    Column("clock", Text, nullable=False),
    Column("pending", BigInteger, nullable=False),
    Column("roster_version", BigInteger, nullable=False),
    Column("disk_free", BigInteger, nullable=False),
    Column("reader_faults", BigInteger, nullable=False),
    Index(None, "kiosk_id", "epoch", "sequence"),
)
# Of those with entries: where in its chain a kiosk's lie (province.ledger.senders).
Index(
    "ix_batches_last",
    batches.c.kiosk_id,
    batches.c["last"],
    sqlite_where=batches.c["count"] > 0,
    postgresql_where=batches.c["count"] > 0,
)

# What admins did at a kiosk (kiosk.protocol.content.ADMIN_ACTS): chained and
# kept like entries, counted nowhere.
admin_log = Table(
    "admin_log",
    metadata,
    Column("entry_id", EntryId, primary_key=True),
    Column("batch_id", BigInteger, ForeignKey("batches.batch_id"), nullable=False),
    Column("kiosk_id", KioskId, nullable=False),
    Column("point_id", Text, ForeignKey("points.point_id"), nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("act", Text, nullable=False),
    Column("decided_at", UtcTime, nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("refers", EntryId),
    Column("status", Text, nullable=False),
    Column("commitment", LargeBinary, nullable=False),
    Column("sealed", LargeBinary),
    Index(None, "point_id", "decided_at"),
    Index(None, "kiosk_id", "position"),
)

conflicts = Table(
    "conflicts",
    metadata,
    Column("entry_id", EntryId, primary_key=True),
    Column("commitment", LargeBinary, primary_key=True),
    Column("batch_id", BigInteger, ForeignKey("batches.batch_id"), nullable=False),
    Column("kiosk_id", Text, ForeignKey("kiosks.kiosk_id"), nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("sealed", LargeBinary),
)

users = Table(
    "users",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("locked_until", UtcTime),
    Column("email", Text, nullable=False, server_default=""),
    # base32, RFC 6238; NULL until the officer has confirmed a first code.
    Column("totp_secret", Text),
    # The last time step that was used: a code opens once (RFC 6238, 5.2).
    Column("totp_step", BigInteger),
    Column("must_change", Boolean, nullable=False, server_default=false()),
    Column("disabled_at", UtcTime),
    # The subject at an OpenID provider, where the officer comes from there.
    Column("subject", Text),
    Index(None, "subject", unique=True),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_sha256", LargeBinary, primary_key=True),
    Column("user_name", Text, ForeignKey("users.name"), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    # `whole`, or `code` while the second factor is still asked for.
    Column("stage", Text, nullable=False, server_default="whole"),
    Column("seen_at", UtcTime, nullable=False, server_default="0"),
    Column("remote", Text, nullable=False, server_default=""),
    Column("browser", Text, nullable=False, server_default=""),
    # A TOTP secret that the officer has been shown and not confirmed yet.
    Column("totp_offer", Text),
    Index(None, "expires_at"),
    Index(None, "user_name"),
)

# Passes that were issued, the name sealed; `list_index` is a pass's bit (kiosk.protocol.status_list).
passes = Table(
    "passes",
    metadata,
    Column("pass_id", LargeBinary, primary_key=True),
    Column("list_id", Integer, nullable=False),
    Column("list_index", Integer, nullable=False),
    Column("name", LargeBinary, nullable=False),
    Column("not_before", UtcTime, nullable=False),
    Column("not_after", UtcTime, nullable=False),
    Column("issued_at", UtcTime, nullable=False),
    Column("revoked_at", UtcTime),
    UniqueConstraint("list_id", "list_index"),
)
Index(
    "ix_passes_revoked",
    passes.c.list_id,
    passes.c.list_index,
    sqlite_where=passes.c.revoked_at.is_not(None),
    postgresql_where=passes.c.revoked_at.is_not(None),
)

# Issuers' keys that every kiosk is to trust (kiosk.protocol.trust).
trusted_keys = Table(
    "trusted_keys",
    metadata,
    Column("key_name", Text, primary_key=True),
    Column("key", Json, nullable=False),
    Column("added_at", UtcTime, nullable=False),
)

# Third parties' certificates that are revoked (kiosk.protocol.revocation).
revoked_certificates = Table(
    "revoked_certificates",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("before_second", BigInteger, nullable=False),
)

# Whose documents are looked for (province.ledger.watch), sealed; `entry` is the hash
# that kiosks hold. So are the keys below: by them who is on the list could be tried.
watched = Table(
    "watched",
    metadata,
    Column("entry", LargeBinary, primary_key=True),
    Column("document", LargeBinary, nullable=False),
    Column("added_at", UtcTime, nullable=False),
)

watch_keys = Table(
    "watch_keys",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("key", LargeBinary, nullable=False),
    Column("made_at", UtcTime, nullable=False),
)

watch_shards = Table(
    "watch_shards",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("changes", BigInteger, nullable=False),
    Column("sealed", BigInteger, nullable=False),
    Column("name", LargeBinary),
)

watch_blobs = Table(
    "watch_blobs",
    metadata,
    Column("name", LargeBinary, primary_key=True),
    Column("blob", LargeBinary, nullable=False),
    Column("left_at", UtcTime),
)

# What a batch over the network tells of a boot: when its count began, by the
# province's clock (province.placing).
anchors = Table(
    "anchors",
    metadata,
    Column("kiosk_id", Text, ForeignKey("kiosks.kiosk_id"), primary_key=True),
    Column("boot", Text, primary_key=True),
    Column("began_at", UtcTime, nullable=False),
)

# Boots with entries whose clock was not trusted; `began_at` is how they are placed.
stretches = Table(
    "stretches",
    metadata,
    Column("kiosk_id", Text, ForeignKey("kiosks.kiosk_id"), primary_key=True),
    Column("boot", Text, primary_key=True),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("first_ms", BigInteger, nullable=False),
    Column("last_ms", BigInteger, nullable=False),
    Column("claimed", UtcTime, nullable=False),
    Column("latest", UtcTime, nullable=False),
    Column("earliest", UtcTime),
    Column("is_exact", Boolean, nullable=False),
    Column("began_at", UtcTime),
    Column("placing", Text),
)

# Every link that some batch stated, at its start and at its end.
heads = Table(
    "heads",
    metadata,
    Column("kiosk_id", Text, ForeignKey("kiosks.kiosk_id"), primary_key=True),
    Column("epoch", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("link", LargeBinary, primary_key=True),
)

# `after_*` is where an epoch goes on, once the act that begins it is here.
epochs = Table(
    "epochs",
    metadata,
    Column("kiosk_id", Text, ForeignKey("kiosks.kiosk_id"), primary_key=True),
    Column("epoch", Text, primary_key=True),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("after_epoch", Text),
    Column("after_position", BigInteger),
    Column("after_link", LargeBinary),
)

# Chains that were told in two ways (province.forks), for an officer to decide.
forks = Table(
    "forks",
    metadata,
    Column(
        "fork_id",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=True,
    ),
    Column("kiosk_id", Text, ForeignKey("kiosks.kiosk_id"), nullable=False),
    Column("epoch", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("beyond", BigInteger),
    Column("seen_at", UtcTime, nullable=False),
    Column("batch_id", BigInteger, ForeignKey("batches.batch_id"), nullable=False),
    Column("decided_by", Text, ForeignKey("users.name")),
    UniqueConstraint("kiosk_id", "epoch", "kind"),
)
