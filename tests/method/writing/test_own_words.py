"""One's own words in a message, and whether they ask something."""

import pytest

from api.method.writing.own_words import asks, own_text, own_words


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("Sure, when?", True),
        ("My pleasure, good luck!", False),
        ("Sure.\n\nOn Mon, 3 Mar 2026 at 10:00, Ana Ruiz <ana@example.org> wrote:\n> Could we talk?\n", False),
        ("Sure.\n\nOn Mon, 3 Mar 2026 at 10:00, Ana Ruiz\n<ana@example.org> wrote:\n\nCould we talk?\n", False),
        ("On Mon, 3 Mar 2026, Ana Ruiz wrote:\n> Could we talk?\n\nTuesday suits me. And you?", True),
        ("> Could we talk?\n\nTuesday suits me.", False),
        ("Gern.\n\nVon: Ana Ruiz <a@b.example>\nGesendet: Montag\nAn: Ben\nBetreff: Frage?\n\nHaben Sie Zeit?", False),
        ("Yes.\n\n-----Original Message-----\nFrom: Ana\nSent: Monday\nSubject: Hello?\n\nDo you have time?", False),
        ("Yes.\n________________________________\nFrom: Ana\nSent: Monday\nTo: Ben\nDo you have time?", False),
        ("Le lun. 3 mars 2026 à 10:00, Ana <a@b.example> a écrit :\n\nAvez-vous le temps ?", False),
        ("Avec plaisir.\n\nLe lun. 3 mars 2026 à 10:00, Ana <a@b.example> a écrit :\n\nAvez-vous le temps ?", False),
        ("Glad to help.\n\nBest,\nBen\nAuthor of “Why do nurses leave?”", False),
        ("Glad to help.\n\nThanks,\nBen\n\nPS: did you get the book?", True),
        ("Glad to help.\n-- \nBen\nHave you read my blog?", False),
        ("See https://example.org/?page=2 and www.example.org/a?b for more.", False),
        ("Sent from my phone", False),
        ("どうぞ。いつがよろしいですか\uff1f", True),
        ("متى يناسبك؟", True),
        ("Πότε;", True),
        ("Yes; gladly.", False),
        ("We have an opening: are you interested?", True),
        ("Hi Sam,\n\nThank you so much.\n\nWould Monday suit you for a tour of the ward?\n\nAna", True),
        ("Dear Sam,\nthank you\nCould you send me your CV?\nBest\nAna", True),
        ("Sent you an invite, did you get it?", True),
        ("Get back to me by Monday?", True),
        (
            "Great.\n\nFrom: Sam Lee\nSent: Monday, March 2, 2026\nTo: Ana Ruiz\nSubject: Thank you\n\nMay I write in May?",
            False,
        ),
        ("Gern.\n\nVon: Sam Lee\nGesendet: Montag\nAn: Ana\nBetreff: Dank\n\nDarf ich im Mai schreiben?", False),
        ("Two things:\nfirst: the book\nsecond: the talk\nthird: would Tuesday suit?", True),
    ],
)
def test_whether_a_message_asks(body: str, says: bool) -> None:
    assert asks(None, body) is says


@pytest.mark.parametrize(
    ("subject", "says"),
    [
        ("Free on Tuesday?", True),
        ("Re: Free on Tuesday?", False),
        ("AW: Zeit?", False),
        ("Thanks", False),
        (None, False),
    ],
)
def test_a_subject_asks_if_it_is_its_own(subject: str | None, says: bool) -> None:
    assert asks(subject, None) is says


def test_what_is_left_are_the_lines_that_were_written() -> None:
    body = "Dear Ana,\n\nTuesday suits me.\n\nBest regards\nBen Okafor\nDirector\n\nP.S. Bring the list.\n> Could we talk?\n"
    assert own_words(body) == "Dear Ana,\n\nTuesday suits me.\n\nP.S. Bring the list."


HTML = (
    '<p>Dear Ana,</p><p>Could we&nbsp;talk &amp; walk? See <a href="https://x.example/?q=1">this</a>.</p>'
    "<blockquote>PLEASE!!! Why?</blockquote><!-- no? --><style>p { color: red }</style>"
)


def test_pasted_html_is_read_as_text() -> None:
    words = " ".join(own_words(HTML).split())
    assert words == "Dear Ana, Could we talk & walk? See this ."


@pytest.mark.parametrize(
    "body",
    [
        HTML,
        "Sure, when?\n\nOn Mon, 3 Mar 2026, Ana <a@b.example> wrote:\n> Could we talk?\n",
        "See https://example.org/?a=1 now.\r\nBest,\r\nBen",
        "",
    ],
)
def test_one_s_own_words_stand_where_they_stood(body: str) -> None:
    own = own_text(body)
    assert len(own) == len(body)
    for at, character in enumerate(own):
        assert character.isspace() or character == body[at] or body[at] == "&", "nothing is moved"


@pytest.mark.parametrize(
    "footer",
    [
        "CONFIDENTIALITY NOTICE: this may be privileged. Are you the recipient?",
        "This e-mail and any attachments are for the addressee?",
        "Please consider the environment. Print this?",
    ],
)
def test_a_footer_is_nobody_s_word(footer: str) -> None:
    assert not asks(None, f"Gladly.\n\n{footer}")


@pytest.mark.parametrize("piece", ["a\n", "\n", "<p ", "<style ", "<blockquote>", "> ", "From: a\n", "&", "<!--", "a "])
def test_a_long_text_of_one_piece_is_read_to_its_end(piece: str) -> None:
    """Each of these once took seconds, or might."""
    assert not asks(None, (piece * 100_000)[:100_000])


def test_very_many_lines_are_looked_at_once() -> None:
    body = "a\n" * 50_000
    assert own_words(body).count("a") == body.count("a")
