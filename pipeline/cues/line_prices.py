"""What a line break between two words is worth: numbers learned from captions that people made, no code.

Learned by conditional logistic regression (one choice among all breaks of a two-line cue) from 35,000 two-line cues of
professional captioners: the captions of Google's developer videos of 2008 and 2009, which are in the public domain
(CC0). Nothing of their text is here. `ENGLISH` knows single words; `CLASSES` only the classes of `break_words`, so that
it serves every language that has them. Higher is better; a row is `feature weight`, rows end with a semicolon.

`left:` and `right:` are the classes of the words before and after the break, `pair:` both; `left=` and `right=` a word
itself, `left-ends:` and `right-ends:` the ending of a word without a class. `uneven` counts the difference of the two
lines' lengths in lines, `short-line` how far the shorter one is below half a line. `right:genitive` is what “of” is
worth beyond its class, learned with the other prices as they are.
"""

from __future__ import annotations

ENGLISH = """\
before-quote 1.17; clause 3.82; comma 1.71; left-ends:'s -0.56; left-ends:able 0.48; left-ends:al -0.57;
left-ends:ed -0.16; left-ends:ful 0.45; left-ends:ic -0.42; left-ends:ing -0.16; left-ends:ive -0.53;
left-ends:ly 0.15; left-ends:ous -0.88; left-ends:s 0.37; left:adverb -0.93; left:auxiliary -0.78;
left:conjunction -0.44; left:determiner -1.1; left:month -0.41; left:negation -0.8; left:number -1.05;
left:other -0.12; left:preposition -0.25; left:pronoun -0.92; left=a -2.03; left=about 0.41; left=all 0.08;
left=also 0.69; left=an -1.63; left=and -2.05; left=another 0.8; left=are -0.21; left=as -0.44; left=at -1.51;
left=be 0.54; left=because 0.79; left=been 0.39; left=but -0.92; left=by -0.9; left=can -0.21; left=could -0.28;
left=do 0.66; left=first -0.25; left=for -1.35; left=from -1.42; left=has -0.19; left=have 0.46; left=how 0.09;
left=i -0.94; left=i'm -0.81; left=if -1.34; left=in -0.93; left=into -0.17; left=is -0.12; left=it 0.28;
left=it's -0.48; left=just 0.4; left=let's -0.83; left=might -0.25; left=more 0.49; left=much 0.9; left=my -0.48;
left=new -0.38; left=not 0.09; left=of -1.48; left=on -0.86; left=only 0.35; left=or -2.27; left=other 0.75;
left=our -0.3; left=out 0.46; left=over -0.15; left=same 0.21; left=so -0.53; left=some 0.14; left=that 1.15;
left=that's -0.15; left=the -2.01; left=their -0.18; left=there 0.52; left=there's -0.38; left=these 0.54;
left=this 0.63; left=those 0.69; left=through 0.16; left=to -2.22; left=up 0.25; left=very -1.13; left=was 0.08;
left=we -1.29; left=we're -0.61; left=we've -0.91; left=what 1.13; left=when -0.73; left=where -0.15;
left=which 0.88; left=will -0.46; left=with -0.64; left=you 0.23; left=you're -0.69; left=your -0.32; name -1.72;
pair:adverb>adverb 0.38; pair:adverb>auxiliary -0.17; pair:adverb>determiner -0.25; pair:adverb>negation -0.34;
pair:adverb>number -0.45; pair:adverb>other -0.77; pair:adverb>preposition -0.42; pair:adverb>pronoun 0.65;
pair:auxiliary>adverb -0.09; pair:auxiliary>auxiliary 0.14; pair:auxiliary>conjunction -0.29;
pair:auxiliary>determiner -0.14; pair:auxiliary>negation -0.99; pair:auxiliary>number -0.32;
pair:auxiliary>other -0.83; pair:auxiliary>preposition -0.22; pair:auxiliary>pronoun -1.6;
pair:conjunction>adverb 0.28; pair:conjunction>auxiliary -0.38; pair:conjunction>conjunction -0.33;
pair:conjunction>month -0.17; pair:conjunction>negation -0.44; pair:conjunction>other -0.23;
pair:conjunction>preposition 0.39; pair:conjunction>pronoun -0.92; pair:determiner>adverb -0.67;
pair:determiner>auxiliary -0.83; pair:determiner>conjunction -0.19; pair:determiner>determiner -0.55;
pair:determiner>month -0.22; pair:determiner>negation 0.36; pair:determiner>number -1.04;
pair:determiner>other -1.1; pair:determiner>preposition 0.77; pair:determiner>pronoun -0.53;
pair:month>auxiliary 0.11; pair:month>conjunction -0.29; pair:month>determiner 0.62; pair:month>negation -0.22;
pair:month>other -0.37; pair:month>pronoun -0.16; pair:negation>adverb -0.36; pair:negation>auxiliary 0.42;
pair:negation>conjunction -0.3; pair:negation>determiner 0.4; pair:negation>other -0.48;
pair:negation>preposition -0.41; pair:number>adverb -0.9; pair:number>auxiliary 1.03;
pair:number>conjunction 0.37; pair:number>determiner 0.59; pair:number>number -0.49; pair:number>other -0.91;
pair:number>preposition 0.55; pair:number>pronoun 0.3; pair:other>adverb 0.62; pair:other>auxiliary 0.16;
pair:other>conjunction 0.36; pair:other>determiner -0.14; pair:other>month 0.42; pair:other>negation 0.74;
pair:other>number -0.11; pair:other>other -1.04; pair:other>preposition 0.22; pair:other>pronoun -0.69;
pair:preposition>adverb 0.08; pair:preposition>auxiliary 0.32; pair:preposition>conjunction 0.27;
pair:preposition>determiner -0.71; pair:preposition>negation -0.3; pair:preposition>number 0.09;
pair:preposition>other -0.57; pair:preposition>preposition 0.5; pair:preposition>pronoun -0.76;
pair:pronoun>adverb 0.23; pair:pronoun>auxiliary -1.59; pair:pronoun>conjunction 0.63;
pair:pronoun>determiner 0.8; pair:pronoun>negation -0.1; pair:pronoun>number 0.96; pair:pronoun>other -0.81;
pair:pronoun>preposition 1.06; pair:pronoun>pronoun -0.32; right-ends:ed 0.25; right-ends:ing 0.3;
right-ends:ly 0.48; right-ends:s -0.27; right:adverb -0.47; right:conjunction 0.16; right:determiner 0.08;
right:negation -0.38; right:number -0.32; right:pronoun 0.57; right=a 0.36; right=about 0.37; right=all 0.46;
right=also -0.47; right=an 0.43; right=and 0.52; right=are 0.41; right=as 0.53; right=at 0.38; right=be -1.11;
right=because 0.6; right=been -1.43; right=but 0.4; right=by 0.52; right=can -0.14; right=could 0.14;
right=do -0.57; right=don't -0.39; right=first -0.55; right=for 0.89; right=from 0.75; right=has 0.11;
right=have -0.57; right=how 0.25; right=i 0.1; right=i'm 0.43; right=if 0.13; right=in 0.95; right=into 0.33;
right=is 0.89; right=it -1.28; right=it's 0.5; right=let's -0.69; right=like -0.11; right=might 0.17;
right=more -0.78; right=much -0.74; right=my 0.26; right=new -0.25; right=not 0.1; right=of -0.3; right=on 0.65;
right=only -0.21; right=or 0.67; right=other -0.78; right=our -0.18; right=out -1.05; right=over 0.13;
right=really -0.16; right=same -1.28; right=some 0.41; right=that 0.19; right=that's 0.67; right=the 0.14;
right=their -0.16; right=there -0.87; right=there's -0.24; right=these -0.19; right=they 0.11;
right=they're 0.71; right=this -0.22; right=those -0.41; right=through -0.44; right=to 0.17; right=up -1.87;
right=we -0.1; right=we're 0.09; right=we've -0.14; right=what 0.24; right=when 0.76; right=where 0.19;
right=which 0.58; right=will 0.16; right=with 1.07; right=would -0.21; right=you -0.56; right=your -0.28;
short-line -1.95; uneven -2.13; uneven-squared -3.19
"""

CLASSES = """\
before-quote 1.01; clause 4.26; comma 2.39; end 0.56; left:adverb -0.43; left:auxiliary -0.27;
left:conjunction -0.14; left:determiner -0.81; left:month -0.34; left:negation -0.25; left:number -0.47;
left:other 0.58; left:preposition -0.15; left:pronoun -0.34; name -1.66; pair:adverb>adverb 0.16;
pair:adverb>auxiliary -0.16; pair:adverb>determiner 0.27; pair:adverb>negation -0.34; pair:adverb>number -0.31;
pair:adverb>other -0.41; pair:adverb>preposition -0.19; pair:adverb>pronoun 0.69; pair:auxiliary>auxiliary -0.41;
pair:auxiliary>conjunction -0.59; pair:auxiliary>determiner 0.46; pair:auxiliary>month -0.1;
pair:auxiliary>negation -1.06; pair:auxiliary>number -0.08; pair:auxiliary>other -0.44;
pair:auxiliary>preposition 0.23; pair:auxiliary>pronoun -1.49; pair:conjunction>auxiliary -0.27;
pair:conjunction>conjunction -0.6; pair:conjunction>determiner 0.11; pair:conjunction>month -0.35;
pair:conjunction>negation -0.83; pair:conjunction>other -0.23; pair:conjunction>preposition 0.56;
pair:conjunction>pronoun -0.92; pair:determiner>adverb -1.06; pair:determiner>auxiliary 0.52;
pair:determiner>conjunction 0.56; pair:determiner>determiner -0.13; pair:determiner>month -0.19;
pair:determiner>negation 0.57; pair:determiner>number -0.87; pair:determiner>other -1.24;
pair:determiner>preposition 1.23; pair:determiner>pronoun 0.86; pair:month>adverb -0.08;
pair:month>auxiliary -0.18; pair:month>conjunction -0.19; pair:month>determiner 0.64; pair:month>negation -0.17;
pair:month>other -0.23; pair:month>preposition -0.09; pair:negation>adverb -0.15; pair:negation>auxiliary -0.29;
pair:negation>conjunction -0.48; pair:negation>determiner 0.88; pair:number>adverb -0.85;
pair:number>auxiliary 1.6; pair:number>conjunction 0.8; pair:number>determiner 0.24; pair:number>number -0.5;
pair:number>other -0.81; pair:number>preposition 0.46; pair:number>pronoun 0.43; pair:other>adverb 0.55;
pair:other>auxiliary 0.34; pair:other>conjunction 0.41; pair:other>month 0.31; pair:other>negation 0.73;
pair:other>number -0.17; pair:other>other -1.01; pair:other>preposition 0.11; pair:other>pronoun -0.8;
pair:preposition>adverb 0.18; pair:preposition>auxiliary -0.88; pair:preposition>conjunction 0.47;
pair:preposition>determiner -0.75; pair:preposition>negation -0.62; pair:preposition>other -1.07;
pair:preposition>preposition 1.4; pair:preposition>pronoun -0.6; pair:pronoun>adverb 0.2;
pair:pronoun>auxiliary -1.63; pair:pronoun>conjunction 0.94; pair:pronoun>determiner 1.43;
pair:pronoun>month 0.24; pair:pronoun>negation -0.14; pair:pronoun>number 1.29; pair:pronoun>other -0.75;
pair:pronoun>preposition 1.46; right:adverb -1.12; right:auxiliary -0.37; right:conjunction 0.23;
right:determiner -0.52; right:genitive -0.6; right:negation -0.87; right:number -0.8; right:other -0.68;
right:preposition -0.31; right:pronoun -0.45; short-line -1.94; uneven -2.09; uneven-squared -3.18
"""
