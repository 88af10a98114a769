"""The records of the house, all of them sealed where they are personal, from the first day on.

Expand, migrate, contract: the release before this revision must still run on it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _audit()
    _closure()
    _standstill()
    _data_key()
    _document()
    _policy()
    _inbox()
    _invite()
    _link()
    _person()
    _staff_member()
    _tick_run()
    _conversation()
    _application()
    _outbox()
    _prompt()
    _web_message()
    _agreement()
    _appeal()
    _telling()
    _appointment()
    _contact()
    _accepted()
    _due()
    _meeting()
    _offer()
    _refusal_of_use()
    _claim()
    _offered_time()
    _promise()
    _chats()
    _forms()


def downgrade() -> None:
    for table in (
        "form",
        "chat_union",
        "chat_try",
        "chat_code",
        "promise",
        "offered_time",
        "claim",
        "refusal_of_use",
        "offer",
        "meeting",
        "due",
        "accepted",
        "contact",
        "appointment",
        "appeal",
        "telling",
        "agreement",
        "web_message",
        "prompt",
        "outbox",
        "application",
        "conversation",
        "tick_run",
        "staff_member",
        "person",
        "link",
        "invite",
        "inbox",
        "document",
        "policy",
        "data_key",
        "audit",
        "standstill",
        "closure",
    ):
        op.drop_table(table)


def _one_of(column: str, *values: str, name: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=name)


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_subject"), "audit", ["subject"], unique=False)


def _data_key() -> None:
    op.create_table(
        "data_key",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_data_key")),
    )


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("summaries", sa.JSON(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("office", "name", "version", "locale", name=op.f("uq_document_office_name_version_locale")),
    )


def _policy() -> None:
    op.create_table(
        "policy",
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("stamp", sa.String(), nullable=False),
        sa.Column("first_served", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("office", "stamp", name=op.f("pk_policy")),
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        _one_of("status", "waiting", "done", "dead", name=op.f("ck_inbox_status")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_inbox")),
        sa.UniqueConstraint("channel", "event_id", name=op.f("uq_inbox_channel_event_id")),
    )
    op.create_index(
        "ix_inbox_line",
        "inbox",
        ["channel", "address", "at", "seq"],
        unique=False,
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_index(op.f("ix_inbox_received_at"), "inbox", ["received_at"], unique=False)
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["at", "seq"],
        unique=False,
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )


def _invite() -> None:
    op.create_table(
        "invite",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invite")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invite_code_hash")),
    )


def _link() -> None:
    op.create_table(
        "link",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        _one_of("kind", "join", "calendar", "return", name=op.f("ck_link_kind")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_link")),
        sa.UniqueConstraint("subject", "kind", name=op.f("uq_link_subject_kind")),
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )


def _staff_member() -> None:
    op.create_table(
        "staff_member",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("user_id <> ''", name=op.f("ck_staff_member_user")),
        sa.PrimaryKeyConstraint("channel", "user_id", "office", name=op.f("pk_staff_member")),
    )


def _closure() -> None:
    op.create_table(
        "closure",
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("office", "day", name=op.f("pk_closure")),
    )


def _standstill() -> None:
    op.create_table(
        "standstill",
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("office", name=op.f("pk_standstill")),
    )


def _tick_run() -> None:
    op.create_table(
        "tick_run",
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("scheduled_for", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("job", "scheduled_for", name=op.f("pk_tick_run")),
    )


def _conversation() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("guess", sa.String(), nullable=False),
        sa.Column("session", sa.LargeBinary(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("draft_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forget_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("menu", sa.String(), nullable=True),
        _one_of("kind", "person", "staff", "unbound", name=op.f("ck_conversation_kind")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_conversation_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("channel", "address", name=op.f("uq_conversation_channel_address")),
    )
    op.create_index(
        "ix_conversation_draft",
        "conversation",
        ["draft_expires_at"],
        unique=False,
        sqlite_where=sa.text("draft_expires_at IS NOT NULL"),
        postgresql_where=sa.text("draft_expires_at IS NOT NULL"),
    )
    owed = "channel = 'line' AND kind = 'person' AND blocked_at IS NULL AND (menu IS NULL OR menu <> locale)"
    op.create_index(
        "ix_conversation_menu",
        "conversation",
        ["channel", "id"],
        unique=False,
        sqlite_where=sa.text(owed),
        postgresql_where=sa.text(owed),
    )
    op.create_index(op.f("ix_conversation_person_id"), "conversation", ["person_id"], unique=False)
    op.create_index(
        "ix_conversation_staff",
        "conversation",
        ["office"],
        unique=False,
        sqlite_where=sa.text("kind = 'staff'"),
        postgresql_where=sa.text("kind = 'staff'"),
    )


def _application() -> None:
    op.create_table(
        "application",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("policy_version", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wishes", sa.JSON(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("number", sa.LargeBinary(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("interpreter", sa.LargeBinary(), nullable=True),
        sa.Column("name_reading", sa.LargeBinary(), nullable=True),
        sa.Column("stay_status", sa.LargeBinary(), nullable=True),
        sa.Column("stay_until", sa.LargeBinary(), nullable=True),
        sa.Column("masked_name", sa.String(), nullable=False),
        sa.Column("masked_number", sa.String(), nullable=False),
        sa.Column("number_hash", sa.String(), nullable=True),
        sa.Column("phone_hash", sa.String(), nullable=True),
        sa.Column("residence", sa.String(), nullable=False),
        sa.Column("needs", sa.String(), nullable=False),
        sa.Column("companion", sa.String(), nullable=False),
        sa.Column("access", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("changing", sa.Boolean(), nullable=False),
        sa.Column("waits_for", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        _one_of(
            "status",
            "requested",
            "offered",
            "booked",
            "attended",
            "declined",
            "lapsed",
            "cancelled_by_person",
            "cancelled_by_office",
            "deemed_cancelled",
            "not_held",
            name=op.f("ck_application_status"),
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_application_conversation_id_conversation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_application_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("code", name=op.f("uq_application_code")),
    )
    op.create_index(
        "ix_application_kept",
        "application",
        ["office", "updated_at"],
        unique=False,
        sqlite_where=sa.text("erased_at IS NULL"),
        postgresql_where=sa.text("erased_at IS NULL"),
    )
    op.create_index(op.f("ix_application_conversation_id"), "application", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_application_number_hash"), "application", ["number_hash"], unique=False)
    op.create_index("ix_application_office_status", "application", ["office", "status"], unique=False)
    op.create_index(op.f("ix_application_person_id"), "application", ["person_id"], unique=False)
    op.create_index(op.f("ix_application_phone_hash"), "application", ["phone_hash"], unique=False)
    op.create_index(op.f("ix_application_updated_at"), "application", ["updated_at"], unique=False)


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("letter", sa.LargeBinary(), nullable=False),
        sa.Column("prompt_id", sa.String(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("doubtful", sa.Boolean(), nullable=False),
        sa.Column("retry_key", sa.String(), nullable=False),
        sa.Column("rendered", sa.LargeBinary(), nullable=True),
        sa.Column("covers", sa.Integer(), nullable=False),
        sa.Column("head", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        _one_of("status", "waiting", "leased", "unknown", "sent", "dead", "dropped", name=op.f("ck_outbox_status")),
        _one_of("urgency", "must_arrive", "courtesy", name=op.f("ck_outbox_urgency")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_outbox_conversation_id_conversation")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index(op.f("ix_outbox_conversation_id"), "outbox", ["conversation_id"], unique=False)
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["seq"],
        unique=False,
        sqlite_where=sa.text("status IN ('waiting', 'leased', 'unknown')"),
        postgresql_where=sa.text("status IN ('waiting', 'leased', 'unknown')"),
    )
    op.create_index(
        "ix_outbox_pending",
        "outbox",
        ["conversation_id", "seq"],
        unique=False,
        sqlite_where=sa.text("status IN ('waiting', 'leased', 'unknown')"),
        postgresql_where=sa.text("status IN ('waiting', 'leased', 'unknown')"),
    )
    op.create_index(
        "uq_outbox_in_flight",
        "outbox",
        ["conversation_id"],
        unique=True,
        sqlite_where=sa.text("status = 'leased'"),
        postgresql_where=sa.text("status = 'leased'"),
    )


def _prompt() -> None:
    op.create_table(
        "prompt",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered", sa.String(), nullable=True),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_prompt_conversation_id_conversation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_prompt_person_id_person")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_prompt")),
        sa.UniqueConstraint("id", name=op.f("uq_prompt_id")),
    )
    op.create_index("ix_prompt_conversation_id_seq", "prompt", ["conversation_id", "seq"], unique=False)


def _web_message() -> None:
    op.create_table(
        "web_message",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _one_of("side", "me", "bot", name=op.f("ck_web_message_side")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_web_message_conversation_id_conversation")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_web_message")),
        sa.UniqueConstraint("key", name=op.f("uq_web_message_key")),
    )
    op.create_index(op.f("ix_web_message_conversation_id"), "web_message", ["conversation_id"], unique=False)


def _telling() -> None:
    op.create_table(
        "telling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        _one_of("status", "waiting", "told", "dropped", name=op.f("ck_telling_status")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_telling_document_id_document")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_telling_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telling")),
        sa.UniqueConstraint("person_id", "document_id", name=op.f("uq_telling_person_id_document_id")),
    )
    op.create_index(
        "ix_telling_waiting",
        "telling",
        ["at", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )


def _agreement() -> None:
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_agreement_application_id_application")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_agreement_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_application_id"), "agreement", ["application_id"], unique=False)
    op.create_index(op.f("ix_agreement_person_id"), "agreement", ["person_id"], unique=False)


def _appeal() -> None:
    op.create_table(
        "appeal",
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        _one_of("decided", "", "accepted", "upheld", "corrected", name=op.f("ck_appeal_decided")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_appeal_application_id_application")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_appeal")),
    )
    op.create_index(
        "ix_appeal_open",
        "appeal",
        ["application_id"],
        unique=False,
        sqlite_where=sa.text("decided = ''"),
        postgresql_where=sa.text("decided = ''"),
    )


def _refusal_of_use() -> None:
    op.create_table(
        "refusal_of_use",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=False),
        _one_of("reason", "absences", "rules", "false_details", "residence", name=op.f("ck_refusal_of_use_reason")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_refusal_of_use_application_id_application")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_refusal_of_use_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusal_of_use")),
    )
    op.create_index(op.f("ix_refusal_of_use_application_id"), "refusal_of_use", ["application_id"], unique=False)
    op.create_index(op.f("ix_refusal_of_use_person_id"), "refusal_of_use", ["person_id"], unique=False)
    op.create_index(
        "uq_refusal_of_use_live",
        "refusal_of_use",
        ["office", "person_id"],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )


def _appointment() -> None:
    op.create_table(
        "appointment",
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("policy_version", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("link", sa.LargeBinary(), nullable=True),
        sa.Column("link_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("will_come", sa.Boolean(), nullable=False),
        sa.Column("mark", sa.String(), nullable=True),
        sa.Column("marked_by", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_appointment_minutes")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_appointment_application_id_application")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_appointment")),
    )
    op.create_index(op.f("ix_appointment_start"), "appointment", ["start"], unique=False)


def _accepted() -> None:
    op.create_table(
        "accepted",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _one_of(
            "kind",
            "booked",
            "moved",
            "link",
            "reminder",
            "reminder_soon",
            "trouble",
            "deemed",
            "no_contact",
            "no_link",
            "other_times",
            "stands",
            "corrected",
            "cancelled",
            "appeal",
            name=op.f("ck_accepted_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_accepted_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accepted")),
    )
    op.create_index(op.f("ix_accepted_application_id"), "accepted", ["application_id"], unique=False)


def _contact() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _one_of(
            "kind",
            "joined",
            "late",
            "cannot_connect",
            "no_answer_by_phone",
            "message",
            "cancel_wish",
            "taken_back",
            "call_logged",
            name=op.f("ck_contact_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_contact_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_application_id"), "contact", ["application_id"], unique=False)


def _due() -> None:
    op.create_table(
        "due",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        _one_of(
            "kind",
            "answer_due",
            "request_lapses",
            "offer_nudge",
            "offer_lapses",
            "reminder",
            "link_missing",
            "start",
            "trouble",
            "grace",
            "deemed_notice",
            "change_due",
            "change_ends",
            "freed",
            "end",
            "appeal_due",
            "staff_nudge",
            "wish_due",
            "staff_again",
            "late_told",
            name=op.f("ck_due_kind"),
        ),
        _one_of("status", "waiting", "done", "dropped", name=op.f("ck_due_status")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_due_application_id_application")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due")),
        sa.UniqueConstraint(
            "application_id", "kind", "version", "minutes", name=op.f("uq_due_application_id_kind_version_minutes")
        ),
    )
    op.create_index(
        "ix_due_waiting",
        "due",
        ["at", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )


def _meeting() -> None:
    op.create_table(
        "meeting",
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("made_for", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("made", sa.LargeBinary(), nullable=True),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        _one_of("status", "waiting", "leased", "done", "failed", name=op.f("ck_meeting_status")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_meeting_application_id_application")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_meeting")),
    )
    op.create_index(
        "ix_meeting_due",
        "meeting",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("status IN ('waiting', 'leased')"),
        postgresql_where=sa.text("status IN ('waiting', 'leased')"),
    )


def _offer() -> None:
    op.create_table(
        "offer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("exception", sa.LargeBinary(), nullable=True),
        sa.Column("freed", sa.Boolean(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        _one_of("status", "live", "chosen", "refused", "lapsed", "replaced", name=op.f("ck_offer_status")),
        _one_of("asked", "", "office", "closed", name=op.f("ck_offer_asked")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_offer_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    op.create_index(
        "uq_offer_live",
        "offer",
        ["application_id"],
        unique=True,
        sqlite_where=sa.text("status = 'live'"),
        postgresql_where=sa.text("status = 'live'"),
    )


def _claim() -> None:
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("cell", sa.DateTime(timezone=True), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("offer_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind = 'booked' OR expires_at IS NOT NULL", name=op.f("ck_claim_hold_expires")),
        _one_of("kind", "hold", "booked", name=op.f("ck_claim_kind")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_claim_application_id_application")
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_claim_offer_id_offer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    op.create_index(op.f("ix_claim_application_id"), "claim", ["application_id"], unique=False)
    op.create_index(
        "uq_claim_live_cell",
        "claim",
        ["office", "desk", "cell"],
        unique=True,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )


def _offered_time() -> None:
    op.create_table(
        "offered_time",
        sa.Column("offer_id", sa.String(), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offered_time_offer_id_offer")),
        sa.PrimaryKeyConstraint("offer_id", "start", "desk", name=op.f("pk_offered_time")),
    )


def _promise() -> None:
    op.create_table(
        "promise",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_promise_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "office", name=op.f("pk_promise")),
    )
    op.create_index(op.f("ix_promise_at"), "promise", ["at"], unique=False)


def _chats() -> None:
    op.create_table(
        "chat_code",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_chat_code_conversation_id_conversation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_chat_code_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_chat_code_code_hash")),
    )
    op.create_index(
        "uq_chat_code_live",
        "chat_code",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "chat_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_chat_try_conversation_id_conversation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_try")),
    )
    op.create_index(op.f("ix_chat_try_conversation_id"), "chat_try", ["conversation_id"], unique=False)
    op.create_table(
        "chat_union",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("former_id", sa.String(), nullable=False),
        sa.Column("conversations", sa.JSON(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["former_id"], ["person.id"], name=op.f("fk_chat_union_former_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_chat_union_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_union")),
    )
    op.create_index(op.f("ix_chat_union_person_id"), "chat_union", ["person_id"], unique=False)


def _forms() -> None:
    op.create_table(
        "form",
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered", sa.LargeBinary(), nullable=True),
        sa.Column("masked_name", sa.String(), nullable=False),
        sa.Column("masked_number", sa.String(), nullable=False),
        sa.Column("masked_phone", sa.String(), nullable=False),
        sa.Column("undecided", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_form_conversation_id_conversation")
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_form")),
        sa.UniqueConstraint("id", name=op.f("uq_form_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_form_token_hash")),
    )
