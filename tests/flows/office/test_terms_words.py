"""What K and S say in words alone, clause by clause: the short points of their terms, and what is to be ready, as it is
read in each shipped language. A clause that only one of them has is not said of the other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from flows.terms.points import points
from locales.words import catalogues
from storage.offices import every
from tests.flows.talk import Talk

if TYPE_CHECKING:
    from flows.office.policy import Policy

K, S = every()["kumagaya"], every()["online-system"]
TAGS = ("ja", "en", "ja-simple")
IN_EACH = pytest.mark.parametrize("tag", TAGS)
BY_ARTICLE = ("article", "point", "words")


def said(office: Policy, tag: str) -> dict[str, str]:
    """Each point of the office's terms, by its name."""
    view = replace(Talk(office).view(), words=catalogues()[tag])
    return {each.key.rpartition(".")[2]: view.words.text(each.key, each.values) for each in points(view)}


def ready(office: Policy) -> tuple[str, ...]:
    return tuple(office.device.checklist)


# -- points -----------------------------------------------------------------------------------------------------------


@IN_EACH
@pytest.mark.parametrize(
    BY_ARTICLE,
    [
        ("2(1): who", "registration", ("求職登録", "registered at this office", "登録(とうろく)した 人(ひと)")),
        ("2(1): who will", "registration", ("これから", "about to register", "これから")),
        ("2(1): online", "registration", ("オンライン登録者", "registered online only", "インターネットだけ")),
        (
            "2(1): becomes",
            "registration",
            ("ハローワーク利用登録者", "Hello Work user", "ハローワークの 登録(とうろく)"),
        ),
        ("3", "free", ("無料", "costs nothing", "いりません")),
        ("3, 12(5)", "free", ("ご自身の負担", "you pay", "自分(じぶん)で はらいます")),
        ("6(1)", "length", ("30分", "30 minutes", "30分")),
        ("6(4)", "grace", ("10分", "10 minutes", "10分")),
        ("6(4): may", "refusal", ("ことがあります", "may be refused", "かもしれません")),
        (
            "6(4): who decides",
            "refusal",
            ("決めるのは職員", "a person at the office", "職員(しょくいん)が 決(き)めます"),
        ),
        ("8", "privacy", ("職業安定法", "law on employment services", "法律(ほうりつ)")),
        ("9(1)", "liability_environment", ("機器や回線", "your device, your connection", "スマホや インターネット")),
        ("9(2)", "liability_environment", ("攻撃、災害", "attacks or disasters", "災害(さいがい)")),
        ("10", "damages", ("負担します", "must pay", "お金(かね)を はらいます")),
        ("12(1): threats", "misuse", ("脅しや暴言", "Threats, abuse", "こわい ことば")),
        ("12(1): other use", "misuse", ("就職以外", "another purpose", "べつの 目的(もくてき)")),
        ("12(1): stopped", "misuse", ("中止", "end the session", "やめる")),
        ("12(1): refused", "misuse", ("お断り", "turn you down", "ことわる")),
        ("12(2)", "no_recording", ("録音も録画も", "sound or pictures", "録音(ろくおん)と 録画(ろくが)")),
        ("12(3): room", "private_room", ("人のいない", "nobody else", "ひとりの 場所(ばしょ)")),
        ("12(3): with you", "private_room", ("同席", "sits with you", "いっしょの 人(ひと)")),
        ("13: announced", "changes_announced", ("お知らせ", "you are told", "お知(し)らせ")),
        ("13: what", "changes_announced", ("内容", "what changes", "なにが")),
        ("13: from when", "changes_announced", ("始まる日", "from when", "いつから")),
        ("14", "court_named", ("熊谷支部", "Kumagaya branch", "熊谷支部")),
    ],
)
def test_k_says_what_its_articles_say(article: str, point: str, words: tuple[str, ...], tag: str) -> None:
    assert words[TAGS.index(tag)] in said(K, tag)[point], article


@IN_EACH
@pytest.mark.parametrize(
    BY_ARTICLE,
    [
        ("6-3: lost", "account", ("なくした", "lost", "なくした")),
        ("6-3: misused", "account", ("ほかの人", "somebody else", "ほかの 人(ひと)")),
        ("6-3, 7: call", "account", ("03-0000-0000へお電話", "call 03-0000-0000", "電話(でんわ)")),
        ("7", "account", ("使えなくなった", "stops working", "うごかない")),
        ("12-2-1", "length", ("30分まで", "up to 30 minutes", "30分(ぷん)まで")),
        ("12-2-3", "identity", ("名前や番号", "your name and number", "名前(なまえ)と 番号(ばんごう)")),
        ("12-2-5", "no_guarantee", ("約束", "no promise", "約束(やくそく)")),
        ("12-2-6", "grace", ("10分", "10 minutes", "10分")),
        ("12-2-6: may", "refusal", ("ことがあります", "may be refused", "かもしれません")),
        ("14-1", "misuse_stops", ("ほかの目的", "another purpose", "べつの 目的(もくてき)")),
        ("14-5", "misuse_stops", ("他人のID", "somebody else's account", "ほかの 人(ひと)の ID")),
        ("14-6", "misuse_stops", ("うその登録", "false details", "うその 登録(とうろく)")),
        ("14: at once", "misuse_stops", ("すぐに利用が止まり", "at once", "すぐに")),
        ("14-11", "no_recording", ("録音も録画も", "sound or pictures", "録音(ろくおん)と 録画(ろくが)")),
        ("14-12, 14-13", "device", ("安全な機器", "safe, up-to-date device", "安全(あんぜん)")),
        ("15", "misuse_stops", ("登録が消される", "may be erased", "登録(とうろく)を けす")),
        ("16-1", "liability", ("補償しません", "do not pay", "はらいません")),
        ("16-2", "service_may_stop", ("予告なく", "without notice", "とつぜん")),
        ("16-3", "liability", ("故障・停止", "out of order", "うごかなくて")),
        ("16-4", "damages", ("負担します", "must pay", "お金(かね)を はらいます")),
        ("18", "privacy", ("職業安定法", "law on employment services", "法律(ほうりつ)")),
        ("20-1", "misuse_stops", ("脅しや暴言", "Threats or abuse", "こわい ことば")),
        ("20-2: room", "private_room", ("人のいない", "nobody else", "ひとりの 場所(ばしょ)")),
        ("20-2: with you", "private_room", ("同席", "sits with you", "いっしょの 人(ひと)")),
        ("21-2", "court_of_place", ("地方裁判所", "district court", "裁判所(さいばんしょ)")),
        ("22: without notice", "changes_unannounced", ("予告なく", "without notice", "とつぜん")),
        ("22: use is agreement", "changes_unannounced", ("同意したこと", "counts as agreeing", "同意(どうい)したこと")),
    ],
)
def test_s_says_what_its_articles_say(article: str, point: str, words: tuple[str, ...], tag: str) -> None:
    assert words[TAGS.index(tag)] in said(S, tag)[point], article


@IN_EACH
def test_what_only_k_2_1_3_9_13_14_or_only_s_7_12_2_5_16_2_22_says_is_not_said_of_the_other(tag: str) -> None:
    only_k = {"registration", "free", "liability_environment", "misuse", "changes_announced", "court_named"}
    only_s = {"account", "no_guarantee", "identity", "liability", "service_may_stop"}
    only_s |= {"misuse_stops", "changes_unannounced", "court_of_place"}
    assert said(K, tag).keys() - said(S, tag).keys() == only_k
    assert said(S, tag).keys() - said(K, tag).keys() == only_s


# -- what is to be ready ----------------------------------------------------------------------------------------------


BOTH_ASK = {
    "own_device": ("K 2(2); S 3", ("自分の機器", "your own", "自分(じぶん)の")),
    "camera": ("K 2(2); S 3", ("カメラ", "camera", "カメラ")),
    "supported_os": ("K 5(3); S 14-13, fragment", ("今も更新", "still receives updates", "いまも アップデート")),
    "updates": ("K 5(3), 12(4); S 14-13, 20-3", ("最新", "latest updates", "アップデートを します")),
    "no_unknown_wifi": ("K 5(2); S, fragment", ("知らない無料Wi-Fi", "unknown free Wi-Fi", "無料(むりょう)の Wi-Fi")),
    "tool_ready": ("K 12(4); S 20-3", ("使えるように", "ready to use", "使(つか)えるように")),
    "connection_tested": ("K 12(4); S 20-3", ("接続を試して", "tested your connection", "テスト")),
    "private_room": ("K 12(3); S 20-2", ("周りに人がいない", "nobody else is around", "まわりに 人(ひと)が いない")),
}
K_ASKS = {
    "safe_device": ("K 5(1)", ("ウイルスに感染していない", "has no virus", "ウイルスの 問題(もんだい)が ありません")),
    "firewall": ("K 5(4), 12(4)", ("ファイアウォール", "firewall", "ファイアウォール")),
    "no_file_sharing": ("K 5(5)", ("ファイル共有ソフト", "file-sharing", "共有(きょうゆう)する ソフト")),
    "no_needless_software": ("K 5(5)", ("使わないソフトは閉じる", "not need for the session", "いらない ソフト")),
    "antivirus_paid": ("K 5(6)", ("有料版", "paid protection", "お金(かね)を はらう ソフト")),
}
S_ASKS = {"antivirus": ("S 14-12", ("ウイルス対策を有効にし", "against viruses is switched on", "まもる ソフト"))}


@IN_EACH
@pytest.mark.parametrize("check", [*BOTH_ASK, *K_ASKS])
def test_k_2_2_5_12_3_12_4_each_condition_is_asked_about_or_a_line_below(check: str, tag: str) -> None:
    article, words = (BOTH_ASK | K_ASKS)[check]
    assert check in ready(K), article
    assert words[TAGS.index(tag)] in question(K, tag), article


@IN_EACH
@pytest.mark.parametrize("check", [*BOTH_ASK, *S_ASKS])
def test_s_3_14_12_14_13_20_2_20_3_each_condition_is_asked_about_or_a_line_below(check: str, tag: str) -> None:
    article, words = (BOTH_ASK | S_ASKS)[check]
    assert check in ready(S), article
    assert words[TAGS.index(tag)] in question(S, tag), article


def test_k_5_4_5_5_5_6_are_no_conditions_of_s_and_nothing_else_is_asked_but_sound_and_power() -> None:
    assert {*ready(K)} == {*BOTH_ASK, *K_ASKS, "sound_and_power"}
    assert {*ready(S)} == {*BOTH_ASK, *S_ASKS, "sound_and_power"}


def question(office: Policy, tag: str) -> str:
    """The two questions, about the device and about the place, word for word."""
    person = Talk(office).person
    asked = [person.to(f"booking.{step}").last() for step in ("device", "place")]
    return "\n".join(catalogues()[tag].text(each.key, each.values) for each in asked)


# -- residence, number ------------------------------------------------------------------------------------------------


@IN_EACH
@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("with Hello Work or My Page", ("求職者マイページ", "in My Page", "マイページの 登録(とうろく)")),
        ("status and period", ("在留資格と在留期間", "status and period of stay", "在留期間(ざいりゅうきかん)")),
        ("may: who decides", ("決めるのは職員で", "staff decide that", "窓口(まどぐち)の 人(ひと)が 決(き)めます")),
        ("excepted", ("特別永住者の方です", "special permanent residents", "特別永住者(とくべつえいじゅうしゃ)です")),
    ],
)
def test_s_20_4_the_question_says_what_is_registered_where_who_decides_and_who_is_excepted(
    clause: str, words: tuple[str, ...], tag: str
) -> None:
    asked = Talk(S).person.to("booking.residence").last()
    assert words[TAGS.index(tag)] in catalogues()[tag].text(asked.key, asked.values), clause


@IN_EACH
@pytest.mark.parametrize("office", [K, S], ids=["K", "S"])
def test_k_2_1_and_s_3_1_3_2_a_number_from_the_counter_or_from_my_page_will_do(office: Policy, tag: str) -> None:
    asked = Talk(office).person.to("booking.number").last()
    said = catalogues()[tag].text(asked.key, asked.values)
    assert "ハローワーク受付票" in said
    assert ("My Page" if tag == "en" else "マイページ") in said
