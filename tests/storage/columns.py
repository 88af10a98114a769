"""What every column holds, as the test that knows them all: whoever adds one says here what it is.

sealed: what a person, or staff about them, said; bytes under a key. personal: the same in the clear, blank once erased.
way: how a person is reached. said: about the talk of one chat, gone with it. key: a wrapped key. token: a keyed hash.
promised: a moment that a person wished for, kept until it comes. staff: about staff. house: the office's own.
plain: a random id, a moment, a status, a count: it names nobody.
"""

from __future__ import annotations

COLUMNS = {
    "accepted": {"plain": "id application_id kind channel at"},
    "agreement": {
        "plain": "id person_id application_id document version sha256 locale at channel words",
    },
    "appeal": {"plain": "application_id at due decided decided_at", "staff": "by"},
    "application": {
        "sealed": "name number phone interpreter name_reading stay_status stay_until",
        "personal": "masked_name masked_number number_hash phone_hash residence needs companion access",
        "plain": "id code office person_id conversation_id channel locale status policy_version created_at updated_at"
        " wishes answer_due changing waits_for version erased_at",
        "staff": "by",
    },
    "appointment": {
        "sealed": "link",
        "plain": "application_id start minutes desk policy_version version link_at will_come mark sequence",
        "staff": "marked_by",
    },
    "audit": {"plain": "id at deed subject detail", "staff": "who"},
    "chat_code": {"token": "code_hash", "plain": "id person_id conversation_id expires_at ended_at"},
    "chat_try": {"plain": "id conversation_id at"},
    "chat_union": {"plain": "id person_id former_id conversations channel at undone_at"},
    "claim": {"plain": "id office desk cell application_id offer_id kind live expires_at"},
    "closure": {"house": "office day at reason", "staff": "by"},
    "contact": {"plain": "id application_id kind happened_at recorded_at version", "staff": "by"},
    "conversation": {
        "sealed": "session",
        "way": "address title",
        "plain": "id channel office kind person_id locale guess created_at last_at bound_at blocked_at"
        " draft_expires_at forget_at menu",
    },
    "data_key": {"key": "scope wrapped"},
    "document": {"house": "id office name version locale effective sha256 sample announced summaries text"},
    "due": {"plain": "id application_id kind version minutes at status reason done_at"},
    "form": {
        "sealed": "token entered",
        "said": "masked_name masked_number masked_phone",
        "token": "token_hash",
        "plain": "conversation_id id expires_at undecided",
    },
    "inbox": {
        "sealed": "payload",
        "way": "address",
        "plain": "seq channel event_id at received_at status tries error",
    },
    "invite": {"token": "code_hash", "house": "id office role expires_at used_at"},
    "link": {"sealed": "token", "token": "token_hash", "plain": "kind subject scope expires_at"},
    "meeting": {
        "sealed": "made",
        "plain": "application_id office wanted made_for mark asked status due_at lease tries reason",
    },
    "offer": {
        "sealed": "exception",
        "plain": "id application_id created_at expires_at freed asked status",
        "staff": "author",
    },
    "offered_time": {"plain": "offer_id start desk minutes"},
    "outbox": {
        "sealed": "letter rendered",
        "said": "seq key event n conversation_id prompt_id urgency created_at due_at expires_at status lease_until"
        " fence attempts doubtful retry_key covers head outcome sent_at",
    },
    "person": {"plain": "id created_at locale"},
    "policy": {"house": "office stamp first_served settings"},
    "promise": {"promised": "at", "plain": "person_id office"},
    "prompt": {
        "said": "seq id conversation_id person_id flow step subject asked codes created_at expires_at answered"
        " message_id",
    },
    "refusal_of_use": {
        "plain": "id office person_id application_id reason until at lifted_at",
        "staff": "by lifted_by",
    },
    "staff_member": {"staff": "channel user_id office role name since until"},
    "standstill": {"house": "office since", "staff": "by"},
    "telling": {"plain": "id document_id person_id asks at status reason told_at agreed_at"},
    "tick_run": {"house": "job scheduled_for taken_at"},
    "web_message": {"sealed": "body", "said": "seq conversation_id key side at"},
}


def of(kind: str) -> dict[str, tuple[str, ...]]:
    """The columns of that kind, by table."""
    return {table: tuple(kinds[kind].split()) for table, kinds in COLUMNS.items() if kind in kinds}
