### Alt, hvad coachen siger. Dansk er forlæg; en.ftl har de samme nøgler og pladser.
### Regler: du-form, højst to sætninger i en besked, ét spørgsmål, LIX højst 35.
### Et indskud før et spørgsmål er én sætning eller slutter med kolon.

plain = { $text }
thanks = Tak.

## Første møde

welcome-who = Hej. Jeg er en bot, ikke din leder, og jeg stiller korte spørgsmål om din hverdag med it, data og teknik. Det er frivilligt.
welcome-stored = Din kommune gemmer det, du vælger at gemme: dine svar, dine planer og hvornår. Det ligger låst med en nøgle, og du kan slette det igen.
welcome-stored-by = { $municipality } gemmer det, du vælger at gemme: dine svar, dine planer og hvornår. Det ligger låst med en nøgle, og du kan slette det igen.
welcome-seen = Din leder ser ikke dine svar. De folk, der driver systemet, kan i sjældne tilfælde komme til dem.
welcome-read-elsewhere = Et sprogprogram, som kommunen har valgt, læser med for at finde emnet. Det får ikke dit navn.
welcome-channel = Chatten her, fx i Teams eller Slack, har også en kopi af det, vi skriver. Den kan jeg ikke slette for dig.
welcome-purpose = Formålet er, at du kan tænke over dit arbejde, og at dit team kan få noget at tale om. Ingen bliver bedømt.
welcome-purpose-basis = Formålet er, at du kan tænke over dit arbejde, og at dit team kan få noget at tale om. Ingen bliver bedømt. Grundlaget er { $basis }.
welcome-kept = Dine ord bliver slettet efter { $words }. Er du her ikke i { $person }, bliver alt om dig slettet, og du får besked først.
welcome-rights = Skriv »mine data«, så får du det hele, og »privatliv«, hvis du vil vide mere.
welcome-counts = Det, du arbejder med, tæller med i teamets tal, til du skriver »del ikke«.
welcome-object = Du har ret til at gøre indsigelse mod, at noget om dig bliver gemt.
welcome-object-contact = Du har ret til at gøre indsigelse. Skriv til den, der svarer på spørgsmål om dine data: { $contact }.
welcome-pace = Hver anden uge spørger jeg, om du har tre minutter. Skriv »tempo«, hvis det skal være sjældnere eller slet ikke.
welcome-stop = Skriv »stop«, når du vil ud, og »slet mig«, hvis alt skal væk. Er du klar?
welcome-not-kept = Jeg har ikke gemt det, du skrev. Læs først det her:
welcome-later = Det kan du, når du har læst det her og valgt »Start«.

## Menu

menu = Vælg her, eller fortæl om en situation fra din dag.
menu-unclear = Det fangede jeg ikke helt.
rest = Skriv »start«, når du vil i gang.

## Emner

topic = Hvilket område har du lyst til at tale om?
topic-area = Hvilken del af det?
topic-code = Hvad kommer tættest på?
topic-found = Mener du et af dem her?
topic-not-found = Det emne fandt jeg ikke, men prøv her.
topic-chosen = { $name }:
topic-mine = De emner, der hører til dit arbejde
dimension-1 = Anvendelseskompetencer: bruge systemer, data og udstyr
dimension-2 = Teknologiforståelse: se, hvad teknik gør ved fag og mennesker
dimension-3 = Formidlings- og kommunikationskompetencer: skrive, tale og hjælpe digitalt
dimension-4 = Udvikling og implementering: være med, når noget nyt bliver til
dimension-5 = Underliggende kompetencer: læse, samarbejde og tage del i det nye

## Række 0: hvorfor nu

offer-new = Skal vi tage tre minutter om »{ $name }«, som vi ikke har talt om før?
offer-again = Skal vi tage tre minutter om »{ $name }«, som det er noget siden, vi talte om?
offer-later = Skal vi tage tre minutter om »{ $name }«, som du bad mig vente med?
offer-nothing-left = Jeg har ikke flere forslag lige nu.
offer-kept-for-later = Fint, så begynder vi med det, næste gang du skriver start.
offer-later-day = Fint, så spørger jeg { $day } klokken { $time }.
irrelevant-noted = Så lader vi »{ $name }« ligge, og du kan skrive »fortryd«.
irrelevant-nothing = Der er ikke noget emne at tage ud lige nu.
relevant-again = Så er »{ $name }« med igen.
relevant-nothing = Du har ikke taget noget emne ud.

## En plan, der er gået noget tid siden

follow-up = Du lagde en plan:
follow-up-gone = (Planen findes ikke længere.)
follow-up-ask = Hvordan gik det med den?
followed-done = Tak, den er krydset af.
followed-partly = Tak, jeg spørger igen om to uger, når du skriver.
followed-partly-at = Tak, jeg spørger igen { $day }.
followed-not-yet = Helt fint, jeg spørger igen om to uger, når du skriver.
followed-not-yet-at = Helt fint, jeg spørger igen { $day }.
followed-drop = Så er den væk.

## Når coachen selv skriver: kan læses af alle på en låst skærm

prompt-1 = Har du tre minutter til at tænke tilbage på jobbet?
prompt-2 = Skal vi bruge tre minutter på noget, du har prøvet på jobbet?
prompt-3 = Er der ro til en kort snak på tre minutter?
prompt-brief-1 = Har du to minutter til et lille spørgsmål?
prompt-brief-2 = Skal vi tage et kort spørgsmål på to minutter?
prompt-brief-3 = Er der tid til to minutter nu?
ask-plan = Du bad mig spørge til noget. Har du et minut?
plan-waits = Fint, så lader vi den ligge lidt.
reminder = Du har en samtale, der venter. Vil du gøre den færdig?
farewell = Det, du har gemt hos mig, bliver slettet { $day }, fordi vi ikke har talt sammen længe. Skriv »hej«, hvis det skal blive.
gone-quiet = Nu skriver jeg ikke mere af mig selv. Tryk, hvis jeg skal begynde igen.
why-waited = Fordi du bad mig vente med »{ $name }«.
why-security = Fordi sikkerhed er lettest lidt ad gangen, og i dag er det »{ $name }«.
why-theme = Fordi jeres team arbejder med »{ $name }« for tiden.
why-new = Fordi vi ikke har talt om »{ $name }« før.
why-again = Fordi det er længe siden, vi talte om »{ $name }«.

## Tempo og pause

pace-quiet = Jeg skriver ikke til dig af mig selv.
pace-every-1 = Jeg skriver hver uge.
pace-every-2 = Jeg skriver hver anden uge.
pace-every-4 = Jeg skriver hver fjerde uge.
pace-workdays = Dage: hverdage. Tid: klokken { $start } til { $end }.
pace-workdays-night = Dage: hverdage. Tid: fra klokken { $start } til { $end } næste morgen.
pace-window = Dage: { $days }. Tid: klokken { $start } til { $end }.
pace-window-night = Dage: { $days }. Tid: fra klokken { $start } til { $end } næste morgen.
pace-away = Pause fra { $first } til { $last }.
pace-next = Næste gang er { $day } klokken { $time }.
pace-how = Vælg her, eller skriv det selv, fx »hver anden torsdag kl 9« eller »pause til 3. august«.
pace-understood = Jeg forstår det sådan:
pace-check = Passer det?
pace-unclear-1 = Det fik jeg ikke fat i. Skriv fx »ikke i uge 7« eller »torsdag kl. 9«.
pace-unclear-2 = Jeg er ikke med endnu. Skriv det kort, fx »hver anden uge« eller »pause i 3 uger«.
pace-unclear-3 = Vi prøver en gang til. Tryk på et svar, eller skriv fx »fredag mellem 12 og 14«.
pace-past = Den dato er forbi. Skriv en, der ligger længere fremme.
pace-today = Den dato er i dag. Skriv en, der ligger længere fremme.
pace-which = Jeg kan skrive hver uge, hver anden eller hver fjerde. Hvad passer dig?
pace-hours = De klokkeslæt kan jeg ikke få til at passe. Skriv fx »mellem 10 og 12«.
pace-no-days = Så er der ingen dage tilbage. Hvilke dage passer dig?
pace-kept = Det er gemt, og jeg skriver { $day } klokken { $time }.
pace-resumed = Din pause er slut, og jeg skriver { $day } klokken { $time }.

## Række 1: episoden

opener-use-1 = Hvad var det sidste, du brugte en skærm til på jobbet?
opener-use-2 = Hvilken opgave løste du i går med et program, en app eller en maskine?
opener-use-3 = Hvornår i denne uge greb du til telefon, tablet eller computer for at klare noget?
opener-develop-1 = Hvad gør du i dag på en ny måde, fordi der er kommet en skærm eller en app til?
opener-develop-2 = Hvilken vane i dit fag har du lavet om på det seneste på grund af it?
opener-develop-3 = Hvor har du for nylig prøvet at gøre en fast opgave anderledes med teknik?
opener-contribute-1 = Hvornår sagde du sidst din mening om et system, I bruger?
opener-contribute-2 = Hvem hjalp du sidst med noget digitalt, og hvad viste du?
opener-contribute-3 = Hvad har du for nylig meldt tilbage om et program eller et apparat?
no-names = Skriv uden navne.
probe-ask = Hvad gjorde du helt konkret?
redirect-ask = Jeg er bedst til noget fra dit arbejde med it, data eller teknik. Hvad gjorde du, sidst det fyldte?
smaller = Så tager vi en mindre.
smaller-ask = Hvilken app eller skærm brugte du sidst på jobbet?
examples = Ligner en af dem noget, du selv har prøvet?
one-example = Et eksempel: »{ $situation }«
one-example-ask = Har du prøvet noget, der ligner?
no-episode = Helt fint, så lader vi det ligge.

## Mit arbejde: hvad der er relevant, uden at nogen måler det

work-offer = Må jeg stille et par korte spørgsmål om dit arbejde, så emnerne passer til det?
work-not-now = Helt i orden, og du kan altid skrive »mit arbejde«.
work-listed = Din kommune har skrevet, at du arbejder med »{ $name }«.
work-kind = Hvad ligner dit arbejde mest?
work-understood = Så siger vi »{ $name }«.
work-other = Det kender jeg ikke, så jeg tager det, de fleste møder.
work-citizens = Har du tit med borgere at gøre, fx ældre, elever eller forældre?
work-records = Skriver du tit noget i en sag, en journal eller et skema?
work-colleagues = Er du leder, eller er det dig, de andre spørger om it?
work-is = Dit arbejde: { $name }.
work-is-listed = Din kommune har skrevet, at du arbejder med »{ $name }«.
work-picked = Din kommune har valgt emner til dit arbejde.
work-unknown = Jeg ved ikke, hvad du arbejder med, så jeg foreslår lidt af alt.
work-topics = Jeg foreslår { $count } emner, fx { $first }, { $second } og { $third }.
work-few = { $count ->
    [0] Der er ingen emner tilbage at foreslå.
    [one] Jeg foreslår ét emne.
   *[other] Jeg foreslår { $count } emner.
  }
work-out = { $count ->
    [one] Du har taget »{ $name }« ud.
   *[other] Du har taget { $count } emner ud, senest »{ $name }«.
  }
work-all-there = Resten står stadig på listen, når du selv vælger.
work-back = Hvilket emne skal med igen?
work-later = Skriv »mit arbejde« igen, når vi er færdige her.

## Spejl: personens egne ord

mirror-clause = { $clause }.
mirror-word = Du nævner »{ $word }«.
mirror-thanks = Tak, det har jeg.

## Række 2: personens egen dom (neutral ordlyd)

judgement-1 = Hvordan gik det?
judgement-2 = Hvad virkede, og hvad gjorde ikke?
judgement-3 = Hvor let eller svært var det?
judgement-4 = Hvordan endte det?
judgement-5 = Hvor let faldt det?
judgement-6 = Hvor meget drillede det?
judgement-7 = Hvordan var det for dig?
judgement-8 = Hvor langt kom du med det?
judgement-9 = Hvor glat gik det?

## Række 3: hvad det handler om

match-because = Det lyder som »{ $name }«, fordi du skrev »{ $first }« – passer det?
match-because-two = Det lyder som »{ $name }«, fordi du skrev »{ $first }« og »{ $second }« – passer det?
match-plain = Det lyder som »{ $name }« – passer det?
match-corrected = Godt, du siger det.
match-unmatched = Så passer ingen af dem.
choose = Hvad af det ligner mest?
choose-because = du skrev »{ $first }«
choose-because-two = du skrev »{ $first }« og »{ $second }«
topic-left-open = Så lader vi emnet stå åbent.
open-topic = Vil du selv finde et emne, eller skal det stå åbent?

## Række 4: læring

learn-use-1 = Hvad vil du gøre på samme måde næste gang?
learn-use-2 = Hvad tager du med til næste gang, du står med sådan en opgave?
learn-use-3 = Hvilket lille trick herfra er værd at huske?
learn-develop-1 = Hvad kunne I lave om på, nu hvor du har prøvet det her?
learn-develop-2 = Hvad i dit fag ser du på med nye øjne efter det?
learn-develop-3 = Hvis du måtte ændre én ting i måden, I gør det på, hvad så?
learn-contribute-1 = Hvem burde høre om det, du fandt ud af?
learn-contribute-2 = Hvad vil du sige til dem, der laver systemet?
learn-contribute-3 = Hvad kan en ny kollega lære af din historie?
learning-smaller = Er der én lille ting, du vil huske?

## Række 5: adfærd og plan

level = Hvad ligner dig mest lige nu?
plan = Har du lyst til en lille plan: vælg en, eller skriv din egen?
plan-frame = Når { $when }, så vil jeg { $then }
plan-neutral-1 = Når jeg står med det igen, så vil jeg gøre det samme
plan-neutral-2 = Når jeg går i stå, så vil jeg spørge en kollega med det samme
follow-up-day = Hvornår må jeg spørge til planen?

## Række 6: gentag og gem

rehearse-topic = { $name }
rehearse-no-topic = Uden emne
rehearse-level = Du valgte: { $sentence }
rehearse-plan = Din plan: { $plan }
rehearse-day = Jeg spørger til den, første gang du skriver fra og med { $day }.
rehearse-asked-at = Jeg spørger til den { $day }.
rehearse-no-day = Jeg spørger ikke til den.
rehearse-exercise = Prøv det her, hvis du har fem minutter: { $exercise }
rehearse-link = { $title } ({ $address }): { $look }
rehearse-ask = Skal jeg gemme det?
kept = Gemt, og det ligger under »mit forløb«.

## Ret

edit = Hvad vil du rette?
edit-nothing = Der er ikke noget at rette endnu.
edit-episode = Det, der skete: { $words }
edit-judgement = Hvordan det gik: { $words }
edit-learning = Det, du tog med: { $words }
edit-plan = Din plan: { $words }
edit-text = Du skrev: »{ $words }« Hvad skal der stå i stedet?
edited = Det er rettet, og vi er ved:
taken-out = Det er slettet her også, og vi er ved:
edit-not-kept = Rettelsen er ikke gemt, for der står personoplysninger i den, og vi er ved:

## Mit forløb

progress = Det har du arbejdet med:
progress-none = Du har ikke gemt noget endnu.
progress-area = { $name }: { $count ->
    [one] én samtale
   *[other] { $count } samtaler
  }
progress-latest = Senest:
progress-entry = { $day }: { $name }
progress-entry-level = { $day }: { $name }. Du valgte: { $sentence }
progress-entry-open = { $day }: uden emne
progress-plan = Åben plan: { $plan }
progress-plan-day = Åben plan: { $plan } (jeg spørger fra { $day })
forget = Hvilken skal jeg glemme?
forgotten = Den er slettet.

## Stop, slet, fortryd, fortsæt

stopped = Stoppet. Jeg gemmer det, du skrev, i syv dage, hvis du vil tilbage.
deleted = Kladden er slettet. Kopien her i chatten må du selv slette.
draft-gone = Kladden er slettet.
delete-nothing = Der er ingen kladde at slette lige nu. Vil du slette alt om dig, så skriv »slet mig«.
quiet = Jeg skriver ikke til dig af mig selv.
undone = Så er vi tilbage ved:
undo-nothing = Der er ikke noget at fortryde lige nu.
resume-recap = Du var midt i en samtale.
resume-recap-topic = Du var midt i »{ $name }«.
resume = Hvad vil du?
resume-noted = Det er skrevet ned:
brought-later = Jeg har ikke taget beskeden med, for vi er i gang med noget:
restarted = Så begynder vi forfra.
erase = Jeg sletter alt om dig: svar, planer, valg og kladder.
erase-copy = Det, der står her i chatten, kan jeg ikke slette.
erase-stays = Et teamoverblik, der er sendt, ændrer jeg ikke. Din plads på kommunens liste over teams er heller ikke min at slette.
erase-ask = Skal jeg slette alt?
erased = Alt om dig er slettet hos mig. Kopien her i chatten må du selv slette, og skriver du igen, begynder vi helt forfra.
erase-not = Intet er slettet, og vi er ved:
erase-later = Alt om dig bliver slettet { $day } klokken { $time }. Skriv »fortryd« inden da, så bliver det hele.
erase-cancelled = Det hele bliver, som det er.

## Korte svar undervejs

help-sharing = Jeg spørger, om det, du arbejder med, skal tælle med i teamets tal.
help-overview = Du har fået dit overblik, og her kan du finde de gamle eller vælge tema.
help-overview-earlier = Vælg en uge, så viser jeg overblikket, som det var.
help-theme = Et tema er ét område, som alle i teamet får spørgsmål om i fire uger.
help-theme-unit = Du leder flere team, så jeg skal vide, hvilket det gælder.
help-exits = Du kan også skrive spring over, stop eller menu.
help-people = Vil du hellere tale med et menneske?
help-contact = { $name }: { $reach }
we-were-at = Vi var ved:
skip-nothing = Der er ikke noget at springe over her.
back-nothing = Det her er det første spørgsmål.
no-words = Skriv det gerne med ord, så er jeg med.
old-button = Det spørgsmål er lukket, og vi er ved:
current-question = Her er det aktuelle spørgsmål:
unclear-1 = Tryk på et af svarene, eller skriv dets nummer:
unclear-2 = Det fik jeg ikke fat i, så vælg et af svarene her:
asked-bot = Jeg er en bot, og her sidder ingen i den anden ende.
asked-mind = Nej. Mine sætninger ligger fast på forhånd, og jeg gætter kun på, hvad dit svar handler om.
asked-ai = Kun på ét punkt: en model gætter på, hvad dit svar handler om. Mine sætninger ligger fast på forhånd.
asked-mind-reader = Mine sætninger ligger fast på forhånd. Et sprogprogram, som kommunen har valgt, hjælper mig med at finde emnet.
asked-price = Det koster dig ikke noget, kun tre minutter.
asked-why = Jeg spørger, så du kan stoppe op ved dit eget arbejde. Ingen bliver bedømt på det.
asked-seen = Det er ikke anonymt, men din leder ser ikke dine svar. De, der driver systemet, kan i sjældne tilfælde komme til dem.
asked-free = Nej, det er frivilligt. Du kan springe over eller skrive »stop«.
asked-time = Tre til fem minutter, og du kan stoppe når som helst.
asked-others = Det viser jeg ingen. En leder får højst tal for mindst fem sammen. Skriv »hvad ser min leder«, så ser du dem selv.
asked-thanks = Selv tak.
asked-bye = Vi ses, og du finder mig her.
unclear-3-stop = Vi prøver en gang til, og du kan også skrive stop:
unclear-3 = Vi prøver en gang til, og du kan også skrive spring over:
lost = Undskyld, jeg har tabt tråden.
pause = Skriv »tempo« igen, når vi er færdige her.
my-data = Jeg har gemt: { $kept ->
    [0] ingen samtaler
    [one] én samtale
   *[other] { $kept } samtaler
  }, { $plans ->
    [0] ingen åbne planer
    [one] én åben plan
   *[other] { $plans } åbne planer
  } og { $drafts ->
    [0] ingen kladde
   *[other] én kladde
  }. Dertil dit sprog, dit tempo, det, du har sagt om dit arbejde, og hvor vi er kommet til.
my-data-erase = Skriv »mit forløb« for at se dem og glemme en, eller »slet mig« for at slette alt.
my-data-officer = Spørgsmål om dine data: { $name }, { $reach }
my-data-link = Det hele kan læses og hentes her i et kvarter: { $address }. Giv ikke adressen til andre.
my-data-ask = Vil du have det hele, så spørg { $contact }.
my-data-ask-town = Vil du have det hele, så spørg din kommune.
my-data-title = Dine data hos kompetencecoachen
my-data-read = Læs det her
my-data-html = Hent det som en side, du kan gemme og printe
my-data-json = Hent det som JSON, til et andet program
my-data-alone = Adressen virker i et kvarter. Er det ikke din egen maskine, så slet det, du har hentet.
my-data-over = Adressen virker ikke, eller dens tid er gået. Skriv »mine data« til coachen, så får du en ny.
my-data-later = Dine data kan ikke hentes lige nu. Prøv igen om lidt.
privacy-who = { $municipality } har ansvaret for det, du skriver. Formålet er din egen eftertanke og et fælles emne for teamet: ingen bliver bedømt.
privacy-who-unnamed = Din kommune har ansvaret for det, du skriver. Formålet er din egen eftertanke og et fælles emne for teamet: ingen bliver bedømt.
privacy-basis = Grundlag: { $basis }.
privacy-what = Jeg gemmer dine svar, planer og valg, og hvornår du var her. Skriv ikke om borgere ved navn.
privacy-seen = Din leder ser aldrig dine ord, højst tal for teamet. De, der driver systemet, kan i sjældne tilfælde komme til det, jeg gemmer.
privacy-others = Det går også gennem: { $names }.
privacy-kept = Dine ord bliver slettet efter { $words }, og mine beskeder til dig efter { $messages }.
privacy-gone = Kommer du her ikke i { $person }, bliver alt slettet; du får besked først. Loggen over, hvem der har set noget, bliver gemt i { $log }.
privacy-rights = Du kan få det hele, rette det og slette det: »mine data«, »ret« og »slet mig«. Du kan også gøre indsigelse, bede os begrænse brugen og klage til Datatilsynet.
privacy-contact = Spørgsmål: { $contact }.
privacy-page = Læs det hele her: { $address }
period-months = { $months } måneder
period-days = { $days } dage
card-privacy = Privatliv
card-open = Åbn
connect-code = Din kode er { $code }.
connect-how = Skriv »forbind { $code }« til mig i den anden chat inden { $minutes } minutter. Vis den ikke til andre: den åbner dit forløb.
connected = Nu er de to chats forbundet. Dine svar og planer er de samme begge steder.
connected-undo = Skriv »frakobl«, hvis de skal skilles ad igen.
connect-unknown = Den kode kender jeg ikke. Skriv »forbind« i den anden chat, så får du en ny.
connect-tired = Det var mange forkerte koder. Prøv igen om en time.
connect-same = Koden er din egen herfra. Skriv den til mig i den anden chat.
connect-taken = En af de to chats er allerede forbundet. Skriv »frakobl« dér først.
connect-two = Kommunens liste kender de to chats som to personer. Så må jeg ikke forbinde dem.
disconnected = Chatten her står nu alene. Den har det, den kom med, og ikke andet.
disconnect-nothing = Du har kun mig her, så der er intet at skille ad.
manager-sees = Din leder får intet at se fra mig: ingen svar, ingen tal, og heller ikke om du er med.
manager-sees-not-yet = Din leder har ikke fået noget overblik for { $unit } endnu.
manager-sees-shown = Det her er alt, hvad din leder får at se:
manager-sees-who = Lederne i { $unit } får det mandag morgen. De kan læse de seneste 12, og teksten bliver stående hos din kommune, som den er.
share-is-on = Det, du arbejder med, tæller med i tallene. Skriv »del ikke«, hvis det skal være slut.
share-is-off = Det, du arbejder med, tæller ikke med. Skriv »del med teamet«, hvis det skal.
share-unknown = Du står ikke i noget team hos mig, så der er ikke noget at dele.
shared = Det, du arbejder med, tæller nu med i teamets overblik, uden navn og uden dine ord.
unshared = Det, du laver, tæller ikke mere med i teamets overblik.
weekly-shown = Det seneste overblik:
weekly-shown-earlier = Et tidligere overblik, som det var:
weekly-arrived = Her er ugens overblik. Skriv »ugeoverblik«, hvis du vil se det igen eller vælge tema.
weekly-none = Der er ikke noget overblik endnu.
weekly-too-small = Dit team er for lille til et overblik, og der er heller ingen enhed over det, der er stor nok.
weekly-not-manager = Du står ikke som leder hos mig, så jeg har ikke noget overblik til dig.

## Teamoverblik: hvad lederen får at se, og medarbejderen kan se

overview-more = Vil du se mere?
overview-which = Hvilken uge vil du se?
overview-heading = { $text }
overview-bar = { $text }
overview-title = Overblik for { $unit }, uge { $week } i { $year }
overview-worked = Siden sidste overblik har teamet arbejdet med:
overview-nothing = Der er ikke noget at vise siden sidste overblik.
overview-area = { $name }: { $people }
overview-rest = Flere områder under { $name }: { $people }
overview-dimension-1 = anvendelse af systemer, data og udstyr
overview-dimension-2 = teknologiforståelse
overview-dimension-3 = formidling og kommunikation
overview-dimension-4 = udvikling og implementering
overview-band = { $low }–{ $high } medarbejdere
overview-band-open = { $low } eller flere medarbejdere
overview-mostly-good = Det gik mest godt.
overview-mostly-hard = Det var mest svært.
overview-mixed = Det gik lidt af hvert.
overview-withheld = Et emne bliver kun vist, når mindst { $k ->
    [5] fem
   *[other] { $k }
  } har arbejdet med det.
overview-question = Tal om det her på næste møde, under »{ $topic }«: { $question }
overview-source = Spørgsmålet kommer fra kataloget og ikke fra et svar.

## Teamets tema

theme-by-person = Teamets tema er { $area } til og med { $day }. Det har { $picker } valgt.
theme-by-manager = Teamets tema er { $area } til og med { $day }. Det har din leder valgt.
theme-by-rotation = Teamets tema er { $area } til og med { $day }. Det var det næste i rækken.
theme-picked-before = Temaet er { $area } til og med { $day }. En leder af teamet har valgt det.
theme-none = Teamet har ikke noget tema lige nu.
theme-pick = Hvad skal teamet arbejde med i fire uger?
theme-unit = Hvilket team skal have et tema?
theme-picked = Temaet i { $unit } er nu { $area } i fire uger, og alle i teamet får det at vide.

## Et team fra Teams

team-made = { $team } er nu et team hos mig, og du står på listen.
team-made-seen = Teamets leder får tal for mindst fem sammen og aldrig dine ord.
team-made-gone = Teamet findes ikke hos mig mere.
team-stays = Så er du med, og du kan altid skrive »hvad ser min leder«.
team-declined = Du er ude af { $team } hos mig, og jeg tæller dig ikke med.
help-team-made = Jeg spørger, om du vil være med i teamet her hos mig.
place-offer = Jeg hjælper jer med at se på jeres digitale arbejde. En ejer kan gøre { $team } til et team hos mig.
place-made = { $team } er nu et team hos mig. Hver af jer får det at vide og kan sige nej.
place-small = { $team } er nu et team hos mig. I er for få til jeres eget overblik: der skal mindst { $least } med ud over lederen.
place-already = { $team } er et team hos mig i forvejen.
place-list-alone = Hos jer er det kommunen, der laver team hos mig.
place-not-yours = Det kan kun en ejer af teamet gøre.
place-unread = Jeg kunne ikke se, hvem der er med. Prøv igen om lidt.

## Personoplysninger og svære ting

personal-data = Skriv det uden personoplysninger. Jeg har ikke gemt det, men her er et forslag:
personal-data-suggestion = »{ $text }«
personal-data-copy = Slet også beskeden i chatten. Vil du bruge forslaget?
instead-cpr = [cpr-nummer]
instead-account = [kontonummer]
instead-email = [mailadresse]
instead-phone = [telefonnummer]
instead-address = [adresse]
instead-case = [sagsnummer]
instead-name = [navn]
breach = Det skal måske meldes. Sig det hellere i dag end i morgen.
breach-contact = { $name }: { $reach }
breach-officer = Jeres databeskyttelsesrådgiver (DPO) ved, hvad der skal ske.
breach-not-by-me = Jeg melder ikke noget selv.
distress = Det lyder alvorligt, så vi holder pause. Tal med nogen, du er tryg ved.
distress-contact = { $name }: { $reach }
distress-acute = Akut fare: ring 112. Livslinien har åbent på 70 201 201.
distress-not-stored = Jeg har ikke gemt det, du skrev.

## Grupper og kanaler

group-private = Skriv til mig privat, for her kan andre læse med.

## Hjælp: hvad der blev spurgt om, og hvorfor

help-welcome = Læs, hvem jeg er, og tryk Start, når du er klar.
help-menu = Her vælger du, hvad vi taler om, eller du fortæller bare om noget fra din dag.
help-rest = Skriv »start« for en kort samtale, eller fortæl bare om noget fra din dag.
help-topic = Her vælger du et emne, og du kan også skrive navnet på det.
help-topic-area = Her vælger du en del af emnet, så vi kommer tættere på.
help-topic-code = Her vælger du det emne, du vil tale om.
help-topic-found = Her vælger du mellem de emner, der ligner det, du skrev.
help-offer = Jeg foreslår et emne til tre minutter, og du siger til eller fra.
help-follow-up = Jeg spørger til din plan, fordi du bad om det.
help-episode = Jeg spørger om en bestemt situation, for det er lettest at lære af det, man selv har gjort.
help-examples = Her er tre eksempler, du kan trykke på, hvis du har prøvet noget lignende.
help-episode-smaller = Jeg spørger om noget mindre, så du har et sted at begynde.
help-episode-example = Her er et eksempel, som måske minder dig om noget.
help-judgement = Jeg spørger, hvordan du selv synes, det gik, for det er din dom, der tæller.
help-match = Jeg gætter på et emne ud fra dine ord, og du bestemmer, om det passer.
help-choose = Jeg er i tvivl om emnet, så du vælger det, der ligner mest.
help-open-topic = Du kan selv sætte et emne på, men samtalen er lige så god uden.
help-learning = Jeg spørger, hvad du tager med, fordi det sætter sig bedre, når du selv siger det.
help-learning-smaller = Én ting er nok, og du må også springe over.
help-level = Du kan vælge den sætning, der ligner dig mest, og springe over, hvis ingen gør.
help-plan = En lille plan gør det lettere at huske, når det gælder.
help-follow-up-day = Du vælger, hvornår jeg må spørge til planen.
help-rehearse = Her ser du det hele, før du vælger, om jeg skal gemme det.
help-edit = Her vælger du det svar, du vil rette.
help-edit-text = Skriv, hvad der skal stå i stedet.
help-progress = Her ser du, hvad du har gemt hos mig.
help-forget = Her vælger du, hvad jeg skal glemme.
help-stopped = Samtalen er stoppet, og du vælger, hvad der skal ske med kladden.
help-deleted = Kladden er slettet, men du kan fortryde nu.
help-erase = Jeg spørger en ekstra gang, fordi det ikke kan gøres om.
help-resume = Vi var midt i noget, og du vælger, om vi går videre.
help-personal-data = Jeg gemmer ikke andres oplysninger, så du vælger, hvordan det skal stå.
help-prompt = Jeg spørger, om du har tid, fordi det er din tur i dag.
help-ask-plan = Jeg spørger til din plan, fordi du valgte en dag til det.
help-reminder = Du var midt i en samtale, og du vælger, om den skal gøres færdig.
help-gone-quiet = Jeg holder mig i ro, til du siger til.
help-work-offer = Dine svar bruger jeg kun til at vælge emner, og din leder ser dem ikke.
help-work-kind = Vælg det, der ligner, eller skriv, hvad du laver.
help-work-citizens = Så ved jeg, om emner om borgere skal med.
help-work-records = Så ved jeg, om emner om data og sager skal med.
help-work-colleagues = Så ved jeg, om emner om at vise vej for andre skal med.
help-work = Her ser du, hvad jeg ved om dit arbejde, og du kan altid lave det om.
help-work-back = Her kan du tage et emne med igen, som du har taget ud.
help-pace = Her vælger du, hvor tit jeg skriver, og hvornår.
help-pace-check = Jeg læser op, hvad jeg har forstået, før jeg gemmer det.

## Personens egen side

home-heading-progress = Mit forløb
home-heading-settings = Indstillinger
home-heading-privacy = Dine data
home-language = Vi taler dansk.
home-answers = Svarene kommer i vores chat.

## Slack

slack-pick = Vælg
slack-tapped = Du trykkede: { $label }
slack-private = Her i kanalen svarer jeg ikke. Skriv til mig privat.
slack-private-button = Skriv privat
slack-answered = Jeg svarer i vores private chat.
too-fast = Det gik for hurtigt for mig: Det sidste er ikke gemt, så send det igen om et minut.
slack-not-stored = Det blev ikke gemt. Prøv igen om lidt.
slack-not-yours = Det virker kun på en besked, du selv har skrevet.

## Knapper (højst 20 tegn)

choice-begin = Start
choice-english = English
choice-danish = Dansk
choice-tell = Bare fortæl
choice-topic = Vælg emne
choice-suggest = Foreslå et emne
choice-progress = Mit forløb
choice-work = Mit arbejde
choice-no = Nej
choice-not-now = Ikke nu
choice-answer-first = Svar nu
choice-answer-anew = Lav det om
choice-bring-back = Tag et emne med igen
choice-menu = Menu
choice-up = Tilbage
choice-all-topics = Vis alle emner
choice-yes = Ja
choice-yes-keep = Ja, gem
choice-short = Kort form
choice-later = Senere
choice-other-topic = Andet emne
choice-irrelevant = Ikke relevant
choice-example = Giv et eksempel
choice-own-words = Med mine egne ord
choice-skip = Spring over
choice-good = Det gik godt
choice-hard = Det var svært
choice-mixed = Lidt af hvert
choice-other = En anden
choice-none = Ingen af dem
choice-go-on = Gå videre
choice-find-topic = Find et emne
choice-week = Om en uge
choice-two-weeks = Om to uger
choice-month = Om en måned
choice-no-day = Spørg ikke
choice-keep = Gem
choice-edit = Ret
choice-delete = Slet
choice-go-back = Tilbage
choice-forget-one = Glem en
choice-undo = Fortryd
choice-no-more = Ingen flere beskeder
choice-erase = Slet alt
choice-erase-later = Slet om et døgn
choice-keep-all = Behold
choice-continue = Fortsæt
choice-restart = Start forfra
choice-drop = Drop
choice-done = Gjort
choice-partly = Delvist
choice-not-yet = Ikke endnu
choice-use-suggestion = Brug forslaget
choice-rewrite = Skriv om
choice-private-chat = Skriv privat
choice-distress-continue = Fortsæt
choice-distress-close = Luk
choice-make-team = Gør det til et team
choice-stay-in-team = Det er fint
choice-decline-team = Jeg vil ikke med
choice-share = Del med teamet
choice-unshare = Del ikke
choice-earlier-weeks = Tidligere uger
choice-theme = Tema

## Kort: hvad der står på dem ud over svaret selv

card-answered = Du valgte:
card-closed = Det spørgsmål er lukket.
card-list = Vælg fra listen
card-list-needed = Vælg først en fra listen.
card-pick = Vælg
card-link = { $title } ({ $host }): { $look }
card-my-data = Dine data
card-manager-sees = Det ser din leder
card-pause = Beskeder fra mig

## Appen, som den vises i Teams

app-name = Kompetencecoach
app-full-name = Kompetencecoach for ansatte i kommunen
app-short = Korte, frivillige samtaler om din hverdag med it, data og teknik.
app-long = Kompetencecoachen er en bot. Den stiller korte spørgsmål om noget, du selv har oplevet på jobbet med it, data eller teknik, og hjælper dig med at se, hvad du kan tage med videre. En samtale tager tre til fem minutter, og du kan klare den med knapper alene. Det er frivilligt. Den giver ingen karakterer og rangordner ingen, og din leder ser ikke dine svar. Skriv »start« for at begynde, hjælp for at få hjælp og slet mig for at slette alt om dig.
app-command-start = Begynd en kort samtale
app-command-menu = Se, hvad du kan vælge
app-command-help = Få hjælp til der, hvor du er
app-command-progress = Se, hvad du har arbejdet med
app-command-my-data = Se, hvad der er gemt om dig
app-command-manager-sees = Se, hvad din leder får at se
app-command-pause = Bestem, hvornår jeg skriver
app-command-stop = Stop samtalen
app-command-erase = Slet alt om dig
app-command-english = Skift til engelsk
app-command-danish = Skift til dansk

## Siden om coachen

about-privacy = Privatliv
about-terms = Vilkår
about-voluntary = Det er frivilligt at bruge coachen, og du kan stoppe når som helst.
about-purpose = Den er et redskab til eftertanke. Den giver ingen karakterer, rangordner ingen og bedømmer ingen.
about-questions = Har du spørgsmål, så skriv til din kommune.
choice-why-now = Hvorfor nu?
choice-change-pace = Skift tempo
choice-every-1 = Hver uge
choice-every-2 = Hver anden uge
choice-every-4 = Hver fjerde uge
choice-pause-3 = Pause i tre uger
choice-write-again = Skriv igen
choice-pace-again = Nej, ret det

## Alt om en person, til at læse

export-title = Det, coachen har gemt om dig
export-made = Hentet { $when }.
export-machine = Det samme findes som JSON, hvis det skal ind i et andet program.
export-no-competence = Uden emne
export-yes = ja
export-no = nej
export-person = Dig
export-channels = Hvor du taler med coachen
export-conversations = Samtaler
export-reflections = Det, du har gemt
export-matches = Emne
export-levels = Din egen sætning
export-plans = Plan
export-contributions = Det, der tæller med i teamets overblik
export-sharing = Om du tæller med
export-rhythm = Dit tempo
export-upcoming = Det, der er planlagt
export-carried_out = Det, coachen har gjort af sig selv
export-messages = Beskeder fra coachen
export-taken = Beskeder, coachen har taget imod
export-joined = Forbundne chats
export-brought = Det, en forbundet chat kom med
export-joining_codes = Kode til at forbinde
export-wrong_codes = Forkerte koder
export-directory = Dig i kommunens liste over teams
export-memberships = Dine teams
export-managing = Teams, du leder
export-themes_picked = Temaer, du har valgt for et team
export-teams_made = Teams lavet i Teams
export-log = Hvem der har set eller gjort noget
export-key-address = Adresse
export-key-created_at = Siden
export-key-warned_at = Varslet om sletning
export-key-channel = Kanal
export-key-user = Dit id dér
export-key-state = Hvor vi er kommet til
export-key-draft_until = Kladden slettes
export-key-refused_at = Kan ikke modtage siden
export-key-left_at = Fjernet af dig
export-key-touched_at = Sidst her
export-key-code = Kode
export-key-topic = Valgt emne
export-key-perspective = Synsvinkel
export-key-outcome = Hvordan det gik
export-key-episode = Situationen
export-key-judgement = Din vurdering
export-key-learning = Det, du tager med
export-key-started_at = Begyndt
export-key-finished_at = Gemt
export-key-emptied_at = Ordene slettet
export-key-candidates = Forslag til emne
export-key-chosen = Dit valg
export-key-corrected = Rettet af dig
export-key-level = Trin
export-key-chosen_at = Valgt
export-key-follow_up = Spørg igen
export-key-asked = Spurgt, antal gange
export-key-closed_at = Afsluttet
export-key-area = Område
export-key-kind = Slags
export-key-released_in = Talt med i overblikket for
export-key-shares = Tæller med
export-key-since = Siden
export-key-settings = Dine valg
export-key-occurrence = Hvilken gang
export-key-wall = Klokken
export-key-zone = Tidszone
export-key-claimed_at = Gjort
export-key-status = Tilstand
export-key-sent_at = Sendt
export-key-seen_at = Modtaget
export-key-answer = Svaret med det samme
export-key-joined_at = Forbundet
export-key-until = Til
export-key-guesses = Forkerte koder
export-key-profile = Profil
export-key-position = Nummer
export-key-at = Hvornår
export-key-actor = Hvem
export-key-deed = Hvad
export-key-name = Emne
export-key-sentence = Sætningen
export-key-text = Tekst
export-key-theme = Tema
export-key-picker = Navnet, teamet fik at se
export-key-standing = Hvor langt det er
export-key-team = Team
export-key-unit = Enhed

## Siden om privatliv

privacy-title = Privatliv hos kompetencecoachen
privacy-heading-who = Hvem har ansvaret, og hvorfor
privacy-heading-what = Hvad bliver gemt
privacy-heading-others = Hvem får det ellers
privacy-heading-kept = Hvor længe
privacy-heading-rights = Dine rettigheder
privacy-heading-manager = Det ser din leder
privacy-heading-contact = Hvem du kan spørge
privacy-not-set = Det har kommunen ikke skrevet ind endnu.
privacy-nobody = Ingen ud over dem, der driver systemet for kommunen.
privacy-sealed = Ord, navne og adresser ligger låst med en nøgle.
privacy-kept-rest = En kladde bliver gemt i { $drafts }, mine beskeder i { $messages }, og et mærke om, at din besked er modtaget, i { $marks }. Loggen over, hvem der har set noget, bliver gemt i { $log }.
privacy-voluntary = Det er frivilligt, og du kan stoppe når som helst. Coachen er en bot: den giver ingen karakterer og gætter ikke på følelser.
privacy-manager = Højst et overblik over en enhed på mindst { $members }. Et emne bliver kun vist, når mindst { $k } har arbejdet med det.
privacy-counts-off = Du tæller kun med, hvis du selv har valgt det. Det gør du med »del med teamet«.
privacy-counts-on = Du tæller med, til du skriver »del ikke«.
privacy-manager-never = Aldrig et svar, et navn, et trin, eller om netop du er med. Skriv »hvad ser min leder«, så får du selve teksten at se.
