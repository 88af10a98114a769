"""The statuses of residence as data: code, names, what work they allow in general, and from and to when they exist.

Source: Immigration Control and Refugee Recognition Act, annexed tables I and II, with the official English names; those
that many job seekers hold stand first. No end of technical intern training is known: who has begun it goes on after
2027. Never here: a rule, or a judgement of anybody's right to work.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Work(StrEnum):
    UNRESTRICTED = "unrestricted"
    WITHIN = "within"
    """Within what the status is for."""
    PERMISSION = "permission"
    """Only with permission, usually 28 hours a week."""
    DEPENDS = "depends"
    """On what the paper of designation says."""


@dataclass(frozen=True, slots=True)
class Status:
    code: str
    japanese: str
    english: str
    work: Work
    valid_from: date | None = None
    """First day on which it exists; None: for as long as we need to know."""
    valid_to: date | None = None
    """Last day."""
    endless: bool = False
    """It has no period of stay."""

    def valid(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


STATUSES: Final = (
    Status("permanent_resident", "永住者", "Permanent Resident", Work.UNRESTRICTED, endless=True),
    Status("long_term_resident", "定住者", "Long-Term Resident", Work.UNRESTRICTED),
    Status("spouse_of_japanese", "日本人の配偶者等", "Spouse or Child of Japanese National", Work.UNRESTRICTED),
    Status("spouse_of_permanent", "永住者の配偶者等", "Spouse or Child of Permanent Resident", Work.UNRESTRICTED),
    Status(
        "engineer",
        "技術・人文知識・国際業務",
        "Engineer/Specialist in Humanities/International Services",
        Work.WITHIN,
    ),
    Status("student", "留学", "Student", Work.PERMISSION),
    Status("dependent", "家族滞在", "Dependent", Work.PERMISSION),
    Status("designated", "特定活動", "Designated Activities", Work.DEPENDS),
    Status("specified_skilled", "特定技能", "Specified Skilled Worker", Work.WITHIN),
    Status("technical_intern", "技能実習", "Technical Intern Training", Work.WITHIN),
    Status(
        "skill_development",
        "育成就労",
        "Employment for Skill Development",
        Work.WITHIN,
        valid_from=date(2027, 4, 1),
    ),
    Status("nursing_care", "介護", "Nursing Care", Work.WITHIN),
    Status("skilled_labor", "技能", "Skilled Labor", Work.WITHIN),
    Status("highly_skilled", "高度専門職", "Highly Skilled Professional", Work.WITHIN),
    Status("transferee", "企業内転勤", "Intra-company Transferee", Work.WITHIN),
    Status("business_manager", "経営・管理", "Business Manager", Work.WITHIN),
    Status("instructor", "教育", "Instructor", Work.WITHIN),
    Status("professor", "教授", "Professor", Work.WITHIN),
    Status("researcher", "研究", "Researcher", Work.WITHIN),
    Status("medical", "医療", "Medical Services", Work.WITHIN),
    Status("legal", "法律・会計業務", "Legal/Accounting Services", Work.WITHIN),
    Status("artist", "芸術", "Artist", Work.WITHIN),
    Status("entertainer", "興行", "Entertainer", Work.WITHIN),
    Status("religious", "宗教", "Religious Activities", Work.WITHIN),
    Status("journalist", "報道", "Journalist", Work.WITHIN),
    Status("diplomat", "外交", "Diplomat", Work.WITHIN),
    Status("official", "公用", "Official", Work.WITHIN),
    Status("cultural", "文化活動", "Cultural Activities", Work.PERMISSION),
    Status("temporary_visitor", "短期滞在", "Temporary Visitor", Work.PERMISSION),
    Status("trainee", "研修", "Trainee", Work.PERMISSION),
)
SPECIAL_PERMANENT: Final = Status(
    "special_permanent", "特別永住者", "Special Permanent Resident", Work.UNRESTRICTED, endless=True
)
"""Stands outside the list, under a law of its own: the question does not apply to them."""
NATIONALS: Final = frozenset({"日本", "日本人", "日本国籍", "日本国民", "japan", "japanese", "japanese national"})
"""What Japanese nationals type who have come so far by a wrong tap; in part it would mean a spouse of theirs."""
