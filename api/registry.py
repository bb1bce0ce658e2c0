"""Every resource, one line each; a new one adds a line here."""

from collections.abc import Sequence

from api.briefs.resource import RESOURCE as BRIEFS
from api.contacts.resource import RESOURCE as CONTACTS
from api.core.manifest import Resource
from api.drafts.resource import RESOURCE as DRAFTS
from api.due.resource import RESOURCE as DUE
from api.interviews.resource import RESOURCE as INTERVIEWS
from api.introductions.resource import RESOURCE as INTRODUCTIONS
from api.jobs.resource import RESOURCE as JOBS
from api.lineage.resource import RESOURCE as LINEAGE
from api.milestones.resource import RESOURCE as MILESTONES
from api.organizations.resource import RESOURCE as ORGANIZATIONS
from api.outcomes.resource import RESOURCE as OUTCOMES
from api.outreach_emails.resource import RESOURCE as OUTREACH_EMAILS
from api.promises.resource import RESOURCE as PROMISES
from api.questions.resource import RESOURCE as QUESTIONS
from api.reminders.resource import RESOURCE as REMINDERS
from api.research_notes.resource import RESOURCE as RESEARCH_NOTES
from api.templates.resource import RESOURCE as TEMPLATES
from api.timeline.resource import RESOURCE as TIMELINE

RESOURCES: Sequence[Resource] = (
    DUE,
    CONTACTS,
    TIMELINE,
    INTRODUCTIONS,
    INTERVIEWS,
    OUTREACH_EMAILS,
    DRAFTS,
    RESEARCH_NOTES,
    QUESTIONS,
    BRIEFS,
    PROMISES,
    OUTCOMES,
    LINEAGE,
    MILESTONES,
    REMINDERS,
    TEMPLATES,
    ORGANIZATIONS,
    JOBS,
)
