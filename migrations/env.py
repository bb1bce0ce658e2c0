"""Runs the migrations on the connection it is given; `touchbase migrate` gives it one."""

from alembic import context

from api import registry
from api.core.store import idempotency
from api.core.store.tables import Base

# Every table is known once these are imported.
__all__ = ["idempotency", "registry"]

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
