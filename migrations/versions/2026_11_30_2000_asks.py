"""Keep whether a message asks something, so that its text need not be read when items are computed."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from api.method.writing.own_words import asks

revision: str = "2026_11_30_2000"
down_revision: str | None = "2026_11_30_1930"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

AT_ONCE = 500

emails = sa.table(
    "outreach_emails",
    *(sa.column(name, sa.Uuid()) for name in ("org_id", "id")),
    *(sa.column(name, sa.Text()) for name in ("subject", "body")),
    sa.column("asks", sa.Boolean()),
)


def upgrade() -> None:
    op.add_column("outreach_emails", sa.Column("asks", sa.Boolean(), nullable=True))
    connection = op.get_bind()
    key = sa.tuple_(emails.c.org_id, emails.c.id)
    written = sa.select(emails).where(sa.or_(emails.c.body.is_not(None), emails.c.subject.is_not(None)))
    some = written.order_by(emails.c.org_id, emails.c.id).limit(AT_ONCE)
    rows = connection.execute(some).all()
    while rows:
        asking = [{"org": row.org_id, "which": row.id} for row in rows if asks(row.subject, row.body)]
        mark = sa.update(emails).where(emails.c.org_id == sa.bindparam("org"), emails.c.id == sa.bindparam("which"))
        if asking:
            connection.execute(mark.values(asks=True), asking)
        last = sa.tuple_(*(sa.literal(value, sa.Uuid()) for value in (rows[-1].org_id, rows[-1].id)))
        rows = connection.execute(some.where(key > last)).all()


def downgrade() -> None:
    op.drop_column("outreach_emails", "asks")
