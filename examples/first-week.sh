#!/usr/bin/env bash
# A first week in curl: two people, a request that is answered, one that is not, a meeting, and what is due along the way.
# Needs TOUCHBASE (the address) and KEY (an API key), as `make serve` prints them.
set -euo pipefail
AUTH="Authorization: Bearer $KEY"

post() { curl -sS --fail-with-body "$TOUCHBASE$1" -H "$AUTH" -H "Content-Type: application/json" -d "$2"; }
id() { sed 's/^{"id":"\([^"]*\)".*/\1/'; }
due() { printf '\n--- %s\n' "$2"; curl -sS --fail-with-body "$TOUCHBASE/due?as_of=$1" -H "$AUTH" -H "Accept: text/plain"; }

ANA=$(post /contacts '{"full_name": "Ana Ruiz", "title": "Charge Nurse", "employer": "St. Brigid’s Hospital"}' | id)
BEN=$(post /contacts '{"full_name": "Ben Okafor", "title": "Editor", "employer": "The Harbor Tribune"}' | id)

# Monday the second: one sincere email to each.
for WHO in "$ANA" "$BEN"; do
  post /outreach-emails '{"contact_id": "'"$WHO"'", "kind": "request", "sent_at": "2026-03-02T15:00:00Z"}' >/dev/null
done

# Ana answers the same day; the next morning her answer is what is due.
post /outreach-emails '{"contact_id": "'"$ANA"'", "direction": "inbound", "sent_at": "2026-03-02T18:00:00Z",
  "body": "Sure. Thursday at three?"}' >/dev/null
due 2026-03-03T09:00:00Z "Tuesday: Ana waits for an answer"

# It is agreed, and they meet on Thursday.
post /outreach-emails '{"contact_id": "'"$ANA"'", "kind": "reply", "sent_at": "2026-03-03T09:30:00Z"}' >/dev/null
MEETING=$(post /interviews '{"contact_ids": ["'"$ANA"'"], "starts_at": "2026-03-05T15:00:00Z",
  "set_at": "2026-03-03T10:00:00Z", "medium": "video"}' | id)
due 2026-03-06T10:00:00Z "Friday: thank her, and write down what you learned"

post "/interviews/$MEETING/complete" '{"at": "2026-03-05T15:30:00Z", "takeaways": "Charge nurses run the ward."}' >/dev/null
post /outreach-emails '{"contact_id": "'"$ANA"'", "kind": "thank_you", "interview_id": "'"$MEETING"'",
  "sent_at": "2026-03-06T10:15:00Z"}' >/dev/null

# Ben has said nothing for seven working days: follow up, once.
due 2026-03-11T09:00:00Z "A week later: Ben"
post /outreach-emails '{"contact_id": "'"$BEN"'", "kind": "follow_up", "sent_at": "2026-03-11T09:30:00Z"}' >/dev/null

# Three months after the last touch it is time to tell Ana where you are.
due 2026-06-08T09:00:00Z "In June: Ana"
