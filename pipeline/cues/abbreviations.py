"""Abbreviations whose point ends no sentence, for each language: data, no code.

Compiled by hand from school grammars and style books. All words are without their last point and in lower
case; several stand in one string, separated by spaces. Three kinds matter:

- `TITLES` stand before a name and are written with a capital: “Dr. Li”, “Av. Paulista”. “Tell me.” is none.
- `LEANING` need what follows them, whatever it is: “approx. 20”, “cf. Smith”, “e.g. Rome”.
- `CLOSING` may end a sentence or stand inside it: “etc.”, “Inc.”, “p.m.”, “Jan.”, “kg.”; what follows decides.
"""

from __future__ import annotations

TITLES = {
    "en": "mr mrs ms messrs mx dr drs prof profs rev fr hon gov sen rep pres gen col lt maj capt cpt cmdr sgt "
    "cpl pvt adm brig supt insp det msgr st ste mt mts ft assoc univ dept fig figs eq eqs vol vols tab "
    "sect amb atty",
    "pt": "sr sra srs sras srta srtas dr dra drs dras prof profa profs profª eng engª engo arq adv gen cel cap "
    "ten maj sgt alm brig cb sd pe fr d dna ir dep sen ver gov min pres des emb exmo exma ilmo ilma v r "
    "av al pça pc trav tv rod est estr lg lgo jd vl pq cond ed edif bl apto ap qd lt univ inst fac dept "
    "depto sto sta s mons card",
    "es": "sr sra sres sras srta srtas d dña dª dr dra drs dres prof profa ing arq lic abg gral gen cnel col "
    "cap tte sgto alm mons fr sor p hno hna pte pres gob min dip sen av avda avd c cl pl pza pº ctra urb "
    "edif bº sto sta s ud uds vd vds univ inst dpto depto fac",
    "fr": "m mm mme mmes mlle mlles dr drs pr me mes mgr st ste sts cap capt col gal gén lt cdt adj sgt amb "
    "prés min dép sén bd boul bld av pl imp chem rte r fg univ inst dépt",
    "de": "hr hrn fr dr drs prof profs dipl ing mag st hl gen oberst ltn hptm maj präs min abg kard str pl univ "
    "inst bgm ra frl kapt",
    "it": "sig sigg sig.ra sigg.re sig.na dott dott.ssa dottssa dr prof prof.ssa profssa ing arch avv geom rag "
    "on sen gen col cap ten magg serg amm mons card don fra s ss sta sto p.za pza v v.le vle c.so cso "
    "l.go lgo univ ist dip pres min egr gent spett",
    "nl": "dhr mevr mw mej dr drs ir ing mr prof ds gen kol kap lt maj sgt st burg min pres str pl univ fam",
    "ca": "sr sra srs sres srta dr dra drs dres prof profa eng arq gral gen cor cap tt mn mons fra st sta sts "
    "av avda c pl pça pg rbla ctra urb univ inst dept dpt pres min",
    "gl": "sr sra sres sras srta d dna dr dra drs prof profa enx arq xral gral cor cap tte mons fr av avda r "
    "rúa pr pza estr univ inst dpto depto fac pres min sto sta",
}  # fmt: skip
"""Before a name; written with a capital letter."""

LEANING_EVERYWHERE = "cf vs ca fig figs p pp vol vols e.g i.e viz cit approx nr nº n.º dr prof"
"""Latin and academic abbreviations that are used in most languages of Europe."""

LEANING = {
    "en": "eg ie cf vs viz avg approx incl excl resp aka a.k.a eds p pp fig figs eq vol vols ch orig abbrev",
    "pt": "p.ex p.e i.e e.g cf aprox incl excl esp obs ref refs máx méd mín fig figs gráf quadr al cap caps "
    "sec séc sécs vol vols ed orgs coord trad pág págs p pp pg fl fls núm nº n.º ramal cx vs "
    "abrev av op cit ib id loc apud s.v dr dra sr sra srta prof profa sto sta",
    "es": "ej p.ej p.e i.e e.g cf cfr aprox incl excl obs ref refs mín máx fig figs gráf párr cap caps vols ed "
    "eds coord trad dir pág págs p pp pg fol núm núms nº n.º teléf vs op cit ib id vid av avda dr "
    "dra sr sra srta prof profa sto sta",
    "fr": "p.ex i.e e.g cf env approx incl excl esp fig figs tab al chap sect vol vols éd éds trad coll p pp "
    "pag par nº n° tél téléc vs op cit ibid id moy réf av bd boul",
    "de": "z.b bsp bspw d.h i.e e.g bzw ca etw vgl s.o s.u u.a u.ä v.a i.d.r inkl exkl zzgl abzgl evtl ggf ggfs "
    "insb mind höchst durchschn abb tab kap bd bde nr nrn zif ziff aufl hrsg hg übers p pp sog resp betr "
    "rd geb gest verh mr mrd str hr fr hl",
    "it": "es p.es p i.e e.g cfr cf ca incl escl spec med fig figg tab artt cap capp sez vol voll ed edd trad "
    "pp pag pagg par nn nº num vs op cit ibid id sec sig dott avv ing",
    "nl": "bijv bv d.w.z dwz m.a.w o.a oa i.p.v i.v.m t.o.v m.b.t n.a.v d.m.v m.n ca ong incl excl fig "
    "tab hfst par blz p pp nr nrs dl afl resp vgl zgn zog z.g evt i.e e.g vs geb dhr mevr mw ds",
    "ca": "p.ex i.e e.g cf aprox incl excl esp màx mín fig figs taula caps sec vol vols ed eds trad dir pàg "
    "pàgs p pp núm núms nº vs op cit ib id av avda dr dra sr sra sta st",
    "gl": "p.ex i.e e.g cf aprox incl excl esp máx mín fig figs táb cap caps sec séc vol vols ed eds trad dir "
    "páx páxs p pp núm núms nº vs op cit ib id av avda dr dra sr sra sta sto",
}  # fmt: skip
"""They need what follows them, in lower case or with a capital."""

CLOSING_EVERYWHERE = (
    "etc inc corp ltd co llc plc s.a s.l s.r.l s.p.a gmbh ag a.m p.m b.c a.d b.c.e c.e bce u.s u.s.a u.k "
    "e.u u.n d.c l.a n.y ph.d m.d b.a m.a b.sc m.sc jr sr esq km cm mm kg mg ml ha kw kwh hz mhz ghz kb "
    "mb gb tb min sec seg mi ft yd lb lbs oz gal mph kph sq cu"
)
"""Firms, degrees, hours, measures: inside a sentence or at its end, in most languages."""

CLOSING = {
    "en": "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun ave "
    "blvd rd ln hwy pkwy sq ct ter yr yrs hr hrs mins secs wk wks mo mos bros assn pp etc et misc approx "
    "dept intl natl govt yds pt pts qt tsp tbsp doz pop alt max min est temp ext",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez seg ter qua qui sex sáb dom ltda cia ltd s.a sa s/a "
    "me a.c d.c a.d a.m p.m hs km kg etc jr filho fo cols e.u.a eua r.j s.p m.g cm ton tons",
    "es": "ene feb mar abr may jun jul ago sep sept set oct nov dic lun mié jue vie sáb dom cía cia ltda s.a "
    "s.l a.c d.c a.m p.m hrs hr ee.uu ee uu ff.aa etc jr kms kgs tons",
    "fr": "janv févr fév avr juil sept oct nov déc lun mar mer jeu ven sam dim cie s.a sarl s.a.r.l av j.-c apr "
    "etc km kg hab sté éts jr",
    "de": "jan feb mär märz apr jun jul aug sep sept okt nov dez mo di mi do fr sa so usw etc u.s.w uff ff "
    "u.v.m u.dgl v.chr n.chr chr uhr std min sek str mio mrd tsd ztr co kg ag gmbh e.v jh jhs jahrh jr "
    "sen",
    "it": "gen genn feb febbr mar apr mag giu giugno lug ago sett set ott nov dic lun mart mer giov ven sab dom "
    "ecc etc s.p.a spa s.r.l srl s.n.c a.c d.c a.m p.m c.a u.s.a jr",
    "nl": "jan feb febr mrt apr jun jul aug sep sept okt nov dec ma di wo do vr za zo enz etc e.d e.a b.v bv "
    "n.v nv v.chr n.chr chr mln mld jl ll uur jr sr",
    "ca": "gen febr feb abr maig jul ag set oct nov des dl dt dc dj dv ds dg etc s.a s.l cia ac a.c d.c a.m p.m "
    "ee.uu jr",
    "gl": "xan feb mar abr mai xuñ xul ago set out nov dec etc s.a s.l cía a.c d.c a.m p.m ee.uu jr",
}  # fmt: skip
"""Months, days, firms, measures of one language: they may end a sentence."""

ORDINALS = frozenset("de da nb nn no is fo fi et lv lt pl cs sk sl hr sr bs hu lb eu".split())
"""Languages that write an ordinal number with a point: “3. Mai”."""

STARTERS = {
    "en": "then now today here there however yes no well so but and the this that these those it he she they we "
    "you i what when why how who if in on at for after before let let's please thank thanks okay ok also "
    "even once",
    "pt": "então agora hoje aqui ali porém sim não bem mas e o a os as um uma isso isto esse essa este esta ele "
    "ela eles elas nós você vocês eu que quando por como quem se em no na para depois antes vamos também "
    "até já há é foi obrigado",
    "es": "entonces ahora hoy aquí allí sí no pero y el la los las un una eso esto ese esa este esta él ella "
    "ellos ellas nosotros usted ustedes yo qué cuando cuándo por cómo quién si en para después antes "
    "vamos también hasta ya hay es fue",
    "fr": "alors maintenant aujourd'hui ici oui non mais et le la les l un une ce cela ça cette il elle ils "
    "elles nous vous je on que quand pourquoi comment qui si en dans pour après avant puis aussi voici "
    "voilà c'est",
    "de": "dann jetzt heute hier ja nein aber und der die das ein eine es er sie wir ihr ich was wenn wann "
    "warum wie wer in im am für nach vor danach auch das dieser diese dieses",
    "it": "allora ora oggi qui sì no ma e il lo la i gli le un una questo questa quello quella lui lei loro noi "
    "voi io che quando perché come chi se in nel nella per dopo prima poi anche è fu",
    "nl": "dan nu vandaag hier ja nee maar en de het een dit dat deze die hij zij ze wij we jullie ik wat "
    "wanneer waarom hoe wie als in op voor na daarna ook",
}  # fmt: skip
"""Words that begin a sentence far more often than a name: after “p.m.” they decide that it ended."""
