"""The names of languages as people write them, and the codes that identification knows."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NAMES = """
af afr afrikaans
ar ara arabic arabisch arabe árabe العربية
az aze azerbaijani azeri azərbaycanca
be bel belarusian belarussian беларуская
bg bul bulgarian bulgarisch bulgare български
bn ben bengali bangla বাংলা
bs bos bosnian bosanski
ca cat catalan català catalán katalanisch
cs ces cze czech tschechisch tchèque checo čeština česky
cy cym wel welsh cymraeg
da dan danish dänisch danois danés dansk
de deu ger german deutsch allemand alemán alemão tedesco duits tysk niemiecki немецкий 德语 ドイツ語
el ell gre greek griechisch grec griego ελληνικά
en eng english englisch anglais inglés ingles inglês inglese engels engelska angielski английский 英语 英語 영어
eo epo esperanto
es spa spanish spanisch espagnol español espanol castellano castilian espanhol spagnolo spaans испанский 西班牙语
et est estonian estnisch eesti
eu eus baq basque baskisch euskara
fa fas per farsi persian persisch فارسی
fi fin finnish finnisch finnois suomi
fr fra fre french französisch francais français francés francês francese frans franska французский 法语 フランス語
ga gle irish gaeilge
gl glg galician galego gallego
gu guj gujarati ગુજરાતી
he heb hebrew hebräisch עברית
hi hin hindi हिन्दी हिंदी
hr hrv croatian kroatisch hrvatski
hu hun hungarian ungarisch hongrois magyar
hy hye arm armenian հայերեն
id ind indonesian indonesisch bahasa-indonesia
is isl ice icelandic isländisch íslenska
it ita italian italienisch italien italiano итальянский 意大利语
ja jpn japanese japanisch japonais japonés 日本語 日语 일본어
ka kat geo georgian ქართული
kk kaz kazakh қазақша
kn kan kannada ಕನ್ನಡ
ko kor korean koreanisch coréen coreano 한국어 韩语 韓国語
la lat latin latein latina
lb ltz luxembourgish luxemburgisch lëtzebuergesch
lt lit lithuanian litauisch lietuvių
lv lav latvian lettisch latviešu
mk mkd mac macedonian македонски
ml mal malayalam മലയാളം
mr mar marathi मराठी
ms msa may malay malaysian bahasa-melayu
ne nep nepali नेपाली
nl nld dut dutch flemish niederländisch néerlandais holländisch neerlandés nederlands vlaams
nn nno nynorsk
no nor nb nob norwegian bokmål bokmal norwegisch norvégien noruego norsk
pa pan punjabi ਪੰਜਾਬੀ
pl pol polish polnisch polonais polaco polski польский
pt por portuguese portugiesisch portugais portugués português portugues portoghese португальский 葡萄牙语
ro ron rum romanian rumänisch roumain rumano română moldovan
ru rus russian russisch russe ruso russo русский 俄语 ロシア語
sk slk slo slovak slowakisch slovenčina
sl slv slovene slovenian slowenisch slovenščina
sq sqi alb albanian albanisch shqip
sr srp serbian serbisch српски srpski
sv swe swedish schwedisch suédois sueco svenska
sw swa swahili kiswahili
ta tam tamil தமிழ்
te tel telugu తెలుగు
th tha thai ไทย ภาษาไทย
tl tgl fil tagalog filipino
tr tur turkish türkisch turc turco türkçe
uk ukr ukrainian ukrainisch ukrainien українська
ur urd urdu اردو
vi vie vietnamese vietnamesisch tiếng-việt
zh zho chi chinese chinesisch chinois chino mandarin 中文 汉语 漢語 简体中文 繁體中文 普通话 中国語 중국어 китайский
"""

_CODES: Mapping[str, str] = {
    name.replace("-", " "): line.split()[0] for line in _NAMES.splitlines() if line for name in line.split()
}

_CLOSE = ("no nn da", "hr bs sr", "id ms", "zh wuu yue", "cs sk", "bg mk", "nl af", "de lb", "en pcm", "gl pt")
_CLOSE_TO: Mapping[str, str] = {"es": "an ext gl", "fr": "wa gcr gcf", "it": "vec lij", "ca": "oc", "ar": "arz ary"}
_TOO: Mapping[str, str] = {"el": "grc", "he": "hbo", "hi": "mr ne sa", "tl": "bcl", "tr": "az", "az": "tr", "la": "it"}

_QUALIFIERS = frozenset(
    [
        "american",
        "british",
        "us",
        "uk",
        "brazilian",
        "european",
        "canadian",
        "latin",
        "mexican",
        "swiss",
        "austrian",
        "belgian",
        "australian",
        "simplified",
        "traditional",
        "formal",
        "informal",
        "plain",
        "simple",
        "easy",
        "modern",
        "standard",
        "contemporary",
        "brasileiro",
        "leichtes",
        "einfaches",
    ]
)
_REGION = re.compile(r"^([a-z]{2,3})[-_][a-z0-9_-]{2,20}$")
_WORD = re.compile(r"[^\s,;()/]+")


def code_of(name: str) -> str | None:
    """The code of a language as a user names it ("German", "Deutsch", "pt-BR"); None for one that is not known."""
    plain = " ".join(name.casefold().split())
    if plain in _CODES:
        return _CODES[plain]
    if region := _REGION.match(plain):
        return _CODES.get(region[1])
    if "swiss german" in plain or "old " in plain or "ancient" in plain:
        return None
    found = {_CODES[word] for word in _WORD.findall(plain) if word in _CODES and word not in _QUALIFIERS}
    others = [word for word in _WORD.findall(plain) if word not in _CODES and word not in _QUALIFIERS]
    # "Portuguese (Brazil)" has one language and its country; "English and German" is no single language.
    bracketed = re.search(r"[(,]", plain) is not None
    return found.pop() if len(found) == 1 and (bracketed or not others) else None


def family_of(code: str) -> frozenset[str]:
    """The codes that identification may give a text of that language: its own, and those it takes for it."""
    family = {code, *_CLOSE_TO.get(code, "").split(), *_TOO.get(code, "").split()}
    for group in _CLOSE:
        if code in group.split():
            family.update(group.split())
    return frozenset(family)
