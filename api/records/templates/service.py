"""The organization's templates: the default of each kind, or what its admins made of it, version by version."""

from sqlalchemy import bindparam, select

from api.core.errors import Problem
from api.core.fields.etags import digest_tag, etag
from api.core.fields.ids import new_id
from api.core.fields.types import sent
from api.core.store.events import Event
from api.core.store.pagination import Collection, both_ways
from api.core.store.tables import table_of
from api.core.store.units import Read, Unit, Write, require_version
from api.core.store.values import ResultRow, Values
from api.method.writing.defaults import DEFAULTS, TemplateKind
from api.method.writing.language import parse, plain
from api.method.writing.template_fields import FIELDS, GAPS
from api.records.templates.models import TemplateVersion
from api.records.templates.schemas import (
    TemplateField,
    TemplateOut,
    TemplatePatch,
    TemplatesOut,
    TemplateVersionOut,
    TemplateVersionPage,
    TemplateVersionQuery,
)

VERSIONS_COMPARED = 20

template_versions = table_of(TemplateVersion)
_later = template_versions.alias("later")
SELECT = select(template_versions).where(template_versions.c.org_id == bindparam("org_id"))
LATEST = SELECT.where(
    ~select(_later.c.id)
    .where(
        _later.c.org_id == bindparam("org_id"),
        _later.c.kind == template_versions.c.kind,
        _later.c.number > template_versions.c.number,
    )
    .exists()
)
OF_KIND = (
    SELECT.where(template_versions.c.kind == bindparam("kind")).order_by(template_versions.c.number.desc()).limit(1)
)
BODIES = (
    select(template_versions.c.body)
    .where(template_versions.c.org_id == bindparam("org_id"), template_versions.c.kind == bindparam("kind"))
    .order_by(template_versions.c.number.desc())
    .limit(VERSIONS_COMPARED)
)
VERSIONS = Collection(
    SELECT,
    orders=both_ways({"created_at": template_versions.c.created_at}, template_versions.c.id),
    filters={
        "kind": template_versions.c.kind == bindparam("kind"),
        "updated_since": template_versions.c.created_at >= bindparam("updated_since"),
    },
)
FIELDS_OUT = [TemplateField(name=name, says=known.says, gap=GAPS[name]) for name, known in FIELDS.items()]


async def get_templates(read: Read) -> TemplatesOut:
    changed = {row.kind: row for row in await read.rows(LATEST)}
    found = [_template_out(kind, changed.get(kind)) for kind in TemplateKind]
    return TemplatesOut(templates=found, fields=FIELDS_OUT, etag=digest_tag([template.etag for template in found]))


async def get_template(unit: Unit, kind: str) -> TemplateOut:
    known = _known(kind)
    rows = await unit.rows(OF_KIND, kind=known)
    return _template_out(known, rows[0] if rows else None)


async def plain_texts(unit: Unit, kind: str) -> list[str]:
    """The pieces of text between the fields, of the kind's default and of its latest versions, since drafts outlive their
    template. None where the kind has no template.
    """
    if kind not in DEFAULTS:
        return []
    written = [row.body for row in await unit.rows(BODIES, kind=kind) if row.body is not None]
    texts = [DEFAULTS[TemplateKind(kind)].body, *written]
    return [piece for text in texts for piece in plain(parse(text, FIELDS))]


async def list_template_versions(read: Read, kind: str, query: TemplateVersionQuery) -> TemplateVersionPage:
    filters = {"kind": _known(kind), "updated_since": query.updated_since}
    found = await VERSIONS.page(read, query, filters=filters)
    return TemplateVersionPage(items=[_version_out(row) for row in found.rows], next=found.next, total=found.total)


async def update_template(write: Write, kind: str, patch: TemplatePatch) -> TemplateOut:
    """A change is a new version; one that changes nothing is none."""
    before = await _locked(write, kind)
    texts = {name: getattr(before, name) for name in ("subject", "body")}
    after = texts | sent(patch)
    changed = [name for name in texts if after[name] != texts[name]]
    if changed:
        _add(write, before, after, Event("template.updated", "template_version", new_id(), changed))
    await write.derive()
    return await get_template(write, kind)


async def reset_template(write: Write, kind: str) -> TemplateOut:
    """Back to the default, as a new version; what was there before stays among the versions."""
    before = await _locked(write, kind)
    if not before.is_default:
        nothing = {"subject": None, "body": None}
        _add(write, before, nothing, Event("template.reset", "template_version", new_id(), ["body", "subject"]))
    await write.derive()
    return await get_template(write, kind)


async def _locked(write: Write, kind: str) -> TemplateOut:
    """The template under the organization's commit lock: versions are numbered without gaps."""
    _known(kind)
    await write.take_commit_lock()
    before = await get_template(write, kind)
    require_version(write, before.version)
    return before


def _add(write: Write, before: TemplateOut, texts: Values, event: Event) -> None:
    """The event's subject is the new version."""
    version = TemplateVersion(
        org_id=write.scope.org_id,
        id=event.subject_id,
        kind=before.kind,
        number=before.version + 1,
        **texts,
        changed_by=write.scope.principal.member_id,
        created_at=write.now,
    )
    write.session.add(version)
    write.record(event)


def _known(kind: str) -> TemplateKind:
    if kind not in DEFAULTS:
        raise Problem("not-found", f"There is no template of that kind. The kinds are {', '.join(TemplateKind)}.")
    return TemplateKind(kind)


def _template_out(kind: TemplateKind, row: ResultRow | None) -> TemplateOut:
    written = row if row is not None and row.body is not None else None
    text = DEFAULTS[kind] if written is None else written
    number = row.number if row else 0
    return TemplateOut(
        kind=kind,
        version=number,
        is_default=written is None,
        subject=text.subject,
        body=text.body,
        changed_at=row.created_at if row else None,
        changed_by=row.changed_by if row else None,
        etag=etag(number, [text.subject, text.body]),
    )


def _version_out(row: ResultRow) -> TemplateVersionOut:
    return TemplateVersionOut(
        id=row.id,
        version=row.number,
        is_default=row.body is None,
        subject=row.subject,
        body=row.body,
        changed_at=row.created_at,
        changed_by=row.changed_by,
        etag=etag(row.number),
    )
