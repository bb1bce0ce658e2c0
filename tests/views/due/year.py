"""A year of one student in New York: what she does and hears, day by day, and what stands in `/due` at noon on 24 days.

The tables were written from what a sensible person wants of such a year, before anything of it ran. Every fact is logged when
it happens. A line of FACTS is `day time verb whom [, more]`; a line of DUE is `day: severity kind whom`.
"""

CALENDAR = {
    "zone": "America/New_York",
    "holiday_country": "US",
    "closed_periods": [
        {"starts_on": "2026-10-10", "ends_on": "2026-10-13", "name": "Fall break"},
        {"starts_on": "2026-11-25", "ends_on": "2026-11-29", "name": "Thanksgiving"},
        {"starts_on": "2026-12-19", "ends_on": "2027-01-10", "name": "Winter break"},
        {"starts_on": "2027-03-13", "ends_on": "2027-03-21", "name": "Spring break"},
        {"starts_on": "2027-05-03", "ends_on": "2027-05-14", "name": "Exams"},
    ],
}
AWAY = [{"starts_on": "2027-07-12", "ends_on": "2027-07-23"}]

FACTS = """
2026-08-23 20:00 adds Ana Ruiz
2026-08-23 20:01 adds Ben Okafor
2026-08-23 20:02 adds Cy Dorn
2026-08-23 20:03 adds Di Evans
2026-08-23 20:04 adds Eli Stone
2026-08-23 20:05 adds Fay Gould
2026-08-23 20:06 adds Gus Hart
2026-08-23 20:07 adds Hana Sato
2026-08-23 20:08 adds Ian Moss
2026-08-23 20:09 adds Jo Park
2026-08-23 20:10 adds Kim Lowe
2026-08-23 20:11 adds Leo Fisch
2026-08-23 20:12 files Lou Penn
2026-08-23 20:13 files Mac Quin
2026-08-23 20:14 files Ned Roth
2026-08-23 20:15 files Ola Sund
2026-08-24 17:00 writes Ana Ruiz, request
2026-08-24 17:10 writes Ben Okafor, request
2026-08-26 15:00 writes Cy Dorn, request
2026-08-27 11:00 hears Ana Ruiz, Gladly. Would Tuesday suit you?
2026-08-28 14:00 writes Ana Ruiz, reply, Tuesday at three is perfect.
2026-08-28 14:05 meets Ana Ruiz, 2026-09-01 15:00
2026-08-31 18:00 prepares Ana Ruiz
2026-09-01 17:00 writes Ana Ruiz, thank_you
2026-09-01 20:00 completes Ana Ruiz
2026-09-02 09:00 hears Ana Ruiz, My pleasure, good luck!
2026-09-03 10:00 writes Di Evans, request
2026-09-03 10:10 writes Eli Stone, request
2026-09-04 16:00 writes Ben Okafor, follow_up
2026-09-08 09:30 hears Ben Okafor, I am sorry, this term is impossible. Ask me in spring.
2026-09-08 09:45 defers Ben Okafor, 2027-03-22
2026-09-08 15:00 writes Cy Dorn, follow_up
2026-09-09 12:30 writes Ben Okafor, reply, Thank you, I will!
2026-09-10 10:00 writes Fay Gould, request
2026-09-10 10:10 writes Gus Hart, request
2026-09-10 10:20 writes Hana Sato, request
2026-09-11 09:00 bounces Di Evans
2026-09-11 10:00 hears Eli Stone, Happy to. How about the 22nd at ten?
2026-09-14 08:30 autoreply Hana Sato, I am out of the office.
2026-09-14 11:00 writes Di Evans, request
2026-09-16 10:00 writes Eli Stone, reply, The 22nd at ten is perfect.
2026-09-16 10:05 meets Eli Stone, 2026-09-22 10:00
2026-09-17 09:00 hears Fay Gould, I no longer give such talks, sorry.
2026-09-17 09:05 declined Fay Gould
2026-09-17 10:00 writes Ian Moss, request
2026-09-17 10:10 writes Jo Park, request
2026-09-18 10:00 writes Fay Gould, reply, Thank you for telling me.
2026-09-21 16:00 hears Hana Sato, Yes! Call me any evening this week.
2026-09-21 20:00 researches Eli Stone
2026-09-21 20:10 asks Eli Stone
2026-09-21 20:11 asks Eli Stone
2026-09-22 13:00 writes Eli Stone, thank_you
2026-09-22 19:00 talks Hana Sato, phone
2026-09-22 19:30 meets Hana Sato, 2026-10-06 16:00
2026-09-22 21:00 completes Eli Stone
2026-09-22 21:05 refers Eli Stone, Nora Blake
2026-09-23 09:00 writes Gus Hart, follow_up
2026-09-24 10:00 writes Kim Lowe, request
2026-09-24 10:10 writes Leo Fisch, request
2026-09-24 12:30 writes Nora Blake, request
2026-09-25 10:00 writes Di Evans, follow_up
2026-09-25 17:00 adds Olga Lind
2026-09-25 17:01 talks Olga Lind, in_person
2026-09-27 11:00 writes Olga Lind, thank_you
2026-09-29 09:00 hears Ian Moss, Sure, what would you like to know?
2026-09-29 15:00 writes Ian Moss, reply, Would October 8 at nine suit you?
2026-09-29 20:00 adds Pia Quist, Ana Ruiz
2026-09-29 20:01 adds Rob Stein
2026-09-30 11:00 hears Leo Fisch, Thanks for writing. I can do Friday the 2nd at noon?
2026-10-01 13:00 writes Leo Fisch, reply, Noon on the 2nd works.
2026-10-01 13:05 meets Leo Fisch, 2026-10-02 12:00
2026-10-01 15:00 hears Nora Blake, With pleasure. Come by on October 20 at two?
2026-10-01 21:00 prepares Leo Fisch
2026-10-02 09:00 writes Nora Blake, reply, Thank you, I will be there.
2026-10-02 09:05 meets Nora Blake, 2026-10-20 14:00
2026-10-02 10:30 plans Ana Ruiz, Pia Quist
2026-10-02 10:40 writes Rob Stein, request
2026-10-02 18:00 writes Leo Fisch, thank_you
2026-10-02 18:30 completes Leo Fisch
2026-10-02 18:35 advises Leo Fisch
2026-10-04 15:00 prepares Hana Sato
2026-10-05 09:00 writes Hana Sato, confirmation
2026-10-05 11:00 writes Ana Ruiz, introduction_request
2026-10-07 09:00 hears Ana Ruiz, Of course, I will write to her.
2026-10-07 09:05 agrees Ana Ruiz
2026-10-08 09:00 writes Ana Ruiz, reply, Thank you so much!
2026-10-09 10:00 introduces Ana Ruiz
2026-10-12 20:00 adds Sam Rao
2026-10-12 20:01 adds Tia Wolf
2026-10-12 20:02 adds Uma Patel
2026-10-12 20:03 adds Vic Orr
2026-10-14 13:00 writes Pia Quist, request
2026-10-14 13:10 writes Ana Ruiz, thank_you
2026-10-14 13:20 writes Hana Sato, thank_you
2026-10-14 13:30 completes Hana Sato
2026-10-14 14:00 writes Ian Moss, follow_up
2026-10-14 15:00 writes Sam Rao, request
2026-10-14 15:10 writes Tia Wolf, request
2026-10-14 15:20 writes Uma Patel, request
2026-10-15 09:00 hears Hana Sato, I thought you had forgotten me! Glad it helped.
2026-10-16 10:00 hears Pia Quist, Ana speaks highly of you. When would suit you?
2026-10-16 12:00 writes Rob Stein, follow_up
2026-10-18 16:00 prepares Nora Blake
2026-10-19 09:00 writes Pia Quist, reply, Would October 27 or 29 at four suit you?
2026-10-19 10:00 confirms Nora Blake
2026-10-19 11:00 hears Sam Rao, Gladly. Can you call me on Thursday?
2026-10-20 08:30 cancels Nora Blake, them
2026-10-20 16:00 hears Pia Quist, The 27th is perfect.
2026-10-20 17:00 meets Pia Quist, 2026-10-27 16:00
2026-10-21 09:00 writes Nora Blake, arrangement, I hope you feel better. Would a day next week suit you?
2026-10-22 11:00 hears Nora Blake, The 30th at two.
2026-10-22 12:00 meets Nora Blake, 2026-10-30 14:00
2026-10-22 14:00 hears Ian Moss, Sorry, I was traveling. November 4 at nine?
2026-10-22 15:00 talks Sam Rao, phone
2026-10-23 10:00 writes Ian Moss, reply, Yes, thank you.
2026-10-23 10:05 meets Ian Moss, 2026-11-04 09:00
2026-10-24 11:00 hears Uma Patel, I am not the right person, but Will Zane is.
2026-10-24 11:05 refers Uma Patel, Will Zane
2026-10-26 13:00 writes Tia Wolf, follow_up
2026-10-26 13:05 writes Uma Patel, reply, Thank you for pointing me to him.
2026-10-26 13:10 writes Vic Orr, request
2026-10-26 13:20 writes Pia Quist, confirmation
2026-10-26 21:00 prepares Pia Quist
2026-10-27 10:00 writes Will Zane, request
2026-10-27 19:00 writes Pia Quist, thank_you
2026-10-27 19:30 completes Pia Quist
2026-10-29 10:00 confirms Nora Blake
2026-10-30 15:00 misses Nora Blake, them
2026-11-02 20:00 prepares Ian Moss
2026-11-03 09:30 writes Ian Moss, confirmation
2026-11-04 17:00 writes Ian Moss, thank_you
2026-11-04 17:30 completes Ian Moss
2026-11-04 17:35 promises Ian Moss, me, 2026-11-10
2026-11-04 17:36 promises Ian Moss, them, 2026-11-06
2026-11-05 10:00 hears Will Zane, Let us talk on the 12th at five.
2026-11-05 20:00 adds Xia Lane
2026-11-06 14:00 meets Will Zane, 2026-11-12 17:00
2026-11-09 09:00 writes Ana Ruiz, update
2026-11-09 10:00 writes Nora Blake, arrangement, I am sorry that we missed each other. Would next week suit you?
2026-11-10 09:00 keeps Ian Moss, me
2026-11-10 10:00 writes Xia Lane, request
2026-11-10 10:10 writes Will Zane, confirmation
2026-11-11 15:00 prepares Will Zane
2026-11-13 09:00 writes Will Zane, thank_you
2026-11-13 09:30 completes Will Zane
2026-11-16 18:00 news I was admitted to the honors thesis
2026-11-17 10:00 writes Eli Stone, update
2026-11-17 10:10 writes Leo Fisch, update
2026-11-18 08:30 reminds 2026-11-18 09:00
2026-11-18 13:00 does reminder
2026-11-18 14:00 writes Hana Sato, update
2026-11-18 14:10 writes Olga Lind, update
2026-11-18 14:20 writes Pia Quist, update
2026-11-19 09:00 writes Ian Moss, update
2026-11-20 09:00 keeps Ian Moss, them
2026-11-22 19:00 adds Zoe Marsh
2026-11-22 19:01 adds Abe Klein
2026-11-22 19:02 adds Bea Short
2026-11-23 10:00 writes Uma Patel, update
2026-11-23 11:00 writes Zoe Marsh, request
2026-11-24 10:00 writes Xia Lane, follow_up
2026-11-24 10:10 writes Abe Klein, request
2026-11-27 10:00 hears Zoe Marsh, I can talk on Monday at nine or on Tuesday.
2026-11-30 13:00 writes Nora Blake, follow_up
2026-11-30 13:30 writes Ana Ruiz, update
2026-11-30 13:40 writes Will Zane, update
2026-11-30 14:00 writes Zoe Marsh, reply, Tuesday the 8th at nine is perfect.
2026-11-30 14:05 meets Zoe Marsh, 2026-12-08 09:00
2026-11-30 15:00 writes Bea Short, request
2026-12-02 09:00 uses Leo Fisch, 2026-12-01
2026-12-06 16:00 prepares Zoe Marsh
2026-12-07 09:00 writes Zoe Marsh, confirmation
2026-12-07 15:00 hears Zoe Marsh, Could we move to Thursday the 10th, same time?
2026-12-07 15:30 moves Zoe Marsh, 2026-12-10 09:00
2026-12-07 15:35 writes Zoe Marsh, reply, Thursday it is.
2026-12-10 13:00 writes Zoe Marsh, thank_you
2026-12-10 13:30 completes Zoe Marsh
2026-12-10 14:00 writes Abe Klein, follow_up
2026-12-10 14:10 writes Bea Short, follow_up
2026-12-11 09:00 writes Leo Fisch, update
2026-12-11 10:00 hears Zoe Marsh, Happy to help.
2026-12-14 10:00 hears Abe Klein, Yes, but after the holidays. January 13 at three?
2026-12-15 09:00 writes Abe Klein, reply, Yes, gladly.
2026-12-15 09:05 meets Abe Klein, 2027-01-13 15:00
2026-12-17 10:00 drafts Uma Patel, update
2026-12-18 09:00 adds Carl Dietz
2026-12-18 10:00 writes Carl Dietz, request
2026-12-21 09:00 hears Sam Rao, Could you talk on the 23rd? I have news about internships.
2026-12-23 14:00 talks Sam Rao, phone
2026-12-23 15:00 discards Uma Patel
2027-01-04 20:00 adds Dot Fenn
2027-01-04 20:01 adds Ed Grimm
2027-01-11 13:00 writes Dot Fenn, request
2027-01-12 09:00 writes Abe Klein, confirmation
2027-01-12 20:00 prepares Abe Klein
2027-01-14 09:00 writes Abe Klein, thank_you
2027-01-14 09:30 completes Abe Klein
2027-01-14 09:35 promises Abe Klein, them, 2027-01-15
2027-01-20 10:00 writes Ed Grimm, request
2027-01-22 18:00 hears Dot Fenn, No time before May, sorry.
2027-01-22 18:05 defers Dot Fenn, 2027-05-17
2027-01-25 13:00 writes Dot Fenn, reply, Thank you, I will write in May.
2027-01-25 13:10 writes Carl Dietz, follow_up
2027-01-26 09:00 keeps Abe Klein, them
2027-01-28 10:00 hears Ed Grimm, Come to our open house on February 3 at six.
2027-01-29 08:30 writes Ed Grimm, reply, I will be there.
2027-02-03 21:00 talks Ed Grimm, in_person
2027-02-09 11:00 hears Gus Hart, I found your mail from September. Still interested?
2027-02-10 13:00 writes Ed Grimm, thank_you
2027-02-10 13:10 writes Gus Hart, reply, Very much! Would February 24 at ten suit you?
2027-02-11 09:00 hears Gus Hart, Yes.
2027-02-11 12:00 meets Gus Hart, 2027-02-24 10:00
2027-02-17 10:00 writes Eli Stone, update
2027-02-18 10:00 writes Hana Sato, update
2027-02-18 10:10 writes Pia Quist, update
2027-02-19 10:00 writes Ian Moss, update
2027-02-22 09:00 hears Ian Moss, We have an opening for the summer. Are you interested?
2027-02-22 20:00 prepares Gus Hart
2027-02-23 09:00 writes Ian Moss, reply, Yes, very much.
2027-02-23 10:00 confirms Gus Hart
2027-02-24 16:00 writes Gus Hart, thank_you
2027-02-24 16:30 completes Gus Hart
2027-02-26 15:00 news I have a summer internship at Moss Labs
2027-03-02 13:00 writes Olga Lind, update
2027-03-02 13:10 writes Ana Ruiz, update
2027-03-02 13:20 writes Will Zane, update
2027-03-03 10:00 writes Abe Klein, update
2027-03-03 10:10 writes Ed Grimm, update
2027-03-03 10:20 writes Eli Stone, update
2027-03-05 10:00 writes Hana Sato, update
2027-03-05 10:10 writes Pia Quist, update
2027-03-10 10:00 writes Ian Moss, update
2027-03-10 10:10 writes Gus Hart, update
2027-03-12 10:00 writes Leo Fisch, update
2027-03-15 10:00 hears Nora Blake, I am so sorry that I vanished. Are you free on the 24th at two?
2027-03-17 13:00 writes Nora Blake, reply, Yes, with pleasure.
2027-03-17 13:05 meets Nora Blake, 2027-03-24 14:00
2027-03-17 13:10 writes Zoe Marsh, update
2027-03-23 09:00 writes Nora Blake, confirmation
2027-03-24 18:00 writes Nora Blake, thank_you
2027-03-24 18:30 completes Nora Blake
2027-03-28 20:00 adds Fred Nagy
2027-03-28 20:01 adds Gina Holt
2027-03-28 20:02 adds Hal Irwin
2027-03-28 20:03 adds Ivy Jong
2027-03-30 10:00 writes Fred Nagy, request
2027-03-30 10:10 writes Gina Holt, request
2027-04-05 13:00 writes Ben Okafor, request
2027-04-05 13:10 writes Eli Stone, update
2027-04-06 10:00 writes Hal Irwin, request
2027-04-06 10:10 writes Ivy Jong, request
2027-04-07 10:00 hears Ben Okafor, Yes! The 15th at eleven?
2027-04-08 08:30 writes Ben Okafor, reply, Perfect, thank you.
2027-04-08 08:35 meets Ben Okafor, 2027-04-15 11:00
2027-04-08 09:00 hears Fred Nagy, No, sorry, company policy.
2027-04-08 09:05 declined Fred Nagy
2027-04-09 10:00 writes Fred Nagy, reply, I understand, thank you.
2027-04-09 10:10 writes Gina Holt, follow_up
2027-04-12 10:00 hears Hal Irwin, Sure. April 21 at one?
2027-04-12 15:00 writes Hal Irwin, reply, Yes, thank you.
2027-04-12 15:05 meets Hal Irwin, 2027-04-21 13:00
2027-04-13 20:00 prepares Ben Okafor
2027-04-14 09:00 writes Ben Okafor, confirmation
2027-04-15 20:00 writes Ben Okafor, thank_you
2027-04-15 20:30 completes Ben Okafor
2027-04-16 09:00 writes Ivy Jong, follow_up
2027-04-19 20:00 prepares Hal Irwin
2027-04-20 09:00 writes Hal Irwin, confirmation
2027-04-21 08:00 cancels Hal Irwin, me
2027-04-21 08:10 writes Hal Irwin, arrangement, I am ill, and sorry. Could we move to the 28th?
2027-04-22 09:00 hears Hal Irwin, Sure, same time.
2027-04-22 10:00 meets Hal Irwin, 2027-04-28 13:00
2027-04-27 09:00 writes Hal Irwin, confirmation
2027-04-28 17:00 writes Hal Irwin, thank_you
2027-04-28 17:30 completes Hal Irwin
2027-05-03 09:00 drafts Ana Ruiz, update
2027-05-05 10:00 hears Tia Wolf, Sorry for the long silence. Are you still looking?
2027-05-07 13:00 writes Tia Wolf, reply, Yes, I am. May I call you next week?
2027-05-07 13:10 sends Ana Ruiz
2027-05-10 10:00 hears Tia Wolf, Call me on the 19th at ten.
2027-05-10 12:00 meets Tia Wolf, 2027-05-19 10:00
2027-05-18 13:00 writes Tia Wolf, confirmation
2027-05-18 13:30 writes Dot Fenn, request
2027-05-18 20:00 prepares Tia Wolf
2027-05-19 12:00 writes Tia Wolf, thank_you
2027-05-19 12:30 completes Tia Wolf
2027-05-20 10:00 hears Dot Fenn, Now is better. June 3 at nine?
2027-05-20 16:00 writes Dot Fenn, reply, Yes, thank you.
2027-05-20 16:05 meets Dot Fenn, 2027-06-03 09:00
2027-06-01 20:00 prepares Dot Fenn
2027-06-02 09:00 writes Dot Fenn, confirmation
2027-06-02 10:00 writes Will Zane, update
2027-06-03 15:00 writes Dot Fenn, thank_you
2027-06-03 15:30 completes Dot Fenn
2027-06-04 10:00 writes Abe Klein, update
2027-06-04 10:10 writes Ed Grimm, update
2027-06-07 10:00 writes Hana Sato, update
2027-06-07 10:10 writes Pia Quist, update
2027-06-11 10:00 writes Ian Moss, update
2027-06-11 10:10 writes Gus Hart, update
2027-06-20 20:00 adds Jon Kerr
2027-06-20 20:01 adds Kay Lund
2027-06-21 13:00 writes Leo Fisch, update
2027-06-21 13:10 writes Zoe Marsh, update
2027-06-21 13:20 writes Olga Lind, update
2027-06-22 10:00 writes Jon Kerr, request
2027-06-22 10:10 writes Kay Lund, request
2027-06-24 10:00 writes Nora Blake, update
2027-06-25 09:00 hears Jon Kerr, Yes. July 8 at ten?
2027-06-25 10:00 writes Jon Kerr, reply, Perfect, thank you.
2027-06-25 10:05 meets Jon Kerr, 2027-07-08 10:00
2027-07-01 15:00 writes Kay Lund, follow_up
2027-07-06 10:00 writes Eli Stone, update
2027-07-06 20:00 prepares Jon Kerr
2027-07-07 09:00 writes Jon Kerr, confirmation
2027-07-08 15:00 writes Jon Kerr, thank_you
2027-07-08 15:30 completes Jon Kerr
2027-07-30 11:00 hears Jon Kerr, We have an opening in the lab. Would you apply?
"""

DUE = """
2026-08-26: due approach Cy Dorn
2026-09-01: due approach Di Evans, Eli Stone, Fay Gould; due confirm Ana Ruiz
2026-09-08: due approach Fay Gould, Gus Hart, Hana Sato; due follow_up Cy Dorn
2026-09-15: late reply Eli Stone; due approach Ian Moss, Jo Park
2026-09-22: due debrief Eli Stone; due thank_you Eli Stone; due follow_up Gus Hart; due reply Hana Sato; due approach Kim Lowe, Leo Fisch
2026-10-01: late follow_up Jo Park; due reply Leo Fisch; due approach Pia Quist, Rob Stein
2026-10-09: late thank_you Hana Sato; late debrief Hana Sato; late follow_up Kim Lowe; due follow_up Ian Moss; late follow_up Jo Park
2026-10-14: flagged thank_you Hana Sato; flagged debrief Hana Sato; late follow_up Kim Lowe; late follow_up Ian Moss; late use_introduction Pia Quist; due thank_introducer Ana Ruiz; due approach Sam Rao, Tia Wolf, Uma Patel
2026-10-26: due follow_up Tia Wolf; due reply Uma Patel; due approach Vic Orr; late prepare Pia Quist; due confirm Pia Quist
2026-11-06: late thank_introducer Ana Ruiz; late rebook Nora Blake; late follow_up Vic Orr; due reply Will Zane; due approach Xia Lane
2026-11-18: due keep_promise Ian Moss; due share_news Hana Sato, Ian Moss, Olga Lind, Pia Quist; late follow_up Vic Orr; due reminder
2026-11-30: late follow_up Nora Blake; late share_news Ana Ruiz, Will Zane; due reply Zoe Marsh; due approach Bea Short
2026-12-10: due debrief Zoe Marsh; due thank_you Zoe Marsh; late follow_up Abe Klein; due follow_up Bea Short; due report_back Leo Fisch
2026-12-23: late reply Sam Rao; due finish_draft Uma Patel
2027-01-11: due prepare Abe Klein; due approach Dot Fenn, Ed Grimm
2027-01-25: due keep_promise Abe Klein; due reply Dot Fenn; late follow_up Carl Dietz
2027-02-10: flagged thank_you Ed Grimm; due reply Gus Hart
2027-03-02: due update Olga Lind; due update Ana Ruiz; due update Will Zane; due share_news Abe Klein, Ed Grimm
2027-03-17: due update Zoe Marsh; late reply Nora Blake
2027-04-05: late ask_again Ben Okafor; due report_back Eli Stone; due approach Hal Irwin, Ivy Jong
2027-05-07: late reply Tia Wolf; due finish_draft Ana Ruiz
2027-05-18: late prepare Tia Wolf; due confirm Tia Wolf; due ask_again Dot Fenn
2027-06-21: late update Olga Lind; due update Leo Fisch; due update Zoe Marsh; due approach Jon Kerr, Kay Lund
2027-08-03: due update Ben Okafor; due update Hal Irwin; late reply Jon Kerr
"""
