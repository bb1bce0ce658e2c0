"""An example of each request body of `schemas.py`, for the API document. A test validates every one."""

from api.core.manifest import Examples

EXAMPLES: Examples = {
    "TemplatePatch": {"subject": "{{#their_employer}}Your work at {{their_employer}}{{/their_employer}}"},
}
