"""Words that do not stand at the end of a line, for each language: data, no code.

Compiled by hand from school grammars; the classes follow the closed classes of Universal
Dependencies (DET, ADP, CCONJ and SCONJ, AUX, PRON, PART), and the choice of classes follows what the
Netflix Timed Text Style Guide says must not be separated: article and noun, verb and its subject
pronoun, auxiliary, reflexive pronoun or negation, first and last name, number and unit.

A word may be in several classes. All words are in lower case; several words stand in one string,
separated by spaces. Elided forms (`l'`, `dell'`) are joined to their noun in writing and need no row.
"""

from __future__ import annotations

MONTHS = {
    "en": "january february march april may june july august september october november december",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}

NUMBERS = {
    "en": "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy "
    "eighty ninety hundred thousand million billion trillion dozen half",
    "pt": "dois duas três quatro cinco seis sete oito nove dez onze doze vinte trinta quarenta cinquenta sessenta "
    "setenta oitenta noventa cem cento mil milhão milhões bilhão bilhões trilhões meio meia",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce veinte treinta cuarenta cincuenta sesenta "
    "setenta ochenta noventa cien ciento mil millón millones medio media",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze vingt trente quarante cinquante soixante cent "
    "cents mille million millions milliard milliards demi",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig fünfzig sechzig siebzig "
    "achtzig neunzig hundert tausend million millionen milliarde milliarden",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici venti trenta quaranta cinquanta sessanta "
    "settanta ottanta novanta cento mille mila milione milioni miliardo miliardi",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf twintig dertig veertig vijftig zestig zeventig "
    "tachtig negentig honderd duizend miljoen miljard",
}

TITLES = (
    "mr mrs ms dr prof st sr jr sra dra srta dna mme mlle m mm me hr fr frau herr sig dott ing dhr mevr mw rev gen "
    "col capt lt sgt gov sen rep pres hon don doña d dom vs ca"
)
"""Titles that lean on the name after them; written with or without a full stop."""

UNITS = (
    "% ‰ € $ £ ¥ °c °f km m cm mm kg g mg t l ml ha km/h mph kw kwh mw gw gb mb tb hz khz mhz ghz am pm a.m. p.m. "
    "percent per bn mio mrd"
)

JOINED = {
    "es": {
        "que": "lo el la los las a con de desde en hasta para por sin según ya así siempre antes después hay había "
        "hubo habrá habría haya tengo tienes tiene tenemos tienen tenía tenías teníamos tenían tuve tuvo tuvimos "
        "tuvieron tendré tendrá tendremos tendrán tendría tendrían tenga tengan tener teniendo tenido",
    },
}
"""What is one expression with the word after it: Spanish “tengo que”, “lo que”, “para que”, “ya que”."""

GENITIVES = {"es": "de del"}
"""What says “of”: it clings to the noun before it, as other prepositions do not."""

FUNCTION_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "determiner": "a an the this that these those my your his her its our their whose each every no any some "
        "another which what such both either neither all many few several more most less fewer other",
        "preposition": "of in on at by for with from to into onto upon about as than like over under between among "
        "through during against without within toward towards across behind beyond beside besides "
        "near since until till per via despite except unlike inside outside around after before above "
        "below along amid off because up out down",
        "conjunction": "and or but nor so yet that if when while because although though unless whereas whether as "
        "than since until before after once where who whom which whose what how why",
        "auxiliary": "am is are was were be been being have has had having do does did will would shall should can "
        "could may might must ought cannot i'm you're he's she's it's we're they're i've you've we've "
        "they've i'd you'd he'd she'd we'd they'd i'll you'll he'll she'll it'll we'll they'll that's "
        "there's what's who's isn't aren't wasn't weren't don't doesn't didn't won't wouldn't can't "
        "couldn't shouldn't haven't hasn't hadn't mustn't let's gets got",
        "negation": "not never",
        "pronoun": "i you he she it we they there who",
        "adverb": "very too quite rather even just only also so almost really much how same own new first last next "
        "main",
    },
    "pt": {
        "determiner": "o a os as um uma uns umas este esta estes estas esse essa esses essas aquele aquela aqueles "
        "aquelas meu minha meus minhas teu tua seu sua seus suas nosso nossa nossos nossas dele dela "
        "cada todo toda todos todas algum alguma alguns algumas nenhum nenhuma qualquer outro outra "
        "outros outras muitos muitas vários várias quais qual tal",
        "preposition": "de do da dos das em no na nos nas num numa a ao à aos às por pelo pela pelos pelas para pra "
        "com sem sob sobre entre até desde contra após ante perante durante segundo conforme como "
        "deste desta desse dessa destes destas nesse nessa neste nesta daquele daquela naquele "
        "naquela àquele mediante exceto",
        "conjunction": "e ou mas nem que se quando enquanto porque pois porém embora como onde quem caso logo "
        "contudo cujo cuja cujos cujas",
        "auxiliary": "é são foi foram era eram ser sido sendo seja sejam será serão seria está estão estava "
        "estavam estar esteja tem têm tinha tinham ter tenha tenham terá teria há havia haver vai vão "
        "vou vamos ia iam pode podem podia podiam poder poderá poderia possa possam deve devem devia "
        "deveria dever fica ficam ficou",
        "negation": "não nunca nem jamais",
        "pronoun": "eu tu ele ela nós vós eles elas você vocês me te se lhe lhes nos isso isto",
        "adverb": "muito mais menos tão bem já ainda só também quase mesmo",
    },
    "es": {
        "determiner": "el la los las un una unos unas lo este esta estos estas ese esa esos esas aquel aquella "
        "aquellos aquellas mi mis tu tus su sus nuestro nuestra nuestros nuestras cada todo toda "
        "todos todas algún alguna algunos algunas ningún ninguna cualquier otro otra otros otras "
        "muchos muchas varios varias qué cuál tal gran buen mal primer tercer",
        "preposition": "de del en a al por para con sin sobre entre hasta desde contra tras ante bajo durante según "
        "mediante hacia como excepto salvo",
        "conjunction": "y e o u pero sino ni que si cuando mientras porque pues aunque como donde quien quienes cuyo "
        "cuya cuyos cuyas cual cuales cómo cuándo dónde quién quiénes",
        "auxiliary": "soy es eres somos son fui fue fuimos fueron era eran ser sido siendo sea sean será serán sería "
        "estoy está estás estamos están estaba estábamos estaban estar esté ha has han había habían haber haya "
        "hayan hubo habrá habría hay he hemos va van voy vas vamos iba iban ir puedo puede puedes podemos pueden "
        "pudo podía podían poder podrá podrán podría podrían pueda puedan debo debe debes debemos deben debía "
        "debería deberían deberá deber tengo tiene tienes tenemos tienen tenía tenían tuvo tener tendrá quiero "
        "quiere quieres queremos quieren suele suelen",
        "negation": "no nunca ni jamás",
        "pronoun": "yo tú él ella nosotros nosotras ellos ellas usted ustedes me te se le les nos os lo la los "
        "las esto eso",
        "adverb": "muy más menos tan bien ya aún todavía sólo solo también casi mismo",
    },
    "fr": {
        "determiner": "le la les un une des du de au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre "
        "nos votre vos leur leurs chaque tout toute tous toutes quelque quelques aucun aucune autre "
        "autres plusieurs quel quelle quels quelles tel telle",
        "preposition": "de à en dans par pour avec sans sous sur entre vers chez contre depuis pendant durant après "
        "avant devant derrière selon malgré parmi comme jusque jusqu'à dès hors sauf d' du au aux",
        "conjunction": "et ou mais ni que qu' si quand lorsque puisque parce car donc or comme où qui dont tandis afin",
        "auxiliary": "est sont était étaient être été étant soit soient sera seront serait suis sommes a ont avait "
        "avaient avoir eu ait aient aura auront aurait ai avons avez va vont vais allons peut peuvent "
        "pouvait pouvaient pouvoir pourra pourrait puisse doit doivent devait devrait devoir fait "
        "font c'est n'est s'est n'a qu'il qu'elle",
        "negation": "ne n' pas jamais",
        "pronoun": "je tu il elle on nous vous ils elles me te se le la les lui leur y en ça ce",
        "adverb": "très plus moins si trop bien aussi encore déjà presque même",
    },
    "de": {
        "determiner": "der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem "
        "jeder jede jedes jeden jedem mein meine meinen meinem meiner dein deine sein seine seinen "
        "seinem seiner ihr ihre ihren ihrem ihrer unser unsere unseren unserem euer eure kein keine "
        "keinen keinem keiner alle allen viele vielen einige einigen mehrere andere anderen manche "
        "welche welcher welches solche",
        "preposition": "in im ins an am ans auf aus bei beim mit nach von vom zu zum zur für durch gegen ohne um "
        "über unter zwischen vor hinter neben seit während wegen trotz bis ab als wie pro laut gemäß "
        "innerhalb außerhalb",
        "conjunction": "und oder aber sondern denn dass daß ob wenn als weil während obwohl damit sobald bevor "
        "nachdem wie wo wer was falls sowie",
        "auxiliary": "ist sind war waren sein gewesen sei seien bin bist hat haben hatte hatten habe gehabt hätte "
        "hätten wird werden wurde wurden würde würden worden kann können konnte konnten könnte "
        "könnten muss müssen musste mussten müsste soll sollen sollte sollten will wollen wollte "
        "wollten darf dürfen durfte mag möchte",
        "negation": "nicht nie niemals",
        "pronoun": "ich du er sie es wir ihr man mich dich sich uns euch ihm ihn ihnen mir dir",
        "adverb": "sehr so zu mehr weniger ganz nur auch noch schon fast",
    },
    "it": {
        "determiner": "il lo la i gli le un uno una questo questa questi queste quel quello quella quei quegli "
        "quelle mio mia miei mie tuo tua suo sua suoi sue nostro nostra nostri nostre vostro loro "
        "ogni tutto tutta tutti tutte alcuni alcune nessun nessuno nessuna qualche altro altra altri "
        "altre molti molte vari varie quale quali",
        "preposition": "di del dello della dei degli delle a al allo alla ai agli alle da dal dallo dalla dai dagli "
        "dalle in nel nello nella nei negli nelle su sul sullo sulla sui sugli sulle con per tra fra "
        "senza sotto sopra verso contro dopo prima durante secondo come fino presso",
        "conjunction": "e ed o ma né che se quando mentre perché poiché però anche come dove chi cui sebbene quindi",
        "auxiliary": "è sono era erano essere stato stata stati state sia siano sarà saranno sarebbe ha hanno "
        "aveva avevano avere abbia abbiano avrà avrebbe ho abbiamo va vanno viene vengono può possono "
        "poteva potevano potere potrà potrebbe possa possano deve devono doveva dovrebbe dovere vuole "
        "vogliono c'è",
        "negation": "non mai né",
        "pronoun": "io tu lui lei noi voi loro egli essa essi mi ti si ci vi ne lo la li le gli",
        "adverb": "molto più meno così tanto bene già ancora solo anche quasi",
    },
    "nl": {
        "determiner": "de het een deze dit die dat mijn jouw zijn haar ons onze jullie hun elk elke ieder iedere "
        "geen alle veel sommige enkele andere welke welk zulke",
        "preposition": "van in op aan bij met naar uit voor door tegen zonder om over onder tussen achter naast "
        "sinds tijdens wegens ondanks tot te ten ter als dan per volgens vanaf binnen buiten rond",
        "conjunction": "en of maar want dat als toen omdat hoewel terwijl zodat voordat nadat wanneer waar wie wat hoe",
        "auxiliary": "is zijn was waren ben bent geweest heeft hebben had hadden heb gehad wordt worden werd "
        "werden word kan kunnen kon konden moet moeten moest moesten zal zullen zou zouden wil willen "
        "wilde mag mogen mocht",
        "negation": "niet nooit",
        "pronoun": "ik je jij u hij zij ze wij we het men mij me zich hem hen er",
        "adverb": "heel zeer zo te meer minder erg ook nog al bijna",
    },
    "ca": {
        "determiner": "el la els les un una uns unes aquest aquesta aquests aquestes aquell aquella meu seu seva "
        "cada tot tota tots totes altre altra altres alguns algunes cap molts moltes",
        "preposition": "de del dels d' en a al als per pel pels amb sense sobre entre fins des contra sota durant "
        "segons cap com",
        "conjunction": "i o però ni que si quan mentre perquè doncs com on qui",
        "auxiliary": "és són era eren ser estat està estan ha han havia haver hi va van pot poden podia deu deuen",
        "negation": "no mai",
        "pronoun": "jo tu ell ella nosaltres ells elles em et es li ens us ho hi en",
        "adverb": "molt més menys tan bé ja encara només també",
    },
    "gl": {
        "determiner": "o a os as un unha uns unhas este esta estes estas ese esa aquel aquela meu miña seu súa seus "
        "súas cada todo toda todos todas algún algunha ningún ningunha outro outra outros outras "
        "moitos moitas",
        "preposition": "de do da dos das en no na nos nas nun nunha a ao á aos ás por polo pola polos polas para con "
        "sen sobre entre ata desde contra tras baixo durante segundo como",
        "conjunction": "e ou pero mais nin que se cando mentres porque pois aínda como onde quen",
        "auxiliary": "é son foi foron era eran ser está están estaba ten teñen tiña hai había vai van pode poden "
        "podía debe deben",
        "negation": "non nunca nin",
        "pronoun": "eu ti el ela nós eles elas me te se lle lles nos iso isto",
        "adverb": "moi máis menos tan ben xa aínda só tamén case",
    },
}
