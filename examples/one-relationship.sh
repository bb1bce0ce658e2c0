#!/usr/bin/env bash
# One relationship in curl, from an introduction to an offer: who is asked, what is written, what comes of it, and at the end
# who led to whom. Needs TOUCHBASE (the address) and KEY (an API key), as `make serve` prints them.
set -euo pipefail
AUTH="Authorization: Bearer $KEY"

send() { curl -sS --fail-with-body -X "$1" "$TOUCHBASE$2" -H "$AUTH" -H "Content-Type: application/json" -d "$3"; }
post() { send POST "$1" "${2-{\}}"; }
id() { sed 's/^{"id":"\([^"]*\)".*/\1/'; }
drafted() { sed 's/^{"outreach_email":{"id":"\([^"]*\)".*/\1/'; }
text() { curl -sS --fail-with-body "$TOUCHBASE$1" -H "$AUTH" -H "Accept: text/plain"; }
body() { curl -sS --fail-with-body "$TOUCHBASE/outreach-emails/$1" -H "$AUTH" | sed 's/.*"body":"\([^"]*\)".*/\1/'; }
show() { printf '%b\n' "$(body "$1")"; }
# Say what a gap shows in one's own words, then log that it was sent: `words DRAFT FACT SENTENCE`, once a gap.
words() {
  local text gap
  text=$(body "$1") gap="[… in your words, to Ben: “$2”]"
  send PATCH "/outreach-emails/$1" '{"body": "'"${text/"$gap"/$3}"'"}' >/dev/null
}
told() { printf '\n--- %s\n' "$1"; }

# Ana is known; through her, Ben might be reached.
ANA=$(post /contacts '{"full_name": "Ana Ruiz", "title": "Charge Nurse", "employer": "Lakeview Hospice", "source": "class"}' | id)
post /outreach-emails '{"contact_id": "'"$ANA"'", "direction": "mutual", "channel": "in_person", "sent_at": "2026-01-12",
  "subject": "After class"}' >/dev/null
BEN=$(post /contacts '{"full_name": "Ben Okafor", "positions": [
  {"title": "Nursing Director", "employer": "Harbor Clinic", "field": "nursing", "started_on": "2018"},
  {"title": "Paramedic", "employer": "City Ambulance", "field": "rescue", "started_on": "2009", "ended_on": "2018"}]}' | id)
INTRODUCTION=$(post /introductions '{"connector_id": "'"$ANA"'", "target_id": "'"$BEN"'"}' | id)

told "Ask Ana, with a paragraph that she can forward"
ASKING=$(post /outreach-emails/draft '{"contact_id": "'"$ANA"'", "kind": "introduction_request",
  "introduction_id": "'"$INTRODUCTION"'"}' | drafted)
show "$ASKING"
post "/outreach-emails/$ASKING/mark-sent" '{"at": "2026-02-02T15:00:00Z"}' >/dev/null
post "/introductions/$INTRODUCTION/introduce" '{"at": "2026-02-04T09:00:00Z"}' >/dev/null

told "Write to Ben: the question is made from his career, and what the draft cannot know is a gap to fill"
REQUEST=$(post /outreach-emails/draft '{"contact_id": "'"$BEN"'", "kind": "request", "introduction_id": "'"$INTRODUCTION"'"}' | drafted)
WRITTEN=$(body "$REQUEST")
WHO="[… who you are, in a few words]" WHY="[… what draws you to their work]"
WRITTEN=${WRITTEN/"$WHO"/a driver who learns nursing at night}
WRITTEN=${WRITTEN/"$WHY"/wonder what becomes of such people}
send PATCH "/outreach-emails/$REQUEST" '{"body": "'"$WRITTEN"'"}' >/dev/null
show "$REQUEST"
post "/outreach-emails/$REQUEST/mark-sent" '{"at": "2026-02-04T15:00:00Z"}' >/dev/null
post /outreach-emails '{"contact_id": "'"$BEN"'", "direction": "inbound", "sent_at": "2026-02-05T09:00:00Z", "body": "Gladly."}' >/dev/null

# Prepare, meet, write down what was learned, and what was promised.
post /research-notes '{"contact_id": "'"$BEN"'", "kind": "article", "learned": "Began the clinic’s trainee program."}' >/dev/null
MEETING=$(post /interviews '{"contact_ids": ["'"$BEN"'"], "set_at": "2026-02-05T10:00:00Z",
  "starts_at": "2026-02-12T15:00:00Z", "medium": "phone"}' | id)
QUESTION=$(post /questions '{"contact_id": "'"$BEN"'", "interview_id": "'"$MEETING"'",
  "text": "What did you bring along from the ambulance?"}' | id)
send PATCH "/questions/$QUESTION" '{"answer": "Calm. And to listen first."}' >/dev/null
post "/interviews/$MEETING/complete" '{"at": "2026-02-12T15:30:00Z", "takeaways": "Calm is a skill that can be trained."}' >/dev/null

told "Thank Ben, for what he said; and Ana, who introduced you"
for ABOUT in '"contact_id": "'"$BEN"'", "interview_id": "'"$MEETING"'"' '"contact_id": "'"$ANA"'", "introduction_id": "'"$INTRODUCTION"'"'; do
  THANKS=$(post /outreach-emails/draft "{\"kind\": \"thank_you\", $ABOUT}" | drafted)
  words "$THANKS" "Calm is a skill that can be trained" "that calm can be learned."
  words "$THANKS" "Calm" "that one becomes calm in an ambulance."
  show "$THANKS"
  post "/outreach-emails/$THANKS/mark-sent" '{"at": "2026-02-13T09:00:00Z"}' >/dev/null
done

# Ben names somebody; you write to her, and follow his advice.
REFERRAL=$(post /outcomes '{"contact_id": "'"$BEN"'", "interview_id": "'"$MEETING"'", "kind": "referral",
  "happened_on": "2026-02-12", "referred_name": "Cy Young"}')
CY=$(printf '%s' "$REFERRAL" | sed 's/.*"referred_id":"\([^"]*\)".*/\1/')
post /outreach-emails '{"contact_id": "'"$CY"'", "kind": "request", "sent_at": "2026-02-16T09:00:00Z",
  "subject": "Ben Okafor sent me"}' >/dev/null
post /outcomes '{"contact_id": "'"$BEN"'", "kind": "advice", "what": "Spend a night on the ward.", "happened_on": "2026-02-12",
  "used_on": "2026-03-02"}' >/dev/null

told "What is due in March: Ben likes to hear what came of his advice"
text "/due?as_of=2026-03-10T09:00:00Z&contact_id=$BEN"

# News is told to those you have met, a few a day; and in summer Cy makes an offer.
post /milestones '{"what": "I passed the nursing exam.", "kind": "exam", "happened_on": "2026-05-04", "is_news": true}' >/dev/null
told "An update, with the news since then"
UPDATE=$(post /outreach-emails/draft '{"contact_id": "'"$BEN"'", "kind": "update"}' | drafted)
words "$UPDATE" "Spend a night on the ward" "I spent a night on the ward, and was sure."
words "$UPDATE" "Calm is a skill that can be trained" "that calm can be learned."
show "$UPDATE"
post "/outreach-emails/$UPDATE/mark-sent" '{"at": "2026-05-11T09:00:00Z"}' >/dev/null
post /outcomes '{"contact_id": "'"$CY"'", "kind": "offer", "what": "Trainee at Harbor Clinic", "happened_on": "2026-06-15"}' >/dev/null

told "Which first conversation led to this offer?"
text "/contacts/$CY/lineage"
