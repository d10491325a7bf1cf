"""What models say around an answer, in English, German, French and Spanish: to whom it is given, never of what.

Each line is a pattern of the beginning of a sentence. It names the work (a draft, an analysis), the asking (as
requested) or the model itself, because the plain words alone ("Sure", "Let me know", "I hope") stand in letters and
stories too. Apostrophes are straight and spaces plain in what it is held against.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORK = (
    r"(?:analys[ie]s|assessments?|evaluation|reviews?|summary|overview|breakdown|report|briefing|comparison|critique"
    r"|stor(?:y|ies)|poems?|draft|versions?|text|translation|answer|response|rewrite|revision|outline|script|scene"
    r"|dialogue|slogans?|taglines?|lyrics|essay|article|e-?mail|blog post)"
)
_ABOUT = (
    r"(?: (?:about|in|on|for|with|based|using|inspired|featuring|written|that (?:meets|follows|captures)"
    r"|you (?:requested|asked|wanted)|as requested|of (?:the|your) (?:document|text|article|report|paper|passage"
    r"|conversation|transcript|provided|given))\b[^\n]{0,200})?"
)
_WERK = (
    r"(?:analysen?|bewertung|auswertung|zusammenfassung|überblick|bericht|vergleich|geschichte|gedicht|entwurf"
    r"|version|fassung|text|übersetzung|antwort|gliederung|szene|dialog|slogans?|aufsatz|artikel|e-?mail)"
)
_OEUVRE = (
    r"(?:analyse|évaluation|synthèse|résumé|aperçu|rapport|comparaison|histoire|poème|brouillon|version|texte"
    r"|traduction|réponse|plan|scène|dialogue|slogans?|essai|article|e-?mail|courriel)"
)
_OBRA = (
    r"(?:análisis|evaluación|resumen|informe|comparación|historia|cuento|poema|borrador|versión|texto|traducción"
    r"|respuesta|esquema|escena|diálogo|eslóganes|eslogan|ensayo|artículo|correo)"
)
_VERBS = (
    r"(?:adjust|revise|expand|elaborate|rewrite|continue|tweak|modify|shorten|lengthen|refine|write|analy[sz]e|explore"
    r"|dig|go (?:deeper|into|on with)|generate|turn|convert|tailor|summari[sz]e|explain|translate|draft"
    r"|make (?:it|this|any)|change (?:the|any)|provide (?:more|further|additional|an?)|add (?:more|any))\b"
)
_CHANGES = r"(?:changes|adjustments|revisions|edits|modifications|tweaks)"
_AENDERN = (
    r"(?:schreibe?|erstellen?|erstelle|ausarbeiten?|überarbeiten?|ergänzen?|fortsetzen?|vertiefen?|anpassen?"
    r"|anpasse|ausführen?|kürzen?|kürze|umschreiben?|weiterschreiben?|analysieren?|formulieren?|schreiben)"
)
_REPRENNE = (
    r"(?:écri(?:ve|re)|développer?|approfondi(?:sse|r)|adapter?|modifier?|raccourci(?:sse|r)|continuer?|poursui(?:ve"
    r"|vre)"
    r"|réviser?|reformuler?|analyser?|rédiger?|traduire|traduise|propose|proposer|ajouter?)"
)
_ESCRIBA = (
    r"(?:escrib|reescrib|desarroll|profundi[cz]|ajust|modifi[cq]|acort|contin[uú]|revis|anali[cz]|redact|tradu[cz]"
    r"|ampl[ií]|añad|agreg)\w{1,8}\b"
)

_OPENING = (
    # English
    rf"(?:here(?:'s| is| are)|below(?: is| are)|the following (?:is|are)) (?:[^\s:.]+ ){{0,8}}?{_WORK}{_ABOUT}:$",
    (
        rf"(?:sure|certainly|of course|absolutely|gladly|okay|ok|alright|understood|got it"
        rf"|no problem)(?: thing)?[!,.:]+ ?"
        rf"(?:(?:here(?:'s| is| are)|below (?:is|are)) (?:(?:[^\s:.]+ ){{0,8}}?{_WORK}\b|[^\n]{{0,200}}:$)"
        r"|below you(?:'ll| will| can) find|i(?:'d| would) be (?:happy|glad|delighted) to|i can help|let me help)"
    ),
    r"(?:sure|certainly|of course|absolutely)(?: thing)?!$",
    r"(?:as|i(?:'m| am)(?: just| only)?) an? (?:ai|artificial intelligence|large) language model\b",
    r"as an? (?:language model|ai assistant),",
    (
        r"(?:i(?:'m| am) (?:really |very |so )?(?:sorry|afraid)[, ]+(?:but )?|unfortunately, )(?:that )?"
        r"i (?:can't|cannot|can not|won't|am unable to|am not able to) (?:help|assist)(?: you)? with (?:that|this)\b"
    ),
    (
        r"(?:i(?:'m| am) (?:really |very |so )?sorry[, ]+(?:but )?|unfortunately, )?i (?:can't|cannot|am unable to|"
        r"am not able to|don't have the ability to) (?:fulfil+|comply with|(?:access|browse|open|view) (?:the internet"
        r"|external|links|files|attachments)|(?:write|create|generate|provide|produce) (?:that|this) "
        r"(?:content|kind|type))"
    ),
    (
        r"(?:based on|from|according to|after (?:reviewing|reading|analy[sz]ing)|looking at) (?:the |your |this )?"
        r"(?:[\w'-]+ ){0,4}(?:that )?you(?:'ve| have)? (?:provided|shared|uploaded|pasted|submitted|supplied)\b"
    ),
    r"thank(?:s| you) for (?:sharing|providing) (?:the|this|your) (?:document|text|article|passage|prompt|request)\b",
    r"(?:that's an? |what an? )?(?:great|excellent|good|interesting) question[!.]",
    # German
    (
        rf"(?:hier (?:ist|sind|kommt|folgt)|nachfolgend|im folgenden)(?: finden sie| findest du)? "
        rf"(?:[^\s:.]+ ){{0,6}}?\w*{_WERK}\b[^\n:.]{{0,120}}:$"
    ),
    (
        r"(?:natürlich|gerne?|selbstverständlich|klar|sicher|okay|alles klar|verstanden|kein problem)[!,.:]+ ?"
        rf"(?:hier (?:ist|sind|kommt|folgt) (?:(?:[^\s:.]+ ){{0,6}}?\w*{_WERK}\b|[^\n]{{0,200}}:$)|ich helfe"
        rf"|nachfolgend)"
    ),
    r"(?:natürlich|gerne|selbstverständlich)!$",
    (
        r"als (?:großes |ki-?)?sprachmodell\b|als (?:ki|künstliche intelligenz)(?:-assistent(?:in)?)?"
        r" (?:kann|habe|bin|darf) ich\b"
    ),
    (
        r"(?:es tut mir leid|tut mir leid|leider)[, ]+(?:aber )?(?:ich kann|kann ich)(?: ihnen| dir)? "
        r"(?:dabei nicht (?:helfen|behilflich)|(?:diese|ihre|deine) anfrage nicht)"
    ),
    (
        r"(?:basierend auf|auf (?:der )?(?:grundlage|basis)|anhand) (?:de[sm]|der) (?:von (?:ihnen|dir) )"
        r"(?:bereitgestellten|geteilten|hochgeladenen|eingegebenen)\b"
    ),
    # French
    rf"(?:voici|voilà|ci-dessous) (?:[^\s:.]+ ){{0,6}}?(?:l'|d'|votre )?{_OEUVRE}\b[^\n:.]{{0,120}}:$",
    (
        r"(?:bien sûr|certainement|avec plaisir|d'accord|volontiers|absolument|entendu) ?[!,.:]+ ?"
        rf"(?:voici (?:(?:[^\s:.]+ ){{0,6}}?(?:l'|d')?{_OEUVRE}\b|[^\n]{{0,200}}:$)|je (?:serais|suis) (?:ravi|heureu))"
    ),
    r"(?:bien sûr|avec plaisir|certainement) ?!$",
    (
        r"en tant que (?:grand )?modèle de langage\b|en tant qu'(?:ia|intelligence artificielle|assistante? "
        r"(?:ia|virtuel))[^.\n]{0,20}, je (?:ne|n')"
    ),
    (
        r"(?:je suis )?désolée?, (?:mais )?je ne (?:peux|suis)(?: pas| en mesure)[^.\n]{0,20}"
        r"(?:vous aider|t'aider|répondre à cette|donner suite|traiter cette)"
    ),
    (
        r"(?:sur la base|à partir) (?:du|de la|des|de l')[^.\n]{0,40} que (?:vous (?:avez|m'avez)|tu (?:as|m'as)) "
        r"(?:fourni|partagé|transmis)"
    ),
    # Spanish
    (
        rf"(?:aquí (?:está|están|tienes|tiene)|a continuación)(?:,| encontrarás| encontrará| te presento"
        rf"| le presento)? "
        rf"(?:[^\s:.]+ ){{0,6}}?{_OBRA}\b[^\n:.]{{0,120}}:$"
    ),
    (
        r"(?:claro(?: que sí)?|por supuesto|con gusto|desde luego|de acuerdo|entendido)[!,.:]+ ?"
        rf"(?:aquí (?:está|están|tienes|tiene) (?:(?:[^\s:.]+ ){{0,6}}?{_OBRA}\b|[^\n]{{0,200}}:$)|a continuación"
        r"|estaré encantad|con gusto te)"
    ),
    r"(?:claro(?: que sí)?|por supuesto)!$",
    r"como (?:gran )?modelo de (?:lenguaje|ia)\b|como (?:ia|inteligencia artificial|asistente de ia), no\b",
    r"lo siento, (?:pero )?no puedo (?:ayudarte|ayudarle|ayudar con|cumplir|atender|responder a es[at])",
    (
        r"(?:basándome|con base|según) en? ?(?:el|la|los)[^.\n]{0,40} que (?:me )?(?:has|ha) "
        r"(?:proporcionado|compartido|facilitado)"
    ),
)
_CLOSING = (
    # English
    (
        r"i hope (?:this|that|the above|you find this) (?:[\w']+ )?(?:helps|(?:is|was|proves) (?:helpful|useful)"
        r"|helpful"
        r"|meets (?:your|the) (?:needs|requirements|expectations)|answers your|clarifies)"
    ),
    r"i hope you (?:enjoy(?:ed)?|like) (?:the|this) (?:story|poem|draft|version|text|scene|script)\b",
    r"(?:as|i(?:'m| am)(?: just| only)?) an? (?:ai|artificial intelligence|large) language model\b",
    (
        r"(?:in|with) this (?:story|poem|version|draft|piece|scene), i(?:'ve| have)? (?:tried|aimed|wanted|attempted"
        r"|sought"
        r"|used|chosen?|kept|included)\b"
    ),
    r"this (?:story|poem|version|draft|piece) (?:aims|attempts|is (?:meant|intended|designed)) to\b",
    # German
    (
        r"ich hoffe,? (?:das|dies|diese (?:antwort|analyse|zusammenfassung|geschichte)) (?:hilft|war hilfreich"
        r"|ist hilfreich"
        r"|entspricht|beantwortet)"
    ),
    r"ich hoffe,? (?:ihnen|dir) gefällt (?:die|das|der|diese[rs]?) (?:geschichte|gedicht|text|entwurf|fassung)",
    r"als (?:großes |ki-?)?sprachmodell\b",
    # French
    (
        r"j'espère que (?:cela|ceci|ça|cette (?:réponse|analyse|histoire)|ce (?:texte|poème))(?: vous| t'| te)? ?"
        r"(?:aide|sera utile|est utile|conviendra|convient|plaira|répond)"
    ),
    r"en tant que (?:grand )?modèle de langage\b",
    # Spanish
    (
        r"espero que (?:esto|est[ea] (?:respuesta|análisis|historia|poema|texto))(?: te| le| les)? ?"
        r"(?:ayude|sirva|sea (?:útil|de ayuda)|resulte útil|guste|cumpla)"
    ),
    r"como (?:gran )?modelo de (?:lenguaje|ia)\b",
)
_OFFER = (
    # English
    rf"(?:would you like|do you want|would you prefer|what would you like)(?: for)? me to {_VERBS}",
    r"what would you like me to do\b|how would you like me to (?:proceed|continue)\b",
    r"would you like (?:another|a (?:different|longer|shorter|second)) (?:version|draft|story|poem|analysis)\b",
    r"(?:shall|should) i (?:expand|elaborate|revise|rewrite|(?:continue|proceed|go on) with (?:the|part|chapter))\b",
    (
        rf"(?:please |just |feel free to )?(?:let me know|tell me|ask)(?:,)? (?:if|whether|how) you(?:'d| would)? "
        rf"(?:like|want|need|prefer|wish) (?:me to {_VERBS}|(?:any )?(?:further |other |more )?{_CHANGES}|(?:a"
        rf"|another) "
        r"(?:different|longer|shorter|version|draft)|more detail|further analysis)"
    ),
    (
        rf"if you(?:'d| would)? (?:like|want|need|prefer|wish)[^.!?]{{0,80}}, i (?:can|could|will|would be (?:happy"
        rf"|glad) to"
        rf"|am happy to)(?: also)? {_VERBS}"
    ),
    (
        rf"i (?:can|could|would be (?:happy|glad) to|am happy to)(?: also)? {_VERBS}[^.!?]{{0,80}} if you(?:'d"
        rf"| would)? "
        r"(?:like|want|need|prefer|wish)"
    ),
    r"feel free to (?:adjust|modify|tweak|edit|change) (?:it|this|any|the (?:tone|length|text|wording|names|draft))\b",
    (
        r"(?:(?:could|can|would) you (?:please )?|please )(?:provide|share|paste|upload|clarify|specify)\b[^.?!]{0,120}"
        r"(?:so (?:that )?i can|(?:you(?:'d| would) like|you want) me to)"
    ),
    r"is there anything else (?:i can|you(?:'d| would) like me to)",
    # German
    (
        r"(?:möchten sie|möchtest du|wünschen sie|wünschst du|wollen sie|willst du),? dass ich "
        rf"[^.!?]{{0,100}}\b{_AENDERN}\b"
    ),
    rf"soll ich (?:ihnen|dir|noch|auch|das|den|die|daraus|weitere)\b[^.!?]{{0,100}}\b{_AENDERN}\b",
    (
        rf"(?:wenn|falls) (?:sie|du) (?:möchten|möchtest|wünschen|wünschst|wollen|willst),? kann ich"
        rf"[^.!?]{{0,100}}\b{_AENDERN}\b"
    ),
    (
        r"(?:lassen sie|lass) (?:es )?mich(?: gerne| bitte)? wissen, (?:wenn|ob|falls) (?:sie|du) "
        r"(?:weitere |noch )?(?:änderungen|anpassungen|ergänzungen|eine andere (?:version|fassung))"
    ),
    rf"gerne kann ich[^.!?]{{0,100}}\b{_AENDERN}\b",
    r"kann ich (?:ihnen|dir) (?:sonst noch|noch (?:weiter|anders)) ",
    # French
    (
        rf"(?:souhaitez-vous|voulez-vous|souhaites-tu|veux-tu|aimeriez-vous|préférez-vous) que (?:je|j')"
        rf"[^.!?]{{0,20}}{_REPRENNE}\b"
    ),
    rf"si (?:vous le souhaitez|vous voulez|tu veux|tu le souhaites),? je (?:peux|pourrais)[^.!?]{{0,30}}{_REPRENNE}\b",
    (
        r"(?:dites-moi|dis-moi|faites-moi savoir|n'hésitez pas à me dire) si (?:vous (?:souhaitez|voulez|désirez)"
        rf"|tu (?:souhaites|veux)) (?:que (?:je|j')[^.!?]{{0,20}}{_REPRENNE}\b"
        r"|(?:des|d'autres|une autre) (?:modifications|ajustements|version))"
    ),
    # Spanish
    rf"(?:quieres|quiere|deseas|desea|te gustaría|le gustaría|prefieres) que (?:la |lo |te |le )?{_ESCRIBA}",
    rf"si (?:lo deseas|lo desea|quieres|quiere|te interesa),? puedo (?:también )?{_ESCRIBA}",
    (
        r"(?:avísame|dime|hazme saber|hágame saber) si (?:quieres|deseas|desea|necesitas)(?: que)? "
        rf"(?:(?:la |lo |te |le )?{_ESCRIBA}|(?:algún|otros?|más) (?:cambios?|ajustes?)|otra versión)"
    ),
)


def _one_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


OPENING = _one_of(_OPENING)
"""Begins a first line that announces the answer, takes leave to give it, refuses it, or is about the model."""

CLOSING = _one_of(_CLOSING)
"""Begins a last sentence that wishes well, explains the work just done, or is about the model."""

OFFER = _one_of(_OFFER)
"""Begins a last sentence that offers more work, or asks for what is missing."""
