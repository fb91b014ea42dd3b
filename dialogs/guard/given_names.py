"""Given names that are common in Denmark and are no ordinary word.

Only for names written in small letters, or after a comma: "borger jens hansen". A name that is
also a word (Bo, Hans, Liv, Tom, Rosa) is left out: with its capital letter it is found without.
"""

from typing import Final

_NAMES: Final = """
    aage abdi abdul abdullah adam agnes agnete ahmad ahmed aisha aksel albert alberte aleksander alexander alfred
    ali alice allan alma amalie amanda amina amir amira anders andrea andreas anette anita anja ann anna anne
    annelise annemarie annette anni annika anton arne arthur asger asta astrid aya ayan ayse benjamin benny bente
    berit bertha bertil betina bettina birger birgit birgitte birte birthe bjarne bodil brian britt camilla carina
    carl carla caroline carsten cecilie charlotte christian christina christine christoffer clara claus connie
    conny dagmar daniel daniella david dennis diana ditte dorte dorthe dorthea edel edith egon eigil einar ejnar
    elena eli elias elin elinor elisa elisabeth ella ellen ellinor elly elsebeth elvira emil emilie emily emine
    emma erik erling ernst esben esther eva evald evy fadumo farah fatima fatma filip flemming frank frederik
    frederikke freja frida frode georg gerda gert gitte grethe gudrun gunhild gunnar gustav hamza hanna hannah
    hanne hanni harald hassan heidi helen helena helga helge henning henny henriette henrik herdis holger hugo
    hussein ibrahim ida ilse inga inge ingeborg ingelise inger ingolf ingrid irene irma isabella ismail ivan jacob
    jakob jamal janne jannie jannik jasmin jeanette jeanne jens jeppe jesper jette jim joachim joan joanna johan
    johanna johanne johannes john johnny jonas jonathan josef josefine julia julie julius jytte jørgen jørn kamilla
    karen karim karin karina karl karla karoline kasper katarina kathrine katja katrine kenneth kent kerstin
    khadija kirsten kirstine kjeld klara klaus knud konrad kristian kristina kristine kristoffer kurt lars lasse
    laura laurits lea leif lena lene leo leon leyla lilian lillian lily lina linda lis lisbet lisbeth lise
    liselotte liva lonni lotte louise lucas lucia ludvig lukas mads magnus maja malene malik malou malthe maren
    margaret margit margrethe maria mariam marianna marianne marie marius martha martin mary mathias mathilde
    matilde matthias merete mette mia michael mikael mikkel minna mogens mohamad mohamed mohammad mohammed morten
    mustafa nadia nanna natasja nicklas nicolai niels nielsine niklas nikolaj nina noah nora ole olga oliver olivia
    omar oscar oskar osman otto ove pauline peder pernille peter petra pia poul preben rasmus rebecca rebekka
    regitze rikke rita robert ronja rosemarie ruth samira samuel sanne sara sarah sebastian selma sigrid silas
    simon sofia sofie solveig sonja sophie steen stefan steffen stella stine sune susan susanne sven svend søren
    tania tanja tatjana theis theo theodor thomas thor thora thorkild tina tine tobias tommy tora torben tove trine
    troels tønnes ulla ulrik ulrikke valborg valdemar vanessa vibeke victor victoria vigga viggo viktor viktoria
    vilhelm villads villy vivi walter werner wilhelm william winnie yasmin yusuf yvonne zahra zainab åge åse
"""
GIVEN_NAMES: Final = frozenset(_NAMES.split())
