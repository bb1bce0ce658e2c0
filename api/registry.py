"""Every resource, one line each; a new one adds a line here."""

from collections.abc import Sequence

from api.core.manifest import Resource
from api.records.api_keys.resource import RESOURCE as API_KEYS
from api.records.contacts.resource import RESOURCE as CONTACTS
from api.records.interviews.resource import RESOURCE as INTERVIEWS
from api.records.introductions.resource import RESOURCE as INTRODUCTIONS
from api.records.jobs.resource import RESOURCE as JOBS
from api.records.me.resource import RESOURCE as ME
from api.records.members.resource import RESOURCE as MEMBERS
from api.records.milestones.resource import RESOURCE as MILESTONES
from api.records.organization.resource import RESOURCE as ORGANIZATION
from api.records.outcomes.resource import RESOURCE as OUTCOMES
from api.records.outreach_emails.resource import RESOURCE as OUTREACH_EMAILS
from api.records.promises.resource import RESOURCE as PROMISES
from api.records.questions.resource import RESOURCE as QUESTIONS
from api.records.reminders.resource import RESOURCE as REMINDERS
from api.records.research_notes.resource import RESOURCE as RESEARCH_NOTES
from api.records.templates.resource import RESOURCE as TEMPLATES
from api.views.briefs.resource import RESOURCE as BRIEFS
from api.views.drafts.resource import RESOURCE as DRAFTS
from api.views.due.resource import RESOURCE as DUE
from api.views.lineage.resource import RESOURCE as LINEAGE
from api.views.question_suggestions.resource import RESOURCE as QUESTION_SUGGESTIONS
from api.views.timeline.resource import RESOURCE as TIMELINE

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
    QUESTION_SUGGESTIONS,
    BRIEFS,
    PROMISES,
    OUTCOMES,
    LINEAGE,
    MILESTONES,
    REMINDERS,
    TEMPLATES,
    ME,
    ORGANIZATION,
    MEMBERS,
    API_KEYS,
    JOBS,
)
