"""An example of each request body of `schemas.py`, for the API document. A test validates every one."""

from api.core.manifest import Examples

EXAMPLES: Examples = {"Choice": {"ids": ["018f3f5e-7c4a-7b1e-9d3a-2f6c1e5b8a91"]}}
