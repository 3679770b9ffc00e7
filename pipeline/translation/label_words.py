# ruff: noqa: E501 - one row a line can be read and compared; wrapped it cannot
"""Common labels and names of speakers in many languages: data, no code.

Compiled by hand. A row is one meaning; its cells are the languages of `LANGUAGES`, in that order. The first wording
of a cell is the one that is written, the others are recognised as well. Lower case, but for German nouns.
"""

from __future__ import annotations

LANGUAGES = "en pt es fr de it nl ca gl pl ru ja zh".split()

ROWS = """\
music/music playing | música/música tocando | música/suena música | musique | Musik/Musik spielt | musica | muziek | música | música | muzyka | музыка | 音楽 | 音乐
upbeat music/lively music/cheerful music | música animada | música animada/música alegre | musique entraînante | fröhliche Musik | musica allegra | vrolijke muziek | música animada | música animada | żywa muzyka | весёлая музыка | 明るい音楽 | 欢快的音乐
soft music/gentle music/quiet music | música suave | música suave | musique douce | sanfte Musik/leise Musik | musica dolce/musica soave | zachte muziek | música suau | música suave | łagodna muzyka | тихая музыка | 静かな音楽 | 轻柔的音乐
dramatic music/tense music | música dramática | música dramática | musique dramatique | dramatische Musik | musica drammatica | dramatische muziek | música dramàtica | música dramática | dramatyczna muzyka | драматичная музыка | 劇的な音楽 | 戏剧性的音乐
suspenseful music/suspense music | música de suspense | música de suspense | musique à suspense | spannende Musik | musica di suspense | spannende muziek | música de suspens | música de suspense | muzyka pełna napięcia | тревожная музыка | 緊迫した音楽 | 悬疑音乐
sad music/somber music | música triste | música triste | musique triste | traurige Musik | musica triste | droevige muziek | música trista | música triste | smutna muzyka | грустная музыка | 悲しい音楽 | 悲伤的音乐
background music | música de fundo | música de fondo | musique de fond | Hintergrundmusik | musica di sottofondo | achtergrondmuziek | música de fons | música de fondo | muzyka w tle | фоновая музыка | 背景音楽 | 背景音乐
theme music/theme song/intro music | música de abertura | música de cabecera | générique | Titelmusik | sigla | titelmuziek | música de capçalera | música de cabeceira | muzyka tytułowa | музыкальная заставка | テーマ曲 | 主题音乐
electronic music | música eletrônica | música electrónica | musique électronique | elektronische Musik | musica elettronica | elektronische muziek | música electrònica | música electrónica | muzyka elektroniczna | электронная музыка | 電子音楽 | 电子音乐
piano music/piano playing/piano | música de piano | música de piano | musique de piano | Klaviermusik | musica di pianoforte | pianomuziek | música de piano | música de piano | muzyka fortepianowa | музыка фортепиано | ピアノ音楽 | 钢琴音乐
guitar music/guitar playing/guitar | música de guitarra | música de guitarra | musique de guitare | Gitarrenmusik | musica di chitarra | gitaarmuziek | música de guitarra | música de guitarra | muzyka gitarowa | музыка гитары | ギター音楽 | 吉他音乐
music stops/music ends | a música para | la música se detiene/cesa la música | la musique s'arrête | Musik endet/Musik hört auf | la musica si ferma | muziek stopt | la música s'atura | a música para | muzyka cichnie | музыка прекращается | 音楽が止まる | 音乐停止
music fades/music fades out | a música diminui | la música se desvanece | la musique s'estompe | Musik wird leiser | la musica sfuma | muziek vervaagt | la música s'esvaeix | a música esvaécese | muzyka zanika | музыка затихает | 音楽が消えていく | 音乐渐弱
music continues | a música continua | continúa la música | la musique continue | Musik läuft weiter | la musica continua | muziek gaat door | continua la música | a música continúa | muzyka gra dalej | музыка продолжается | 音楽が続く | 音乐继续
singing/sings | cantando/canta | cantando/canta | chant/il chante | Gesang/singt | canto/canta | gezang/zingt | cantant/canta | cantando/canta | śpiew/śpiewa | пение/поёт | 歌声 | 唱歌
humming/hums | cantarolando | tarareando/tararea | fredonnement/fredonne | Summen/summt | canticchia | geneurie/neuriet | taral·leja | cantaruxando | nucenie/nuci | напевает | 鼻歌 | 哼歌
whistling/whistles | assobio/assobiando/assobia | silbido/silbando/silba | sifflement/siffle | Pfeifen/pfeift | fischio/fischia | gefluit/fluit | xiulet/xiula | asubío/asubía | gwizdanie/gwiżdże | свист/свистит | 口笛 | 吹口哨
applause/clapping/audience applauds/audience clapping | aplausos/plateia aplaude | aplausos/aplauso/el público aplaude | applaudissements | Applaus/Beifall/Klatschen | applausi/applauso | applaus | aplaudiments/aplaudiment | aplausos | oklaski/brawa | аплодисменты | 拍手 | 掌声/鼓掌
cheering/cheers/crowd cheering/cheers and applause | vivas/torcida comemora/gritos de comemoração | vítores/ovación | acclamations | Jubel/jubelt | acclamazioni/esultanza | gejuich | visques/crits d'alegria | vivas | wiwaty/okrzyki radości | ликование/радостные возгласы | 歓声 | 欢呼
laughter/laughing/laughs/audience laughs/audience laughing/laugh | risos/risadas/rindo/ri/plateia ri | risas/risa/se ríe/ríe/el público ríe | rires/rire/rit | Gelächter/Lachen/lacht | risate/risata/ride | gelach/lacht | rialles/riu | risas/ri | śmiech/śmieje się | смех/смеётся | 笑い/笑い声/笑 | 笑声/笑
chuckles/chuckling/chuckle | risadinha | risita | petit rire | kichert leise/schmunzelt | ridacchia | grinnikt | rialleta | risiña | chichot | усмехается | くすくす笑い | 轻笑
giggles/giggling | risadinhas | risitas | gloussements | Kichern/kichert | risatine | gegiechel/giechelt | rialletes | risiñas | chichotanie | хихиканье | くすくす笑う | 咯咯笑
booing/boos | vaias | abucheos | huées | Buhrufe | fischi di disapprovazione | boegeroep | xiulades | asubíos | buczenie | неодобрительные возгласы | ブーイング | 嘘声
crowd noise/crowd chatter/crowd murmuring/murmuring/chatter | burburinho/vozerio/murmúrio da multidão | murmullo/murmullos/bullicio | brouhaha/murmures de la foule | Stimmengewirr/Gemurmel | brusio/mormorio | geroezemoes | murmuri | murmurio | gwar/szmer rozmów | гул толпы | ざわめき | 嘈杂人声
indistinct chatter/indistinct speech/indistinct | fala indistinta/vozes indistintas | voces indistintas/habla indistinta | voix indistinctes | undeutliche Stimmen | voci indistinte | onduidelijk gepraat | veus indistintes | voces indistintas | niewyraźne głosy | неразборчивая речь | 不明瞭な声 | 模糊的说话声
inaudible/unintelligible | inaudível/ininteligível | inaudible/ininteligible | inaudible | unverständlich | incomprensibile/inudibile | onverstaanbaar | inaudible | inaudible | niezrozumiałe/niesłyszalne | неразборчиво | 聞き取り不能 | 听不清
silence | silêncio | silencio | silence | Stille | silenzio | stilte | silenci | silencio | cisza | тишина | 沈黙/静寂 | 寂静/沉默
pause | pausa | pausa | pause | Pause | pausa | pauze | pausa | pausa | pauza | пауза | 間 | 停顿
blank audio/no audio | sem áudio | sin audio | sans audio | kein Ton | nessun audio | geen geluid | sense àudio | sen audio | brak dźwięku | нет звука | 無音 | 无声
sigh/sighs/sighing | suspiro/suspira | suspiro/suspira | soupir/soupire | Seufzen/seufzt | sospiro/sospira | zucht | sospir/sospira | suspiro/suspira | westchnienie/wzdycha | вздох/вздыхает | ため息 | 叹气
gasp/gasps/gasping | arquejo/arqueja | jadeo/jadea/grito ahogado | halètement/halète | Keuchen/keucht | sussulto/sussulta | hapt naar adem | panteix/panteixa | arquexo | sapnięcie | ахает | 息をのむ | 倒吸一口气
breathing/breathes/breathing heavily/heavy breathing | respiração/respiração ofegante | respiración/respira/respiración agitada | respiration/respire | Atmen/atmet/schweres Atmen | respiro/respira | ademhaling/ademt | respiració | respiración | oddech/ciężki oddech | дыхание/тяжело дышит | 呼吸/息遣い | 呼吸声
panting/pants | ofegante | jadeando | haletant | hechelt | ansima | hijgt | esbufega | alentando | dyszenie/dyszy | тяжёлое дыхание | 荒い息 | 喘气
cough/coughs/coughing | tosse/tossindo | tos/tose/tosiendo | toux/tousse | Husten/hustet | tosse/tossisce | hoest/gehoest | tos/estossega | tose | kaszel/kaszle | кашель/кашляет | 咳 | 咳嗽
clears throat/clearing throat/throat clearing | pigarreia/pigarro/limpa a garganta | carraspea/carraspeo | s'éclaircit la gorge/se racle la gorge | räuspert sich/Räuspern | si schiarisce la voce | schraapt keel | s'escura la gola | escarafa | odchrząkuje | откашливается | 咳払い | 清嗓子
sneeze/sneezes/sneezing | espirro/espirra | estornudo/estornuda | éternuement/éternue | Niesen/niest | starnuto/starnutisce | niest | esternut/esternuda | espirro/espirra | kichnięcie/kicha | чихание/чихает | くしゃみ | 打喷嚏
yawn/yawns/yawning | bocejo/boceja | bostezo/bosteza | bâillement/bâille | Gähnen/gähnt | sbadiglio/sbadiglia | geeuwt | badall/badalla | bocexo/bocexa | ziewanie/ziewa | зевает | あくび | 打哈欠
sniff/sniffs/sniffles/sniffling | funga | sorbe por la nariz | renifle | schnieft | tira su col naso | snuift | ensuma | funga | pociąga nosem | шмыгает носом | 鼻をすする | 吸鼻子
sobbing/sobs | soluços/soluça | sollozos/solloza | sanglots/sanglote | Schluchzen/schluchzt | singhiozzi/singhiozza | gesnik/snikt | sanglots/sanglota | saloucos | szloch/szlocha | рыдания/рыдает | すすり泣き | 啜泣
crying/cries/weeping | choro/chora/chorando | llanto/llora/llorando | pleurs/pleure | Weinen/weint | pianto/piange | gehuil/huilt | plor/plora | pranto/chora | płacz/płacze | плач/плачет | 泣き声 | 哭泣
baby crying/baby cries | choro de bebê/bebê chorando | llanto de bebé | pleurs de bébé | Baby weint | pianto di neonato | baby huilt | plor de nadó | pranto de bebé | płacz dziecka | плач ребёнка | 赤ちゃんの泣き声 | 婴儿哭声
scream/screams/screaming | grito/gritos/grita | grito/gritos/grita | cri/cris/crie/hurlement | Schrei/Schreie/schreit | urlo/urla/grida | schreeuw/geschreeuw/gilt | crit/crits/crida | berro/berros | krzyk/krzyki/krzyczy | крик/крики/кричит | 悲鳴/叫び声 | 尖叫
shouting/shouts/yelling/yells | gritaria/gritando | gritos/gritando | cris | Rufe/ruft/Geschrei | grida/gridando | geroep/roept | crits/cridant | berros | okrzyki | возгласы | 叫び | 喊叫
whispering/whispers/whisper | sussurro/sussurra/sussurrando | susurro/susurra/susurrando | chuchotement/chuchote | Flüstern/flüstert | sussurro/sussurra | gefluister/fluistert | xiuxiueig/xiuxiueja | murmurio/murmura | szept/szepcze | шёпот/шепчет | ささやき | 低语/耳语
groans/groaning/groan | gemido/geme | gemido/gime | gémissement/gémit | Stöhnen/stöhnt | gemito/geme | kreunt | gemec/gemega | xemido/xeme | jęk/jęczy | стон/стонет | うめき声 | 呻吟
grunts/grunting | grunhido/grunhe | gruñido/gruñe | grognement/grogne | Ächzen/ächzt | grugnito | kreun | gruny | gruñido | stęknięcie/stęka | кряхтит | うなり声 | 哼声
snoring/snores | ronco/ronca/roncando | ronquido/ronca | ronflement/ronfle | Schnarchen/schnarcht | russa | gesnurk/snurkt | ronc/ronca | ronco/ronca | chrapanie/chrapie | храп/храпит | いびき | 打鼾
footsteps/steps | passos | pasos | bruits de pas/pas | Schritte | passi | voetstappen | passos/passes | pasos | kroki | шаги | 足音 | 脚步声
door opens/door opening | porta se abre/a porta se abre | se abre la puerta/puerta abriéndose | la porte s'ouvre | Tür öffnet sich/Tür geht auf | la porta si apre | deur gaat open | s'obre la porta | ábrese a porta | drzwi się otwierają | дверь открывается | ドアが開く | 开门声
door closes/door closing/door shuts | porta se fecha/a porta se fecha | se cierra la puerta/puerta cerrándose | la porte se ferme | Tür schließt sich/Tür geht zu | la porta si chiude | deur gaat dicht | es tanca la porta | péchase a porta | drzwi się zamykają | дверь закрывается | ドアが閉まる | 关门声
door slams/door slamming | porta bate | portazo | la porte claque | Tür knallt | la porta sbatte | deur slaat dicht | cop de porta | portazo | trzask drzwi | хлопает дверь | ドアがバタンと閉まる | 摔门声
door creaks/creaking/creaks | rangido/a porta range | chirrido/la puerta chirría | grincement | Knarren/knarrt | cigolio | gekraak/kraakt | grinyol | renxido | skrzypienie | скрип | きしむ音 | 吱嘎声
knocking/knock/knocks/knock on door/knocking on door | batidas na porta/batida | golpes en la puerta/llaman a la puerta | on frappe à la porte/coups à la porte | Klopfen/klopft/es klopft | bussano/bussa alla porta | geklop/klopt | truquen a la porta | petan na porta | pukanie | стук в дверь/стук | ノックの音/ノック | 敲门声
doorbell/doorbell rings | campainha/a campainha toca | timbre/suena el timbre | sonnette | Türklingel/es klingelt | campanello | deurbel | timbre | timbre | dzwonek do drzwi | звонок в дверь | 玄関のベル | 门铃声
phone ringing/phone rings/telephone rings/telephone ringing | telefone toca/telefone tocando | suena el teléfono/teléfono sonando | le téléphone sonne | Telefon klingelt | squilla il telefono/telefono squilla | telefoon gaat | sona el telèfon | soa o teléfono | dzwoni telefon | звонит телефон | 電話が鳴る | 电话铃声
phone buzzing/phone vibrating | celular vibrando/telefone vibra | el teléfono vibra | le téléphone vibre | Handy vibriert | il telefono vibra | telefoon trilt | el telèfon vibra | o teléfono vibra | telefon wibruje | телефон вибрирует | 携帯が振動する | 手机震动
bell/bell rings/bell ringing/bell tolls/bells ringing | sino/o sino toca/sinos | campana/suena la campana/campanas | cloche/cloches | Glocke/Glocken/Glocke läutet | campana/campane | bel/klok luidt/klokken | campana/campanes | campá/campás | dzwon/dzwony | колокол/звон колокола | 鐘の音/ベルの音 | 钟声/铃声
alarm/alarm rings/alarm blaring | alarme | alarma/suena la alarma | alarme | Alarm | allarme | alarm | alarma | alarma | alarm | сигнал тревоги | 警報/アラーム | 警报
siren/sirens/siren wailing/sirens wailing | sirene/sirenes | sirena/sirenas | sirène/sirènes | Sirene/Sirenen | sirena/sirene | sirene/sirenes | sirena/sirenes | sirena/sirenas | syrena/syreny | сирена/сирены | サイレン | 警笛声/警报声
beep/beeps/beeping | bipe/bipes | pitido/pitidos | bip/bips | Piepton/Piepen/piept | bip/segnale acustico | piep/gepiep | xiulet electrònic | pitido | sygnał/pikanie | гудок/писк | ビープ音 | 哔哔声
click/clicks/clicking | clique/cliques | clic/clics | clic/clics | Klicken/klickt | clic | klik/geklik | clic/clics | clic/clics | kliknięcie/klikanie | щелчок/щёлкает | クリック音 | 咔嗒声
typing/keyboard clicking/keyboard typing | digitando/teclado | tecleo/tecleando | frappe au clavier | Tippen/tippt | digita/battitura | getyp/typt | tecleig | tecleo | stukanie w klawiaturę | стук клавиш | タイピング音 | 打字声
camera shutter/camera clicks | clique de câmera | clic de cámara | déclic d'appareil photo | Kamera klickt | scatto della macchina fotografica | camera klikt | clic de càmera | clic de cámara | migawka aparatu | щелчок фотоаппарата | シャッター音 | 快门声
ticking/clock ticking/ticks | tique-taque | tictac | tic-tac | Ticken/tickt/Uhr tickt | ticchettio | getik/tikt | tic-tac | tictac | tykanie | тиканье | 時計の音 | 滴答声
buzzing/buzz/buzzes | zumbido | zumbido | bourdonnement | Summen | ronzio | gezoem/zoemt | brunzit | zunido | brzęczenie | жужжание | ブーンという音 | 嗡嗡声
whoosh/whooshing/swoosh | zunido | silbido del aire | sifflement d'air | Rauschen | fruscio | gesuis/zoef | xiulet de l'aire | asubío do aire | świst | свист воздуха | ヒューという音 | 呼啸声
rustling/rustles | farfalhar | crujido/susurro de hojas | bruissement | Rascheln/raschelt | fruscio di foglie | geritsel/ritselt | cruixit | renxer | szelest | шелест | カサカサという音 | 沙沙声
crash/crashes/crashing | estrondo | estruendo | fracas | Krachen/kracht | schianto | klap/gekletter | estrèpit | estrondo | huk | грохот | 衝突音 | 撞击声
bang/bangs/banging | pancada | golpe | détonation | Knall/knallt | botto | knal | cop | golpe | łomot | удар | バンという音 | 砰
thud/thuds/thump | baque | golpe seco | bruit sourd | dumpfer Schlag | tonfo | plof/doffe klap | cop sord | golpe seco | łoskot | глухой удар | ドスンという音 | 重击声
explosion/explosions/explodes | explosão/explosões | explosión/explosiones | explosion/explosions | Explosion/Explosionen | esplosione/esplosioni | explosie/explosies | explosió/explosions | explosión/explosións | wybuch/eksplozja | взрыв/взрывы | 爆発音 | 爆炸声
gunshot/gunshots/gunfire | tiro/tiros/disparos | disparo/disparos | coup de feu/coups de feu | Schuss/Schüsse | sparo/spari | schot/schoten | tret/trets | disparo/disparos | strzał/strzały | выстрел/выстрелы | 銃声 | 枪声
glass breaking/glass shattering/glass breaks/glass shatters | vidro quebrando | cristales rotos/vidrio rompiéndose | bris de verre | Glas zerbricht | vetro in frantumi | glas breekt | vidres trencats | vidros rotos | tłuczone szkło | звон разбитого стекла | ガラスの割れる音 | 玻璃破碎声
thunder/thunder rumbling/thunder rumbles/thunderclap | trovão/trovões/trovoada | trueno/truenos | tonnerre | Donner/Donnergrollen | tuono/tuoni | donder/gedonder | tro/trons | trono/tronos | grzmot/grzmoty | гром/раскаты грома | 雷鳴/雷 | 雷声
rain/raining/rain falling | chuva | lluvia | pluie | Regen | pioggia | regen | pluja | chuvia | deszcz | дождь | 雨の音/雨 | 雨声
wind/wind blowing/wind howling | vento | viento | vent | Wind | vento | wind | vent | vento | wiatr | ветер | 風の音/風 | 风声
storm | tempestade | tormenta | tempête/orage | Sturm | tempesta | storm | tempesta | tormenta | burza | буря | 嵐 | 暴风雨
waves/waves crashing/ocean waves | ondas | olas | vagues | Wellen/Meeresrauschen | onde | golven | onades | ondas | fale/szum fal | шум волн | 波の音 | 海浪声
water running/running water/water flowing | água correndo | agua corriendo/corre el agua | eau qui coule | fließendes Wasser/Wasser läuft | acqua che scorre | stromend water | aigua que corre | auga correndo | szum wody | шум воды | 水の流れる音 | 流水声
water dripping/dripping | gotejamento/água pingando | goteo/goteras | goutte à goutte | Tropfen/tropft | gocciolio | gedruppel | degoteig | pinga | kapanie | капает вода | 水滴の音 | 滴水声
splash/splashes/splashing | respingo | chapoteo/salpicadura | éclaboussure | Platschen/platscht | tonfo nell'acqua | plons | esquitx | chapuzón | plusk | всплеск | 水しぶきの音 | 溅水声
bubbling/bubbles | borbulhando | burbujeo | bouillonnement | Blubbern/blubbert | gorgoglio | geborrel | bombolleig | burbullo | bulgotanie | бульканье | 泡立つ音 | 冒泡声
fire crackling/crackling/crackles | crepitar do fogo/crepitar | crepitar/crepitar del fuego | crépitement | Knistern/knistert | crepitio | geknetter | espetec | crepitar | trzask ognia | потрескивание | パチパチという音 | 噼啪声
sizzling/sizzles | chiado/chiando | chisporroteo | grésillement | Brutzeln/brutzelt | sfrigolio | gesis/sist | xiuxiueig de fregit | rechiar | skwierczenie | шипение | ジュージューという音 | 嘶嘶声
engine/engine running/engine starts/engine revving | motor/motor ligado | motor/motor en marcha | moteur | Motor/Motorgeräusch | motore | motor | motor | motor | silnik | шум двигателя | エンジン音 | 引擎声
car horn/horn honking/horn/honking | buzina | bocina/claxon | klaxon | Hupe/Hupen/hupt | clacson | claxon/getoeter | clàxon/botzina | bucina | klakson | автомобильный гудок | クラクション | 汽车喇叭声
car engine/car passing/car passes | carro passando | coche pasando/pasa un coche | voiture qui passe | Auto fährt vorbei | passa un'auto | auto rijdt voorbij | passa un cotxe | pasa un coche | przejeżdża samochód | проезжает машина | 車の通過音 | 汽车驶过
traffic/traffic noise | trânsito/barulho do trânsito | tráfico/ruido de tráfico | circulation/bruit de circulation | Verkehr/Verkehrslärm | traffico | verkeer/verkeerslawaai | trànsit | tráfico | ruch uliczny | шум транспорта | 交通騒音 | 车流声
tires screeching/screeching/brakes screeching | pneus cantando/freada | chirrido de neumáticos/frenazo | crissement de pneus | Reifen quietschen/Quietschen | stridore di gomme | gierende banden | grinyol de pneumàtics | renxido de pneumáticos | pisk opon | визг шин | タイヤのきしむ音 | 轮胎尖啸声
train/train passing/train whistle | trem/apito do trem | tren/silbato del tren | train | Zug | treno | trein | tren | tren | pociąg | поезд | 電車の音 | 火车声
airplane/plane flying/plane engine | avião | avión | avion | Flugzeug | aereo | vliegtuig | avió | avión | samolot | самолёт | 飛行機の音 | 飞机声
helicopter/helicopter whirring | helicóptero | helicóptero | hélicoptère | Hubschrauber | elicottero | helikopter | helicòpter | helicóptero | helikopter/śmigłowiec | вертолёт | ヘリコプターの音 | 直升机声
birds chirping/birds singing/birdsong/birds/chirping | canto de pássaros/pássaros cantando/pássaros | canto de pájaros/pájaros cantando/trinos | chants d'oiseaux/oiseaux | Vogelgezwitscher/Vögel zwitschern | canto di uccelli/cinguettio | vogelgezang/vogels fluiten | cant d'ocells | canto de paxaros | śpiew ptaków | пение птиц | 鳥のさえずり | 鸟鸣声
dog barking/dog barks/barking/barks | latido/cachorro latindo/latidos | ladrido/ladridos/perro ladrando | aboiement/aboiements | Hundegebell/Hund bellt/Bellen | abbaio/cane che abbaia | geblaf/hond blaft | lladruc/lladrucs | ladrido/ladridos | szczekanie psa/szczekanie | лай собаки/лай | 犬の鳴き声 | 狗叫声
cat meowing/meowing/meows | miado/miau | maullido/maullidos | miaulement | Miauen/miaut | miagolio | gemiauw/miauwt | miol/miols | miaño | miauczenie | мяуканье | 猫の鳴き声 | 猫叫声
rooster crowing/rooster crows | galo cantando | canto de gallo | chant du coq | Hahn kräht | canto del gallo | haan kraait | cant del gall | canto do galo | pianie koguta | крик петуха | 鶏の鳴き声 | 公鸡打鸣
crickets/crickets chirping | grilos | grillos | grillons | Grillenzirpen/Grillen zirpen | grilli | krekels | grills | grilos | świerszcze | сверчки | 虫の声 | 蟋蟀声
roar/roars/roaring | rugido | rugido | rugissement | Brüllen/brüllt | ruggito | gebrul/brult | rugit | ruxido | ryk | рёв | うなり | 吼叫声
growling/growls/growl | rosnado/rosna | gruñidos | grondement | Knurren/knurrt | ringhio/ringhia | gegrom/gromt | grunyit | rosmido | warczenie | рычание | うなる | 咆哮
horse neighing/neighing/neighs | relincho | relincho | hennissement | Wiehern/wiehert | nitrito | gehinnik | renill | rincho | rżenie | ржание | 馬のいななき | 马嘶声
static/static noise/radio static | estática | estática/interferencias | parasites/friture | Rauschen im Funk/statisches Rauschen | interferenze | ruis/geruis | interferències | interferencias | szum | помехи | 雑音 | 静电噪音
noise/noises/loud noise | ruído/barulho | ruido | bruit | Geräusch/Lärm | rumore | geluid/lawaai | soroll | ruído | hałas | шум | 騒音 | 噪音
feedback | microfonia | acople | effet Larsen | Rückkopplung | feedback | rondzingen | acoblament | acople | sprzężenie | микрофонный эффект | ハウリング | 啸叫
drum roll/drumroll | rufar de tambores | redoble de tambores | roulement de tambour | Trommelwirbel | rullo di tamburi | tromgeroffel | redoble de tambors | redobre de tambores | werble | барабанная дробь | ドラムロール | 鼓声
drums/drumming/drum beats | tambores | tambores | tambours | Trommeln | tamburi | trommels/getrommel | tambors | tambores | bębny | барабаны | 太鼓の音 | 鼓点
heartbeat/heart beating | batimento cardíaco/batimentos cardíacos | latido del corazón/latidos del corazón | battement de cœur | Herzschlag | battito cardiaco | hartslag | batec del cor | latexo do corazón | bicie serca | сердцебиение | 心臓の鼓動 | 心跳声
speaking foreign language/speaking in foreign language/foreign language | falando em língua estrangeira | habla en idioma extranjero | parle une langue étrangère | spricht eine Fremdsprache | parla una lingua straniera | spreekt een vreemde taal | parla en llengua estrangera | fala nunha lingua estranxeira | mówi w obcym języku | говорит на иностранном языке | 外国語で話す | 说外语
speaking english/speaks english | falando em inglês | habla en inglés | parle anglais | spricht Englisch | parla inglese | spreekt Engels | parla en anglès | fala en inglés | mówi po angielsku | говорит по-английски | 英語で話す | 说英语
speaking spanish/speaks spanish | falando em espanhol | habla en español | parle espagnol | spricht Spanisch | parla spagnolo | spreekt Spaans | parla en espanyol | fala en español | mówi po hiszpańsku | говорит по-испански | スペイン語で話す | 说西班牙语
speaking portuguese/speaks portuguese | falando em português | habla en portugués | parle portugais | spricht Portugiesisch | parla portoghese | spreekt Portugees | parla en portuguès | fala en portugués | mówi po portugalsku | говорит по-португальски | ポルトガル語で話す | 说葡萄牙语
speaking french/speaks french | falando em francês | habla en francés | parle français | spricht Französisch | parla francese | spreekt Frans | parla en francès | fala en francés | mówi po francusku | говорит по-французски | フランス語で話す | 说法语
speaking german/speaks german | falando em alemão | habla en alemán | parle allemand | spricht Deutsch | parla tedesco | spreekt Duits | parla en alemany | fala en alemán | mówi po niemiecku | говорит по-немецки | ドイツ語で話す | 说德语
narrator | narrador | narrador | narrateur | Erzähler | narratore | verteller | narrador | narrador | narrator | рассказчик | ナレーター | 旁白
host/presenter | apresentador | presentador | présentateur | Moderator | presentatore/conduttore | presentator | presentador | presentador | prowadzący | ведущий | 司会者/司会 | 主持人
host/female host/female presenter | apresentadora | presentadora | présentatrice | Moderatorin | presentatrice/conduttrice | presentatrice | presentadora | presentadora | prowadząca | ведущая | 女性司会者 | 女主持人
guest | convidado/convidada | invitado/invitada | invité/invitée | Gast | ospite | gast | convidat/convidada | convidado/convidada | gość | гость | ゲスト | 嘉宾
interviewer | entrevistador/entrevistadora | entrevistador/entrevistadora | intervieweur | Interviewer | intervistatore | interviewer | entrevistador | entrevistador | prowadzący wywiad | интервьюер | インタビュアー | 采访者
teacher | professor/professora | profesor/profesora | professeur | Lehrer/Lehrerin | insegnante | leraar | professor/professora | profesor/profesora | nauczyciel | учитель | 先生 | 老师
student | estudante/aluno/aluna | estudiante/alumno/alumna | étudiant/étudiante/élève | Schüler/Schülerin/Student | studente/studentessa | leerling/student | estudiant | estudante | student/uczeń | студент | 学生 | 学生
audience/audience member | plateia | público | public | Publikum | pubblico | publiek | públic | público | publiczność | зрители | 観客 | 观众
speaker | orador/falante | orador/hablante | orateur | Sprecher/Redner | oratore | spreker | orador | orador | mówca | оратор | 話者 | 发言人
moderator | moderador/moderadora | moderador/moderadora | modérateur | Diskussionsleiter | moderatore | moderator | moderador | moderador | moderator | модератор | モデレーター | 主席
all/everyone | todos | todos | tous | alle | tutti | allen | tots | todos | wszyscy | все | 全員 | 所有人
man | homem | hombre | homme | Mann | uomo | man | home | home | mężczyzna | мужчина | 男性 | 男人
woman | mulher | mujer | femme | Frau | donna | vrouw | dona | muller | kobieta | женщина | 女性 | 女人
boy | menino | niño | garçon | Junge | ragazzo | jongen | nen | neno | chłopiec | мальчик | 男の子 | 男孩
girl | menina | niña | fille | Mädchen | ragazza | meisje | nena | nena | dziewczynka | девочка | 女の子 | 女孩
child | criança | niño pequeño | enfant | Kind | bambino | kind | infant | cativo | dziecko | ребёнок | 子供 | 孩子
doctor | médico/doutor | médico/doctor | médecin | Arzt | dottore/medico | dokter | metge | médico | lekarz | врач | 医者 | 医生
reporter | repórter | reportero/reportera | journaliste | Reporter | giornalista | verslaggever | reporter | reporteiro | reporter | репортёр | 記者 | 记者
voice-over/voiceover/voice over | narração/voz em off | voz en off | voix off | Off-Stimme | voce fuori campo | voice-over | veu en off | voz en off | lektor | голос за кадром | ナレーション | 画外音
question | pergunta | pregunta | question | Frage | domanda | vraag | pregunta | pregunta | pytanie | вопрос | 質問 | 问题
answer | resposta | respuesta | réponse | Antwort | risposta | antwoord | resposta | resposta | odpowiedź | ответ | 回答/答え | 回答
note | nota/observação | nota | remarque | Hinweis/Anmerkung | nota | opmerking | nota | nota | uwaga | примечание | 注/注意 | 注
warning | aviso/atenção | advertencia/aviso | avertissement | Warnung | avvertenza | waarschuwing | advertència/avís | advertencia | ostrzeżenie | предупреждение | 警告 | 警告
attention | atenção | atención | attention | Achtung | attenzione | let op | atenció | atención | uwaga | внимание | 注目 | 注意
caution | cuidado | precaución | prudence | Vorsicht | cautela | voorzichtig | compte | coidado | ostrożnie | осторожно | 注意 | 小心
important | importante | importante | important | wichtig | importante | belangrijk | important | importante | ważne | важно | 重要 | 重要
example | exemplo | ejemplo | exemple | Beispiel | esempio | voorbeeld | exemple | exemplo | przykład | пример | 例 | 例子
tip | dica | consejo | astuce | Tipp | consiglio | tip | consell | consello | wskazówka | совет | ヒント | 提示
step | passo/etapa | paso | étape | Schritt | passo | stap | pas | paso | krok | шаг | ステップ | 步骤
eerie music/ominous music/mysterious music | música misteriosa | música inquietante/música misteriosa | musique inquiétante | unheimliche Musik | musica inquietante | griezelige muziek | música inquietant | música inquedante | niepokojąca muzyka | зловещая музыка | 不気味な音楽 | 诡异的音乐
classical music/orchestral music | música clássica | música clásica | musique classique | klassische Musik | musica classica | klassieke muziek | música clàssica | música clásica | muzyka klasyczna | классическая музыка | クラシック音楽 | 古典音乐
jazz music/jazz | jazz | jazz | jazz | Jazzmusik | musica jazz | jazzmuziek | jazz | jazz | jazz | джаз | ジャズ | 爵士乐
rock music | música rock | música rock | musique rock | Rockmusik | musica rock | rockmuziek | música rock | música rock | muzyka rockowa | рок-музыка | ロック音楽 | 摇滚乐
romantic music | música romântica | música romántica | musique romantique | romantische Musik | musica romantica | romantische muziek | música romàntica | música romántica | romantyczna muzyka | романтическая музыка | ロマンチックな音楽 | 浪漫的音乐
clinking/glasses clinking/glass clinking | tilintar de copos/tilintar | tintineo/tintineo de copas | tintement de verres/tintement | Gläser klirren/Klirren | tintinnio/tintinnio di bicchieri | gerinkel/klinkende glazen | dring-dring de copes | tintilar | brzęk szkła/brzęk | звон бокалов | グラスの触れ合う音 | 碰杯声
jingling/jingles/coins jingling/keys jingling | tilintar de moedas | tintineo de monedas | cliquetis | Klimpern | tintinnio di monete | gerinkel van munten | dringadís | tintilar de moedas | brzęk monet | звон монет | チャリンという音 | 叮当声
howling/howls/wolf howling | uivo/uivos | aullido/aullidos | hurlement de loup | Heulen/heult | ululato | gehuil van een wolf | udol/udols | ouveo | wycie | вой/волчий вой | 遠吠え | 狼嚎
whirring/whirs/machine whirring | zunido de máquina | zumbido de máquina | ronronnement de machine | Surren/surrt | ronzio di macchina | gezoem van een machine | brunzit de màquina | zunido de máquina | warkot | гудение | ウィーンという音 | 嗡鸣声
chime/chimes/chiming | carrilhão | campanilla/repique | carillon | Glockenspiel/Gong | rintocco | klokkenspel | campaneta | carrillón | kurant | перезвон | チャイム | 钟鸣声
squeaking/squeaks | guincho/rangido agudo | chillido/rechinido | couinement | Quietschen/quietscht | squittio | gepiep/piept | xiscle | chío | pisk | скрип/писк | キーキーという音 | 吱吱声
rattling/rattles | chocalhar | traqueteo | cliquetis métallique | Klappern/klappert | sferragliare | gerammel/rammelt | sotragueig | traqueteo | grzechot | грохотание | ガタガタという音 | 咔哒声
water boiling/boiling | água fervendo | agua hirviendo | eau qui bout | Wasser kocht | acqua che bolle | kokend water | aigua bullint | auga fervendo | gotująca się woda | кипит вода | お湯が沸く音 | 水沸声
kettle whistling/kettle whistles | chaleira apitando | silbido de la tetera | la bouilloire siffle | Kessel pfeift | il bollitore fischia | fluitketel fluit | la tetera xiula | asubía a tetera | gwizd czajnika | свистит чайник | やかんの笛の音 | 水壶鸣响
"""
