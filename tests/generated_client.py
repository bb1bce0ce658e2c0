"""Generate a client from the API document with a public generator, and use it: `make check-client`.

The first argument is the directory of the generator's Python. Any warning of the generator is a failure.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.live import ROOT, environment, local_service

WALK = """
import os
from touchbase_client import AuthenticatedClient
from touchbase_client.api.contacts import create_contact, get_contact, list_contacts, update_contact
from touchbase_client.api.due import list_due
from touchbase_client.api.interviews import complete_interview, create_interview
from touchbase_client.models import Completion, ContactCreate, ContactPatch, InterviewCreate, Problem
from uuid import UUID

client = AuthenticatedClient(base_url=os.environ["TOUCHBASE"], token=os.environ["KEY"])
ana = create_contact.sync(client=client, body=ContactCreate(full_name="Ana Ruiz", notes="old", title="Nurse"))
changed = update_contact.sync(client=client, contact_id=ana.id, body=ContactPatch(title="Charge Nurse"))
assert (changed.title, changed.notes, changed.full_name) == ("Charge Nurse", "old", "Ana Ruiz"), "unset is not null"
assert get_contact.sync(client=client, contact_id=ana.id) == changed
call = create_interview.sync(
    client=client, body=InterviewCreate.from_dict({"contact_ids": [str(ana.id)], "starts_at": "2026-01-05T15:00:00Z"})
)
done = complete_interview.sync(client=client, interview_id=call.id, body=Completion(takeaways="Much."))
assert done.status == "completed"
due = list_due.sync(client=client, as_of=done.completed_at.replace(hour=17))
assert [(item.kind, item.contact.full_name) for item in due.items] == [("thank_you", "Ana Ruiz")]
assert len(list_contacts.sync(client=client, limit=1).items) == 1
nobody = get_contact.sync_detailed(client=client, contact_id=UUID(int=7))
assert (nobody.status_code, isinstance(nobody.parsed, Problem)) == (404, True)
print("The generated client works.")
"""


def main() -> None:
    generator = Path(sys.argv[1]).absolute()
    with tempfile.TemporaryDirectory() as made, local_service(Path(made)) as service:
        document = str(ROOT / "openapi" / "openapi.json")
        command = [
            str(generator / "openapi-python-client"), "generate", "--path", document, "--output-path", f"{made}/client",
            "--fail-on-warning",
        ]  # fmt: skip
        path = f"{generator}:{environment()['PATH']}"
        subprocess.run(command, check=True, env=environment(PATH=path))
        variables = {"TOUCHBASE": service.base, "KEY": service.key, "PYTHONPATH": f"{made}/client"}
        subprocess.run([str(generator / "python"), "-c", WALK], check=True, env=environment(**variables))


if __name__ == "__main__":
    main()
