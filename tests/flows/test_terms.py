"""Terms of use: what is agreed to how, what they say in short, translations, and a new version for those who wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from flows import facts
from flows.office.policy import Point, Terms
from flows.office.view import Document, News
from flows.terms.points import whole
from flows.terms.renewing import announcement
from locales.words import catalogues
from storage import offices
from tests.flows.house import DOCUMENTS, policy
from tests.flows.talk import Talk

NEWS = News(7, Document("office", "v2", date(2026, 12, 1), sample=False, pages=("新", "規")), asks=True)
POINTS = {"K": "kumagaya", "S": "online-system"}


@pytest.fixture
def apart() -> Talk:
    """An office whose video tool's terms want an agreement of their own."""
    return Talk(policy(terms__separate=["tool"]))


def test_s_4_the_tools_terms_are_agreed_to_by_a_button_of_their_own_before_the_summary(apart: Talk) -> None:
    person = apart.person.to("booking.terms")
    assert [each.key for each in person.last().values["documents"]] == ["terms.office.line", "terms.chat.line"]
    assert person.last().values["tool_terms"].key == "booking.terms.separately"
    person.taps("go_on")
    assert person.news() == ["booking.separate.ask"]
    pressed = apart.now
    person.taps("agree")
    assert not apart.agreements
    apart.passes(minutes=4)
    person.to("booking.review")
    assert person.last().values["tool_terms"].key == "booking.review.separately"
    person.taps("apply")
    applying, own = apart.agreements
    assert (applying.words, applying.documents) == ("booking.review.apply", (("office", "v1"), ("chat", "v1")))
    assert (own.words, own.documents) == ("booking.separate.agree", (("tool", "v2"),))
    assert (applying.at, own.at) == (None, pressed)


def test_s_4_whoever_does_not_agree_to_the_tools_terms_applies_for_nothing(apart: Talk) -> None:
    person = apart.person.to("booking.terms")
    person.taps("go_on")
    person.taps("disagree")
    assert person.news() == ["booking.separate.disagreed", "home.next.ask"]
    assert not apart.applications
    assert not apart.agreements


@pytest.mark.parametrize(("typed", "step"), [("yes", "booking.device"), ("no", "home.next")])
def test_s_4_the_question_about_the_tools_own_terms_is_answered_by_a_typed_yes_or_no_too(typed: str, step: str) -> None:
    talk = Talk(policy(terms__separate=["tool"]))
    person = talk.person.to("booking.separate")
    person.says(typed)
    assert person.step == step


def test_the_tools_terms_can_be_read_before_agreeing_to_them(apart: Talk) -> None:
    person = apart.person.to("booking.terms")
    person.taps("go_on")
    person.taps("read-tool")
    assert person.news() == ["reading.page.short"]
    person.taps("close")
    assert person.news() == ["booking.separate.ask"]


def test_a_version_of_the_tools_terms_that_came_since_is_shown_anew(apart: Talk) -> None:
    person = apart.person.to("booking.review")
    office, tool, chat = DOCUMENTS
    apart.documents = (office, replace(tool, version="v3"), chat)
    person.taps("apply")
    assert person.news() == ["refusal.terms_changed", "booking.separate.ask"]
    assert not apart.applications
    person.taps("agree")
    person.taps("apply")
    assert apart.agreements[1].documents == (("tool", "v3"),)


def test_k_4_applying_is_agreeing_to_the_tools_terms_too_and_one_line_says_so() -> None:
    talk = Talk()
    person = talk.person.to("booking.terms")
    assert person.last().values["tool_terms"].key == "booking.terms.deemed"
    person.to("booking.review")
    assert person.last().values["tool_terms"].key == "booking.terms.deemed"
    person.taps("apply")
    assert [each.words for each in talk.agreements] == ["booking.review.apply"]
    assert [name for name, _ in talk.agreements[0].documents] == ["office", "tool", "chat"]


def test_what_the_terms_say_in_short_is_offered_where_consent_is_asked_for() -> None:
    talk = Talk(policy(terms__points=["no_recording", "grace"]))
    person = talk.person.to("booking.terms")
    assert person.buttons()[:2] == ("go_on", "read-short")
    person.taps("read-short")
    said = person.last()
    keys = [each.key for each in said.values["points"]]
    assert keys == ["terms.point.no_recording", "terms.point.grace", "terms.tool.about", "terms.chat.about"]
    assert said.values["points"][1].values["grace"] == 10
    person.taps("close")
    assert person.step == "booking.terms"


def test_an_office_that_names_no_points_offers_none() -> None:
    talk = Talk()
    assert "read-short" not in talk.person.to("booking.terms").buttons()


@pytest.mark.parametrize("office", POINTS.values())
@pytest.mark.parametrize("tag", ["ja", "en", "ja-simple"])
def test_the_points_of_an_office_are_said_with_its_own_figures(office: str, tag: str) -> None:
    rules = offices.every()[office]
    view = replace(Talk(rules).view(), words=catalogues()[tag])
    said = "\n".join(catalogues()[tag].text(each.key, each.values) for each in whole(view))
    for part in (str(rules.attendance.grace), str(rules.desk.length), rules.phone, rules.video.tool):
        assert part in said


def test_only_s_says_that_nothing_guarantees_employment_and_who_one_is_is_asked() -> None:
    """S 12-2-5 and 12-2-3; K holds no such articles, but is free of charge (3) and names its court (14)."""
    k, s = (frozenset(offices.every()[each].terms.points) for each in POINTS.values())
    assert {"no_guarantee", "identity", "service_may_stop", "changes_unannounced", "court_of_place"} <= s - k
    assert {"free", "changes_announced", "court_named", "liability_environment"} <= k - s


def test_a_court_is_named_where_the_terms_name_one_and_nowhere_else() -> None:
    assert Terms(points=("court_named",), court={"ja": "裁判所"}).court_in("vi") == "裁判所"
    points: list[tuple[tuple[Point, ...], dict[str, str]]] = [(("court_named",), {}), ((), {"ja": "裁判所"})]
    for named, court in points:
        with pytest.raises(ValueError, match="court_named"):
            Terms(points=named, court=court)


def test_only_a_text_that_the_office_names_can_want_an_agreement_of_its_own() -> None:
    with pytest.raises(ValueError, match="none of documents"):
        policy(documents=["office", "chat"], terms__separate=["tool"])
    with pytest.raises(ValueError, match="Input should be 'office', 'tool' or 'chat'"):
        policy(terms__separate=["insurance"])


# -- languages ---------------------------------------------------------------------------------------------------


def translated(talk: Talk) -> None:
    office, *rest = talk.documents
    talk.documents = (replace(office, translations=(("en", ("one", "two")),)), *rest)  # type: ignore[assignment]


def test_a_translation_is_shown_first_and_the_japanese_text_is_one_button_away() -> None:
    talk = Talk()
    translated(talk)
    person = talk.person.to("booking.terms")
    person.taps("read-office")
    assert person.news() == ["reading.page.translated"]
    assert (person.last().values["text"], person.last().values["pages"]) == ("one", 2)
    person.taps("next")
    assert person.last().values["text"] == "two"
    person.taps("official")
    assert (person.last().key, person.last().values["text"]) == ("reading.page.ask", "一")
    assert "official" not in person.buttons()


def test_without_a_translation_an_explanation_comes_before_the_japanese_text() -> None:
    talk = Talk(policy(terms__points=["privacy"]))
    person = talk.person.to("booking.terms")
    person.taps("read-office")
    assert person.news() == ["reading.page.short"]
    assert person.last().values["only"].key == "terms.short.only_japanese"
    assert person.buttons()[:2] == ("official", "close")
    person.taps("official")
    assert person.last().values["text"] == "一"
    assert person.buttons()[:2] == ("next", "close")


def test_in_japanese_the_official_text_is_shown_at_once() -> None:
    talk = Talk(policy(terms__points=["privacy"]))
    translated(talk)
    talk.person.locale = "ja"
    person = talk.person
    person.opens()
    person.taps("ja")
    person.taps("go_on")
    person.taps("read-office")
    assert person.last().key == "reading.page.ask"


# -- a new version -----------------------------------------------------------------------------------------------


def told(talk: Talk, news: News = NEWS, summaries: dict[str, str] | None = None) -> Any:
    """The letter about a new version reaches the person, who has applied."""
    application = talk.person.application
    talk.news = (news,)
    view = talk.person.view()
    letter = announcement(news, summaries or {}, application, view)
    talk._deliver(letter, application)
    return letter


def test_k_13_a_new_version_is_told_with_its_content_and_the_day_it_takes_effect() -> None:
    talk = Talk()
    talk.person.applies()
    letter = told(talk, summaries={"en": "Sessions may be longer.", "ja": "長くなります。"})
    assert (letter.values["changed"], letter.values["effective"]) == ("Sessions may be longer.", date(2026, 12, 1))
    assert letter.values["title"].key == "terms.office.title"
    assert letter.urgency == "must_arrive"


def test_without_a_summary_in_their_language_the_full_text_is_one_button_away() -> None:
    talk = Talk()
    talk.person.applies()
    letter = told(talk, summaries={"ja": "長くなります。"})
    assert letter.values["changed"].key == "notice.terms_changed.read_it"
    talk.person.taps("read-7")
    assert talk.person.last().values["text"] == "新"
    talk.person.taps("next")
    assert talk.person.last().values["text"] == "規"


def test_who_is_asked_to_agree_again_does_so_with_one_tap_which_is_kept() -> None:
    talk = Talk()
    application = talk.person.applies()
    told(talk)
    talk.person.taps("agree-7")
    assert talk.person.news()[0] == "renewing.agreed"
    agreed = talk.agreements[-1]
    assert agreed == facts.Agreed((("office", "v2"),), "en", "renewing.news.agree", application.id)


def test_a_second_tap_gets_the_same_answer_and_is_kept_once() -> None:
    talk = Talk()
    talk.person.applies()
    told(talk)
    talk.person.taps("agree-7")
    talk.news = (replace(NEWS, agreed=True),)
    talk.person.taps("agree-7")
    assert talk.person.news()[0] == "renewing.agreed"
    assert len(talk.agreements) == 2


def test_where_the_office_only_tells_there_is_no_button_to_agree() -> None:
    talk = Talk()
    talk.person.applies()
    letter = told(talk, replace(NEWS, asks=False))
    assert [each.code for each in letter.choices] == ["read-7"]
    assert letter.values["follows"].key == "notice.terms_changed.notify"


def test_nothing_becomes_of_a_booking_whoever_does_not_agree() -> None:
    talk = Talk()
    talk.booked()
    told(talk)
    talk.person.taps("read-7")
    talk.person.taps("close")
    assert talk.person.last().key == "renewing.news.ask"
    talk.person.taps("later")
    talk.to(talk.now + timedelta(hours=20))
    assert talk.person.application.status == "booked"
    assert len(talk.agreements) == 1


@pytest.mark.parametrize("tag", ["ja", "en", "ja-simple"])
def test_a_letter_about_new_terms_fits_one_message_of_any_channel(tag: str) -> None:
    talk = Talk()
    talk.person.applies()
    talk.person.locale = tag
    letter = told(talk, summaries={tag: "あ" * 1500})
    assert len(catalogues()[tag].text(letter.key, letter.values).encode("utf-16-le")) // 2 <= 4096


def test_staff_see_on_the_card_who_has_not_agreed_to_the_new_terms() -> None:
    talk = Talk()
    application = talk.person.applies()
    assert talk.staff.last("staff.card.requested").values["terms"] == ""
    talk.applications[application.id] = replace(application, terms_pending=True)
    talk.staff.says("A12 card")
    assert talk.staff.last("staff.card.requested").values["terms"].key == "staff.card.terms_pending"


def test_the_next_application_is_asked_about_the_terms_again() -> None:
    talk = Talk()
    talk.person.applies()
    office, *rest = talk.documents
    talk.documents = (replace(office, version="v2"), *rest)  # type: ignore[assignment]
    talk.person.taps("booking")
    talk.person.applies()
    assert "booking.terms.ask" in [each.key for each in talk.person.heard][-30:]
    assert talk.agreements[-1].documents[0] == ("office", "v2")
