"""Phone numbers as people type them. All are placeholders or public short numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.reading.phone import Phone, Reason, Unfit, national, read_phone


@pytest.mark.parametrize(
    ("typed", "e164"),
    [
        ("090-1234-5678", "+819012345678"),
        ("09012345678", "+819012345678"),
        ("０９０−１２３４−５６７８", "+819012345678"),
        ("０９０ー１２３４ー５６７８", "+819012345678"),
        ("090 1234 5678", "+819012345678"),
        ("090.1234.5678", "+819012345678"),
        ("(090) 1234-5678", "+819012345678"),
        ("+81 90 1234 5678", "+819012345678"),
        ("+81 (0)90-1234-5678", "+819012345678"),
        ("０９०-१२३४-५६७८", "+819012345678"),
        ("tel: 090-1234-5678", "+819012345678"),
        ("電話番号は090-1234-5678です。", "+819012345678"),
        ("070-1234-5678", "+817012345678"),
        ("060-1234-5678", "+816012345678"),
        ("050-1234-5678", "+815012345678"),
        ("048-521-0000", "+81485210000"),
        ("+819012345678", "+819012345678"),
        ("＋８１　９０　１２３４　５６７８", "+819012345678"),
        ("090〜1234～5678", "+819012345678"),
        ("090・1234・5678", "+819012345678"),
        ("０３（１２３４）５６７８", "+81312345678"),
        ("၀၉၀-၁၂၃၄-၅၆၇၈", "+819012345678"),
        ("០៩០-១២៣៤-៥៦៧៨", "+819012345678"),
        ("๐๙๐-๑๒๓๔-๕๖๗๘", "+819012345678"),
        ("০৯০-১২৩৪-৫৬৭৮", "+819012345678"),
        ("携帯電話：090-1234-5678", "+819012345678"),
        ("my phone number is 090-1234-5678.", "+819012345678"),
        ("☎090-1234-5678", "+819012345678"),
        ("090 1234\n5678", "+819012345678"),
    ],
)
def test_a_number_in_japan_is_read(typed: str, e164: str) -> None:
    assert read_phone(typed) == Phone(e164)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("0120-000-000", "toll_free"),
        ("0800-123-4567", "toll_free"),
        ("+84 91 234 56 78", "foreign"),
        ("010 84 91 234 56 78", "foreign"),
        ("110", "emergency"),
        ("１１９", "emergency"),
        ("118", "emergency"),
        ("188", "short"),
        ("171", "short"),
        ("+977 984 1234567", "foreign"),
        ("#9110", "short"),
        ("12345", "short"),
    ],
)
def test_a_number_unfit_to_ring_a_person_at_says_why(typed: str, reason: Reason) -> None:
    assert read_phone(typed) == Unfit(reason)


def test_an_office_that_allows_foreign_numbers_finds_the_number() -> None:
    found = read_phone("+84 91 234 56 78")
    assert isinstance(found, Unfit)
    assert found.e164 == "+84912345678"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12",
        "090-1234-567",
        "090-1234-56789",
        "090-0000-0000",
        "0570-000-000",
        "020-1234-5678",
        "0990-123-456",
        "521-0000",
        "0120-FLOWER",
        "090-1234-5678 or 080-1234-5678",
        "01234-5678901",
        "no phone",
        "+",
        "+81",
        "((((",
        "090-1234-567²",
        "①090-1234-5678",
        "090-1234-5678 内線12",
        "〇九〇-一二三四-五六七八",
    ],
)
def test_other_text_is_no_phone_number(typed: str) -> None:
    assert read_phone(typed) is None


def test_a_number_is_shown_as_people_write_it() -> None:
    assert national("+819012345678") == "090-1234-5678"
    assert national("+81485210000") == "048-521-0000"
    assert national("not a number") == "not a number"


def test_a_foreign_number_is_shown_with_its_country() -> None:
    assert national("+84912345678") == "+84 912 345 678"
    assert national("+16502530000") == "+1 650-253-0000"


@given(st.one_of(st.text(), st.text(alphabet="0123456789+-() ー０#.", max_size=24)))
def test_no_text_raises_and_what_is_read_reads_back(text: str) -> None:
    found = read_phone(text)
    if isinstance(found, Phone):
        assert read_phone(found.e164) == found
        assert read_phone(national(found.e164)) == found
