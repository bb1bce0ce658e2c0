"""The kinds of things whose change may move what is due. Models say which they touch; the unit of work collects the ids,
and knows no kind; `views/due` computes what they move. Pure.
"""

from enum import StrEnum


class Touched(StrEnum):
    """Of a MESSAGE it is said in the answer how it was read. NEWS and REACH (whom to approach) are named by the id of their member. MEMBER and ORGANIZATION: their settings changed, and with them whatever goes by
    these.
    """

    CONTACT = "contact"
    MESSAGE = "message"
    REMINDER = "reminder"
    NEWS = "news"
    REACH = "reach"
    MEMBER = "member"
    ORGANIZATION = "organization"
