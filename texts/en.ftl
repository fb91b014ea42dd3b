### Everything the coach says in English. Same keys and slots as da.ftl.

plain = { $text }
thanks = Thanks.

## First contact

welcome-who = Hello. I am a bot, not your manager, and I ask short questions about your day with IT, data and tech. It is voluntary.
welcome-stored = Your municipality keeps what you choose to save: your answers, your plans and when. It is locked with a key, and you can delete it again.
welcome-stored-by = { $municipality } keeps what you choose to save: your answers, your plans and when. It is locked with a key, and you can delete it again.
welcome-seen = Your manager does not see your answers. The people who run the system can get to them in rare cases.
welcome-read-elsewhere = A language program your municipality has chosen reads along to find the topic. It does not get your name.
welcome-channel = The chat itself, in Teams or Slack for one, has a copy of what we write. That one I cannot delete for you.
welcome-purpose = The purpose is that you can think about your work, and that your team gets something to talk about. Nobody is judged.
welcome-purpose-basis = The purpose is that you can think about your work, and that your team gets something to talk about. Nobody is judged. The legal basis is { $basis }.
welcome-kept = Your words are deleted after { $words }. If you are not here for { $person }, everything about you is deleted, and you are told first.
welcome-rights = Write “my data” to get all of it, and “privacy” to know more.
welcome-counts = What you work with counts in the team's figures until you write “do not share”.
welcome-object = You have the right to object to anything about you being kept.
welcome-object-contact = You have the right to object. Write to whoever answers questions about your data: { $contact }.
welcome-pace = Every other week I ask if you have three minutes. Write “pace” if you want it less often, or not at all.
welcome-stop = Write “stop” when you want out, and “delete me” if it should all go. Are you ready?
welcome-not-kept = I have not saved what you wrote. Please read this first:
welcome-later = You can do that once you have read this and chosen “Start”.

## Menu

menu = Pick one, or tell me about something from your day.
menu-unclear = I did not quite get that.
rest = Write “start” when you want to begin.

## Topics

topic = Which part would you like to talk about?
topic-area = Which part of it?
topic-code = Which one is most like it?
topic-found = Do you mean one of these?
topic-not-found = I did not find that topic, but try here.
topic-chosen = { $name }:
topic-mine = The topics that belong to your work
dimension-1 = Using digital tools: systems, data and equipment
dimension-2 = Understanding technology: what it does to work and people
dimension-3 = Communicating digitally: writing, talking and helping
dimension-4 = Developing and introducing: taking part when new things are made
dimension-5 = Underlying skills: reading, working together and taking part in change

## Row 0

offer-new = Shall we take three minutes on “{ $name }”, which we have not talked about before?
offer-again = Shall we take three minutes on “{ $name }”, which we last talked about a while ago?
offer-later = Shall we take three minutes on “{ $name }”, which you asked me to save for later?
offer-nothing-left = I have no more to suggest right now.
offer-kept-for-later = Fine, we will begin with that the next time you write “start”.
offer-later-day = Fine, then I will ask { $day } at { $time }.
irrelevant-noted = Then we leave “{ $name }” alone, and you can write “undo”.
irrelevant-nothing = There is no topic to take out right now.
relevant-again = “{ $name }” is back in.
relevant-nothing = You have not taken any topic out.

## A plan from some time ago

follow-up = You made a plan:
follow-up-gone = (The plan is no longer there.)
follow-up-ask = How did it go?
followed-done = Thanks, that one is ticked off.
followed-partly = Thanks, I will ask again in two weeks when you write.
followed-partly-at = Thanks, I ask again { $day }.
followed-not-yet = That is fine, I will ask again in two weeks when you write.
followed-not-yet-at = That is fine, I ask again { $day }.
followed-drop = Then it is gone.

## When the coach writes of its own accord: may be read by anybody on a locked screen

prompt-1 = Do you have three minutes to look back on something from your day at work?
prompt-2 = Shall we take three minutes on something you tried at work?
prompt-3 = Is there room for a short talk of three minutes?
prompt-brief-1 = Do you have two minutes for one small question?
prompt-brief-2 = Shall we take one short question in two minutes?
prompt-brief-3 = Is there time for two minutes now?
ask-plan = You asked me to come back to something. Do you have a minute?
plan-waits = Fine, we will let it rest for a while.
reminder = You have a talk waiting. Do you want to finish it?
farewell = What you have kept with me will be deleted on { $day }, because we have not talked for a long time. Write “hi” if it should stay.
gone-quiet = From now on I will not write first. Tap if you want me to begin again.
why-waited = Because you asked me to wait with “{ $name }”.
why-security = Because security is easiest a little at a time, and today it is “{ $name }”.
why-theme = Because your team works with “{ $name }” these weeks.
why-new = Because we have not talked about “{ $name }” before.
why-again = Because it is a long time since we talked about “{ $name }”.

## Pace and pause

pace-quiet = I do not write to you first.
pace-every-1 = I write every week.
pace-every-2 = I write every other week.
pace-every-4 = I write every fourth week.
pace-workdays = Days: weekdays. Time: { $start } to { $end }.
pace-workdays-night = Days: weekdays. Time: { $start } to { $end } the next morning.
pace-window = Days: { $days }. Time: { $start } to { $end }.
pace-window-night = Days: { $days }. Time: { $start } to { $end } the next morning.
pace-away = Pause from { $first } to { $last }.
pace-next = The next time is { $day } at { $time }.
pace-how = Choose here, or write it yourself, like “every other Thursday at 9” or “pause until 3 August”.
pace-understood = This is how I understand it:
pace-check = Is that right?
pace-unclear-1 = I did not get that. Write something like “not in week 7” or “Thursday at 9”.
pace-unclear-2 = I am not with you yet. Keep it short, like “every other week” or “pause for 3 weeks”.
pace-unclear-3 = Let us try once more. Tap an answer, or write “Friday between 12 and 14”, for one.
pace-past = That date is over. Write one that is still to come.
pace-today = That date is today. Write one that is still to come.
pace-which = I can write every week, every other week or every fourth. What suits you?
pace-hours = I cannot make those hours fit. Write something like “between 10 and 12”.
pace-no-days = That leaves no days at all. Which days suit you?
pace-kept = Saved, and I write next { $day } at { $time }.
pace-resumed = Your pause is over, and I write next { $day } at { $time }.

## Row 1

opener-use-1 = What was the last thing you used a screen for at work?
opener-use-2 = Which task did you do yesterday with a program, an app or a machine?
opener-use-3 = When this week did you reach for a phone, tablet or computer to get something done?
opener-develop-1 = What do you do in a new way now that a screen or an app has come along?
opener-develop-2 = Which habit at work have you changed lately because of IT?
opener-develop-3 = Where did you try to do a routine task in a new way with tech?
opener-contribute-1 = When did you last say what you think of a system you use?
opener-contribute-2 = Who did you last help with something digital, and what did you show?
opener-contribute-3 = What feedback have you given lately on a program or a device?
no-names = Leave names out.
probe-ask = What exactly did you do?
redirect-ask = I am best at things from your work with IT, data or tech. What did you do the last time that took up your day?
smaller = Let us take a smaller one.
smaller-ask = Which app or screen did you last use at work?
examples = Does one of these look like something you have tried?
one-example = An example: “{ $situation }”
one-example-ask = Have you tried anything like it?
no-episode = That is fine, we will leave it there.

## My work: what is relevant, without anybody measuring it

work-offer = May I ask a few short questions about your work, so that the topics fit it?
work-not-now = That is fine, and you can always write “my work”.
work-listed = Your municipality wrote that you work with “{ $name }”.
work-kind = What is your work most like?
work-understood = Let us call it “{ $name }”.
work-other = I do not know that one, so I take what most people meet.
work-citizens = Do you often meet citizens, such as older people, pupils or parents?
work-records = Do you often write in cases, records or forms?
work-colleagues = Do you lead others, or are you the one they ask about IT?
work-is = Your work: { $name }.
work-is-listed = Your municipality wrote that you work with “{ $name }”.
work-picked = Your municipality picked topics for your work.
work-unknown = I do not know what you do, so I suggest a bit of it all.
work-topics = I suggest { $count } topics, such as { $first }, { $second } and { $third }.
work-few = { $count ->
    [0] There are no topics left to suggest.
    [one] I suggest one topic.
   *[other] I suggest { $count } topics.
  }
work-out = { $count ->
    [one] You took “{ $name }” out.
   *[other] You took { $count } topics out, last “{ $name }”.
  }
work-all-there = The rest is still on the list when you pick for yourself.
work-back = Which topic do you want back in?
work-later = Write “my work” again when we are done here.

## Mirror

mirror-clause = { $clause }.
mirror-word = You mention “{ $word }”.
mirror-thanks = Thanks, I have that.

## Row 2

judgement-1 = How did it go?
judgement-2 = What worked, and what did not?
judgement-3 = How easy or hard was it?
judgement-4 = How did it end?
judgement-5 = How easily did it come?
judgement-6 = How much did it get in your way?
judgement-7 = How was it for you?
judgement-8 = How far did you get with it?
judgement-9 = How smoothly did it go?

## Row 3

match-because = It sounds like “{ $name }”, since you wrote “{ $first }” – is that right?
match-because-two = It sounds like “{ $name }”, since you wrote “{ $first }” and “{ $second }” – is that right?
match-plain = It sounds like “{ $name }” – is that right?
match-corrected = Good that you say so.
match-unmatched = Then none of them fits.
choose = Which one is most like it?
choose-because = you wrote “{ $first }”
choose-because-two = you wrote “{ $first }” and “{ $second }”
topic-left-open = Then we leave the topic open.
open-topic = Would you like to find a topic yourself, or leave it open?

## Row 4

learn-use-1 = What will you do the same way next time?
learn-use-2 = What will you take with you to the next task like this?
learn-use-3 = Which small trick from this is worth keeping?
learn-develop-1 = What could you and your team change, now that you have tried this?
learn-develop-2 = What in your work do you see in a new light after this?
learn-develop-3 = If you could change one thing in how it is done, what would it be?
learn-contribute-1 = Who should hear what you found out?
learn-contribute-2 = What would you tell the people who make the system?
learn-contribute-3 = What can a new colleague learn from your story?
learning-smaller = Is there one small thing you want to remember?

## Row 5

level = Which sentence is most like you right now?
plan = Would you like a small plan: pick one, or write your own?
plan-frame = When { $when }, I will { $then }
plan-neutral-1 = When I face this again, I will do the same
plan-neutral-2 = When I get stuck, I will ask a colleague right away
follow-up-day = When may I ask how it went?

## Row 6

rehearse-topic = { $name }
rehearse-no-topic = No topic
rehearse-level = You picked: { $sentence }
rehearse-plan = Your plan: { $plan }
rehearse-day = I will ask about it the first time you write from { $day } on.
rehearse-asked-at = I ask about it { $day }.
rehearse-no-day = I will not ask about it.
rehearse-exercise = Try this if you have five minutes: { $exercise }
rehearse-link = { $title } ({ $address }): { $look }
rehearse-ask = Shall I save it?
kept = Saved, and you find it under “my progress”.

## Edit

edit = What would you like to correct?
edit-nothing = You have not answered yet, so there is no text to correct.
edit-episode = What happened: { $words }
edit-judgement = How it went: { $words }
edit-learning = What you took along: { $words }
edit-plan = Your plan: { $words }
edit-text = You wrote: “{ $words }” What should it say?
edited = It is corrected, and we are at:
taken-out = It is deleted here too, and we are at:
edit-not-kept = The change is not kept, as there is personal data in it, and we are at:

## My progress

progress = This is what you have worked with:
progress-none = You have not saved anything yet.
progress-area = { $name }: { $count ->
    [one] one talk
   *[other] { $count } talks
  }
progress-latest = Latest:
progress-entry = { $day }: { $name }
progress-entry-level = { $day }: { $name }. You picked: { $sentence }
progress-entry-open = { $day }: no topic
progress-plan = Open plan: { $plan }
progress-plan-day = Open plan: { $plan } (I ask from { $day } on)
forget = Which one should I forget?
forgotten = It is deleted.

## Stop, delete, undo, continue

stopped = Stopped. I keep what you wrote for seven days in case you want to come back.
deleted = The draft is deleted. The copy in this chat is yours to delete.
draft-gone = The draft is deleted.
delete-nothing = There is no draft to delete right now. To delete all about you, write “delete me”.
quiet = I will not write to you on my own.
undone = We are back at:
undo-nothing = There is nothing to undo right now.
resume-recap = You were in the middle of a talk.
resume-recap-topic = You were in the middle of “{ $name }”.
resume = What would you like?
resume-noted = I have noted that:
brought-later = I have not taken the message, as we are in the middle of something:
restarted = Then we start over.
erase = I delete all about you: answers, plans, choices and drafts.
erase-copy = I cannot delete what is in this chat.
erase-stays = I do not change a team overview that has been sent. Nor is your place on the municipality's list of teams mine to delete.
erase-ask = Shall I delete it all?
erased = All I had about you is deleted. The copy in this chat is yours to delete, and if you write again, we begin anew.
erase-not = Nothing is deleted, and we are at:
erase-later = All about you will be deleted on { $day } at { $time }. Write “undo” before then to keep it all.
erase-cancelled = It all stays as it is.

## Short answers on the way

help-sharing = I am asking if what you work with should count in the team's figures.
help-overview = You have got your overview, and here you can find old ones or pick a theme.
help-overview-earlier = Pick a week, and I show the overview as it was.
help-theme = A theme is one area that everybody in the team gets questions about for four weeks.
help-theme-unit = You manage several teams, so I need to know which one it is about.
help-exits = You can also write skip, stop or menu.
help-people = Would you rather talk with a person?
help-contact = { $name }: { $reach }
we-were-at = We were at:
skip-nothing = There is nothing to skip here.
back-nothing = This is the first question.
no-words = Please put it in words, and I am with you.
old-button = That question is closed, and we are at:
current-question = Here is the current question:
unclear-1 = Tap one of the answers, or write its number:
unclear-2 = I did not catch that, so pick one of these:
asked-bot = I am a bot, and nobody sits at the other end.
asked-mind = No. My sentences are fixed beforehand, and I only guess what your answer is about.
asked-ai = On one point only: a model guesses what your answer is about. My sentences are fixed beforehand.
asked-mind-reader = My sentences are fixed beforehand. A language program your municipality has chosen helps me find the topic.
asked-price = It costs you nothing, only three minutes.
asked-why = I ask so that you can stop for a moment at your own work. Nobody is judged by it.
asked-seen = It is not anonymous, but your manager does not see your answers. Those who run the system can get at them in rare cases.
asked-free = No, it is voluntary. You can skip, or write “stop”.
asked-time = Three to five minutes, and you can stop at any time.
asked-others = I show that to nobody. A manager gets figures for at least five together. Write “what does my manager see” to see them yourself.
asked-thanks = You are welcome.
asked-bye = See you, and you will find me here.
unclear-3-stop = One more try, and you can also write stop:
unclear-3 = Let us try once more, and you can also write skip:
lost = Sorry, I have lost the thread.
pause = You change the pace between talks, so write “pace” when we are done here.
my-data = I have saved: { $kept ->
    [0] no talks
    [one] one talk
   *[other] { $kept } talks
  }, { $plans ->
    [0] no open plans
    [one] one open plan
   *[other] { $plans } open plans
  } and { $drafts ->
    [0] no draft
   *[other] one draft
  }. Also your language, your pace, what you said about your work, and where we got to.
my-data-erase = Write “my progress” to see them and forget one, or “delete me” to delete it all.
my-data-officer = Questions about your data: { $name }, { $reach }
my-data-link = All of it can be read and fetched here for a quarter of an hour: { $address }. Do not give the address to others.
my-data-ask = If you want all of it, ask { $contact }.
my-data-ask-town = If you want all of it, ask your municipality.
my-data-title = Your data with the competence coach
my-data-read = Read it here
my-data-html = Fetch it as a page to keep and print
my-data-json = Fetch it as JSON, for another program
my-data-alone = The address works for a quarter of an hour. If this is not your own machine, delete what you have fetched.
my-data-over = The address does not work, or its time is over. Write “my data” to the coach to get a new one.
my-data-later = Your data cannot be fetched right now. Try again in a moment.
privacy-who = { $municipality } answers for what you write. The purpose is your own reflection and a shared topic for the team: nobody is judged.
privacy-who-unnamed = Your municipality answers for what you write. The purpose is your own reflection and a shared topic for the team: nobody is judged.
privacy-basis = Legal basis: { $basis }.
privacy-what = I keep your answers, plans and choices, and when you were here. Do not name citizens.
privacy-seen = Your manager never sees your words, at most figures for the team. In rare cases, those who run the system can get at what I keep.
privacy-others = It also passes through: { $names }.
privacy-kept = Your words are deleted after { $words }, and my messages to you after { $messages }.
privacy-gone = If you do not come for { $person }, it all goes; you are told first. The log of who has seen something is kept for { $log }.
privacy-rights = You can get, correct and delete it all: “my data”, “edit” and “delete me”. You can also object, ask us to restrict its use, and complain to Datatilsynet.
privacy-contact = Questions: { $contact }.
privacy-page = Read it all here: { $address }
period-months = { $months } months
period-days = { $days } days
card-privacy = Privacy
card-open = Open
connect-code = Your code is { $code }.
connect-how = Write “connect { $code }” to me in the other chat within { $minutes } minutes. Show it to nobody: it opens your progress.
connected = The two chats are now connected. Your answers and plans are the same in both.
connected-undo = Write “disconnect” if they should be taken apart again.
connect-unknown = I do not know that code. Write “connect” in the other chat to get a new one.
connect-tired = Those were many wrong codes. Try again in an hour.
connect-same = That is your own code from here. Write it to me in the other chat.
connect-taken = One of the two chats is already connected. Write “disconnect” there first.
connect-two = The municipality's list knows the two chats as two people. So I may not connect them.
disconnected = This chat now stands alone. It has what it brought, and nothing else.
disconnect-nothing = You have me only here, so there is nothing to take apart.
manager-sees = Your manager gets nothing at all from me: no answers, no counts, and not even whether you take part.
manager-sees-not-yet = Your manager has not been shown any overview of { $unit } yet.
manager-sees-shown = This is all that your manager gets to see:
manager-sees-who = The managers in { $unit } get it on Monday morning. They can read the latest 12, and the text is kept by your employer as it is.
share-is-on = What you work with counts in the figures. Write “do not share” when that should end.
share-is-off = What you work with does not count. Write “share with my team” if it should.
share-unknown = You are not in any team I know of, so there is nothing to share.
shared = What you work with now counts in the team's overview, without your name and without your words.
unshared = What you work with no longer counts in the team's overview.
weekly-shown = The latest overview:
weekly-shown-earlier = An earlier overview, as it was:
weekly-arrived = Here is the overview of the week. Write “weekly overview” to see it again or to pick a theme.
weekly-none = There is no overview yet.
weekly-too-small = Your team is too small for an overview, and no unit above it is large enough.
weekly-not-manager = You are not listed as a manager here, so I have no overview for you.

## Team overview: what the manager is shown, and the employee can see

overview-more = Would you like to see more?
overview-which = Which week would you like to see?
overview-heading = { $text }
overview-bar = { $text }
overview-title = Overview for { $unit }, week { $week } of { $year }
overview-worked = Since the last overview the team has worked with:
overview-nothing = There is nothing to show since the last overview.
overview-area = { $name }: { $people }
overview-rest = Several areas under { $name }: { $people }
overview-dimension-1 = using systems, data and equipment
overview-dimension-2 = understanding technology
overview-dimension-3 = communicating digitally
overview-dimension-4 = developing and introducing
overview-band = { $low }–{ $high } employees
overview-band-open = { $low } or more employees
overview-mostly-good = It mostly went well.
overview-mostly-hard = It was mostly hard.
overview-mixed = It went both ways.
overview-withheld = A topic is only shown when at least { $k ->
    [5] five
   *[other] { $k }
  } people have worked with it.
overview-question = Talk about this at your next meeting, under “{ $topic }”: { $question }
overview-source = The question comes from the catalogue and not from an answer.

## The team's theme

theme-by-person = The team's theme is { $area } until { $day }. { $picker } picked it.
theme-by-manager = The team's theme is { $area } until { $day }. Your manager picked it.
theme-by-rotation = The team's theme is { $area } until { $day }. It was next in turn.
theme-picked-before = The theme is { $area } until { $day }. A manager of the team picked it.
theme-none = The team has no theme right now.
theme-pick = What should the team work with for four weeks?
theme-unit = Which team is to have a theme?
theme-picked = The theme in { $unit } is now { $area } for four weeks, and everybody in the team is told.

## A team from Teams

team-made = { $team } is now a team with me, and you are on its list.
team-made-seen = The team's manager gets figures for at least five together, and never your words.
team-made-gone = The team is no longer with me.
team-stays = Then you are in, and you can always write “what does my manager see”.
team-declined = You are out of { $team } with me, and I do not count you.
help-team-made = I ask whether you want to be in this team with me.
place-offer = I help you look at your digital work. An owner can make { $team } a team with me.
place-made = { $team } is now a team with me. Each of you is told and can say no.
place-small = { $team } is now a team with me. You are too few for an overview of your own: it takes at least { $least } besides the manager.
place-already = { $team } is a team with me already.
place-list-alone = With you it is the municipality that makes teams with me.
place-not-yours = Only an owner of the team can do that.
place-unread = I could not see who is in it. Try again in a while.

## Personal data and hard things

personal-data = Please write it without personal data. I have not saved it, but here is a suggestion:
personal-data-suggestion = “{ $text }”
personal-data-copy = Delete the message in the chat too. Will you use the suggestion?
instead-cpr = [cpr number]
instead-account = [account number]
instead-email = [email address]
instead-phone = [phone number]
instead-address = [address]
instead-case = [case number]
instead-name = [name]
breach = It may have to be reported. Better to say so today than tomorrow.
breach-contact = { $name }: { $reach }
breach-officer = Your data protection officer (DPO) knows what must be done.
breach-not-by-me = I report nothing myself.
distress = That sounds serious, so we pause here. Talk to someone you trust.
distress-contact = { $name }: { $reach }
distress-acute = In acute danger: call 112. Livslinien is open on 70 201 201.
distress-not-stored = I have not saved what you wrote.

## Groups and channels

group-private = Write to me in private, as others can read along here.

## Help

help-welcome = Read who I am, and tap Start when you are ready.
help-menu = Here you pick what we talk about, or you just tell me about your day.
help-rest = Write “start” for a short talk, or just tell me about something from your day.
help-topic = Here you pick a topic, and you can also write its name.
help-topic-area = Here you pick a part of the topic, so we get closer.
help-topic-code = Here you pick the topic you want to talk about.
help-topic-found = Here you choose among the topics that look like what you wrote.
help-offer = I suggest a topic for three minutes, and you say yes or no.
help-follow-up = I ask about your plan because you wanted me to.
help-episode = I ask about one real situation, since we learn best from what we did ourselves.
help-examples = Here are three examples to tap, if you have tried something like them.
help-episode-smaller = I ask about something smaller, so you have a place to begin.
help-episode-example = Here is an example that may remind you of something.
help-judgement = I ask how you think it went, for it is your view that counts.
help-match = I guess a topic from your words, and you decide if it fits.
help-choose = I am in doubt about the topic, so you pick what comes closest.
help-open-topic = You can put a topic on it yourself, but the talk is just as good without.
help-learning = I ask what you take along, since it sticks when you say it yourself.
help-learning-smaller = One thing is enough, and you may also skip.
help-level = You can pick the sentence most like you, and skip if none is.
help-plan = A small plan makes it easier to remember when it matters.
help-follow-up-day = You choose when I may ask about the plan.
help-rehearse = Here you see it all before you choose if I should save it.
help-edit = Here you pick the answer you want to correct.
help-edit-text = Write what it should say.
help-progress = Here you see what you have saved with me.
help-forget = Here you pick what I should forget.
help-stopped = The talk has stopped, and you choose what happens to the draft.
help-deleted = The draft is deleted, but you can undo it now.
help-erase = I ask once more because it cannot be undone.
help-resume = We were in the middle of something, and you choose if we go on.
help-personal-data = I do not keep other people's data, so you choose how to put it.
help-prompt = I ask if you have time because it is your turn today.
help-ask-plan = I ask about your plan because you chose a day for it.
help-reminder = You were in the middle of a talk, and you choose whether to finish it.
help-gone-quiet = I keep quiet until you say so.
help-work-offer = I use your answers to pick topics only, and your manager does not see them.
help-work-kind = Pick what is like it, or write what you do.
help-work-citizens = Then I know if topics about citizens should be in.
help-work-records = Then I know if topics about data and cases should be in.
help-work-colleagues = Then I know if topics about showing others the way should be in.
help-work = Here you see what I know about your work, and you can always change it.
help-work-back = Here you can take a topic in again that you took out.
help-pace = Here you choose how often I write, and when.
help-pace-check = I read back what I understood before I keep it.

## One's own page

home-heading-progress = My progress
home-heading-settings = Settings
home-heading-privacy = Your data
home-language = We speak English.
home-answers = The answers come in our chat.

## Slack

slack-pick = Choose
slack-tapped = You tapped: { $label }
slack-private = I do not answer here in the channel. Write to me privately.
slack-private-button = Write privately
slack-answered = I answer in our private chat.
too-fast = That was too fast for me: the last one is not saved, so please send it again in a minute.
slack-not-stored = It was not stored. Try again in a moment.
slack-not-yours = That only works on a message you wrote yourself.

## Buttons (20 characters at most)

choice-begin = Start
choice-english = English
choice-danish = Dansk
choice-tell = Just tell
choice-topic = Pick a topic
choice-suggest = Suggest a topic
choice-progress = My progress
choice-work = My work
choice-no = No
choice-not-now = Not now
choice-answer-first = Answer now
choice-answer-anew = Change it
choice-bring-back = Bring a topic back
choice-menu = Menu
choice-up = Back
choice-all-topics = Show all topics
choice-yes = Yes
choice-yes-keep = Yes, save
choice-short = Short form
choice-later = Later
choice-other-topic = Another topic
choice-irrelevant = Not relevant
choice-example = Give an example
choice-own-words = In my own words
choice-skip = Skip
choice-good = It went well
choice-hard = It was hard
choice-mixed = A bit of both
choice-other = Another one
choice-none = None of them
choice-go-on = Go on
choice-find-topic = Find a topic
choice-week = In a week
choice-two-weeks = In two weeks
choice-month = In a month
choice-no-day = Do not ask
choice-keep = Save
choice-edit = Edit
choice-delete = Delete
choice-go-back = Back
choice-forget-one = Forget one
choice-undo = Undo
choice-no-more = No more messages
choice-erase = Delete it all
choice-erase-later = Delete in 24 hours
choice-keep-all = Keep it
choice-continue = Continue
choice-restart = Start over
choice-drop = Drop it
choice-done = Done
choice-partly = Partly
choice-not-yet = Not yet
choice-use-suggestion = Use it
choice-rewrite = Rewrite it
choice-private-chat = Write in private
choice-distress-continue = Continue
choice-distress-close = Close
choice-make-team = Make it a team
choice-stay-in-team = That is fine
choice-decline-team = Leave me out
choice-share = Share with my team
choice-unshare = Do not share
choice-earlier-weeks = Earlier weeks
choice-theme = Theme

## Cards: what stands on them besides the answer itself

card-answered = You chose:
card-closed = That question is closed.
card-list = Pick from the list
card-list-needed = Pick one from the list first.
card-pick = Pick
card-link = { $title } ({ $host }): { $look }
card-my-data = Your data
card-manager-sees = What your manager sees
card-pause = Messages from me

## The app as Teams shows it

app-name = Competence coach
app-full-name = Competence coach for municipal employees
app-short = Short, voluntary talks about your day with IT, data and technology.
app-long = The competence coach is a bot. It asks short questions about something you met at work with IT, data or technology, and helps you see what to take along. A talk takes three to five minutes, and buttons alone will do. It is voluntary. It gives no marks and ranks nobody, and your manager does not see your answers. Write start to begin, help for help and delete me to delete everything about you.
app-command-start = Begin a short talk
app-command-menu = See what you can choose
app-command-help = Get help for where you are
app-command-progress = See what you have worked with
app-command-my-data = See what is kept about you
app-command-manager-sees = See what your manager gets to see
app-command-pause = Decide when I write
app-command-stop = Stop the talk
app-command-erase = Delete everything about you
app-command-english = Switch to English
app-command-danish = Switch to Danish

## The page about the coach

about-privacy = Privacy
about-terms = Terms
about-voluntary = Using the coach is voluntary, and you can stop at any time.
about-purpose = It is a tool for your own thoughts. It gives no marks, ranks nobody and judges nobody.
about-questions = If you have questions, write to your municipality.
choice-why-now = Why now?
choice-change-pace = Change pace
choice-every-1 = Every week
choice-every-2 = Every other week
choice-every-4 = Every fourth week
choice-pause-3 = Pause three weeks
choice-write-again = Write again
choice-pace-again = No, change it

## Everything about a person, to be read

export-title = What the coach has kept about you
export-made = Made on { $when }.
export-machine = The same can be had as JSON, for another program to read.
export-no-competence = No topic
export-yes = yes
export-no = no
export-person = You
export-channels = Where you talk with the coach
export-conversations = Conversations
export-reflections = What you have kept
export-matches = Topic
export-levels = Your own sentence
export-plans = Plan
export-contributions = What counts in your team's overview
export-sharing = Whether you count
export-rhythm = Your pace
export-upcoming = What is planned
export-carried_out = What the coach has done by itself
export-messages = Messages from the coach
export-taken = Messages the coach has taken in
export-joined = Connected chats
export-brought = What a connected chat came with
export-joining_codes = Code for connecting
export-wrong_codes = Wrong codes
export-directory = You in the municipality's list of teams
export-memberships = Your teams
export-managing = Teams you manage
export-themes_picked = Themes you picked for a team
export-teams_made = Teams made in Teams
export-log = Who has seen or done something
export-key-address = Address
export-key-created_at = Since
export-key-warned_at = Told about deletion
export-key-channel = Channel
export-key-user = Your id there
export-key-state = Where we have got to
export-key-draft_until = Draft goes on
export-key-refused_at = Takes no messages since
export-key-left_at = Removed by you
export-key-touched_at = Last here
export-key-code = Code
export-key-topic = Chosen topic
export-key-perspective = Perspective
export-key-outcome = How it went
export-key-episode = The situation
export-key-judgement = Your view of it
export-key-learning = What you take along
export-key-started_at = Begun
export-key-finished_at = Kept
export-key-emptied_at = Words deleted
export-key-candidates = Suggested topics
export-key-chosen = Your choice
export-key-corrected = Corrected by you
export-key-level = Step
export-key-chosen_at = Chosen
export-key-follow_up = Ask again on
export-key-asked = Times asked
export-key-closed_at = Closed
export-key-area = Area
export-key-kind = Kind
export-key-released_in = Counted in the overview of
export-key-shares = Counts
export-key-since = Since
export-key-settings = Your choices
export-key-occurrence = Which time
export-key-wall = Time
export-key-zone = Time zone
export-key-claimed_at = Done
export-key-status = State
export-key-sent_at = Sent
export-key-seen_at = Received
export-key-answer = Answered at once
export-key-joined_at = Connected
export-key-until = Until
export-key-guesses = Wrong codes
export-key-profile = Profile
export-key-position = Number
export-key-at = When
export-key-actor = Who
export-key-deed = What
export-key-name = Topic
export-key-sentence = The sentence
export-key-text = Text
export-key-theme = Theme
export-key-picker = The name the team was shown
export-key-standing = How far it has come
export-key-team = Team
export-key-unit = Unit

## The page about privacy

privacy-title = Privacy at the competence coach
privacy-heading-who = Who answers for it, and why
privacy-heading-what = What is kept
privacy-heading-others = Who else gets it
privacy-heading-kept = For how long
privacy-heading-rights = Your rights
privacy-heading-manager = What your manager sees
privacy-heading-contact = Whom you can ask
privacy-not-set = The municipality has not filled this in yet.
privacy-nobody = Nobody but those who run the system for the municipality.
privacy-sealed = Words, names and addresses are locked with a key.
privacy-kept-rest = A draft is kept for { $drafts }, my messages for { $messages }, and a mark that your message was received for { $marks }. The log of who has seen something is kept for { $log }.
privacy-voluntary = It is voluntary, and you can stop at any time. The coach is a bot: it gives no marks and does not guess at feelings.
privacy-manager = At most an overview of a unit of at least { $members }. A topic is only shown when at least { $k } have worked with it.
privacy-counts-off = You only count if you have chosen to. You do so with “share with team”.
privacy-counts-on = You count until you write “do not share”.
privacy-manager-never = Never an answer, a name, a step, or whether you in particular take part. Write “what does my manager see” to be shown the very text.
