"""The kinds of things whose change may move what is due. Models say which they touch; the unit of work collects the ids,
and knows no kind; `views/due` computes what they move. Pure.
"""

from enum import StrEnum


class Touched(StrEnum):
    """Of news the id is its member's; of a member or an organization everything is meant that goes by their settings."""

    CONTACT = "contact"
    REMINDER = "reminder"
    NEWS = "news"
    MEMBER = "member"
    ORGANIZATION = "organization"
