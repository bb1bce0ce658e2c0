"""A review as text: what it found, most of all the words that it means."""

from api.core.http.pages import Page, PageSection
from api.records.reviews.schemas import FindingOut, ReviewOut


def review_page(review: ReviewOut) -> Page:
    return Page("Review", [f"{review.words} words of your own"], [review_section(review)])


def review_section(review: ReviewOut) -> PageSection:
    return PageSection(
        "What it could do better", [_finding(finding) for finding in review.findings] or ["Nothing was found."]
    )


def _finding(finding: FindingOut) -> str:
    where = " In the subject." if finding.part == "subject" else ""
    return f"{finding.rule.replace('_', ' ')} ({finding.severity}): {finding.advice}{where} [{finding.source}]"
