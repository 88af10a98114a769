"""Job-seeker numbers as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.reading.number import DASHES, InsuranceNumber, JobSeekerNumber, SplitQuestion, read_number


@pytest.mark.parametrize("dash", [*DASHES, "～", "⁻"])
def test_every_dash_is_a_hyphen_here(dash: str) -> None:
    assert read_number(f"01234{dash}5678901") == JobSeekerNumber("01234-5678901")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("01234-5678901", "01234-5678901"),
        ("０１２３４－５６７８９０１", "01234-5678901"),
        ("01234 - 5678901", "01234-5678901"),
        (" 01234-1 ", "01234-1"),
        ("01234-12345678", "01234-12345678"),
        ("०१२३४-५६७", "01234-567"),
        ("၀၁၂၃၄-၅၆၇", "01234-567"),
        ("求職番号：01234-567", "01234-567"),
        ("求職番号は01234-567です。", "01234-567"),
        ("No. 01234-567", "01234-567"),
        ("求職番号01234-567", "01234-567"),
        ("番号は０１２３４ー５６７です", "01234-567"),
        ("my number is 01234-567.", "01234-567"),
        ("「01234-567」", "01234-567"),
        ("（０１２３４－５６７）", "01234-567"),
        ("01234\n-567\n", "01234-567"),
        ("០១២៣៤-៥៦៧", "01234-567"),
        ("๐๑๒๓๔-๕๖๗", "01234-567"),
        ("০১২৩৪-৫৬৭", "01234-567"),
        ("00000-0", "00000-0"),
        ("13999-1234", "13999-1234"),
    ],
)
def test_a_number_with_its_hyphen_is_read(typed: str, value: str) -> None:
    assert read_number(typed) == JobSeekerNumber(value)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("012345", "01234-5"),
        ("0123456789012", "01234-56789012"),
        ("０１２３４５６７８", "01234-5678"),
        ("01234 5678", "01234-5678"),
        ("01234567890", "01234-567890"),
        ("01234　567", "01234-567"),
        ("01234\n5678", "01234-5678"),
        ("01234\u00ad5678", "01234-5678"),
    ],
)
def test_a_number_without_hyphen_is_asked_about(typed: str, value: str) -> None:
    assert read_number(typed) == SplitQuestion(value)


@pytest.mark.parametrize("typed", ["0123-456789-0", "０１２３ー４５６７８９ー０", "0123 456789 0", "0123−456789−0"])
def test_an_insurance_office_number_is_recognised(typed: str) -> None:
    assert read_number(typed) == InsuranceNumber("0123-456789-0")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "01234",
        "01234-",
        "01234-123456789",
        "0123-4567",
        "012345-678",
        "01234--567",
        "01234-567-8",
        "01234567890123",
        "090-0000-0000",
        "abcde-fgh",
        "A01234-567",
        "01234-567x",
        "まだない",
        "01234.567",
        "01234/567",
        "01234・567",
        "〇一二三四-五六七",
        "①1234-567",
        "01234-567²",
        "O1234-567",
        "01234-567 01235-678",
        "1234-5678-9012",
        "〒360-0014",
    ],
)
def test_other_text_is_no_number(typed: str) -> None:
    assert read_number(typed) is None


@pytest.mark.parametrize("dash", list("-－﹣ーｰ‐‑–—―−─〜"))
def test_the_dashes_that_were_tried_on_real_keyboards_are_all_known(dash: str) -> None:
    assert dash in DASHES


def test_a_number_is_neither_padded_nor_refused_for_another_offices_prefix() -> None:
    assert read_number("01234-1") == JobSeekerNumber("01234-1")
    assert {type(read_number(f"{prefix:05}-1")) for prefix in range(0, 100_000, 997)} == {JobSeekerNumber}


@given(st.from_regex(r"\A[0-9]{5}-[0-9]{1,8}\Z"))
def test_every_number_of_the_right_shape_reads_as_itself(text: str) -> None:
    assert read_number(text) == JobSeekerNumber(text)


@given(st.one_of(st.text(), st.text(alphabet="0123456789-ー  ０１", max_size=20)))
def test_whatever_is_read_has_the_right_shape(text: str) -> None:
    found = read_number(text)
    if isinstance(found, JobSeekerNumber | SplitQuestion):
        first, _, second = found.value.partition("-")
        assert first.isascii()
        assert first.isdigit()
        assert len(first) == 5
        assert second.isascii()
        assert second.isdigit()
        assert 1 <= len(second) <= 8
