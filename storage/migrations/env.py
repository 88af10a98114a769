"""Run by Alembic with what `storage.migrate` hands it: a connection in a transaction, or an address.

Never here: settings, logging, or an engine.
"""

from __future__ import annotations

from alembic import context

from storage.tables import metadata

attributes = context.config.attributes
if context.is_offline_mode():
    context.configure(
        dialect_name=attributes["url"].get_backend_name(),
        target_metadata=metadata,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
        render_as_batch=True,
    )
else:
    context.configure(
        connection=attributes["connection"],
        target_metadata=metadata,
        compare_type=True,
        compare_server_default=True,
        render_as_batch=True,
    )
with context.begin_transaction():
    context.run_migrations()
