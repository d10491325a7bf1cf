"""How our pages look: light and dark, at a desk, on a phone and on paper. No font, picture or script is loaded."""

from __future__ import annotations

from collections.abc import Sequence

COLOURS = 10
"""How many phases have a colour of their own: as many as a job can have."""

_LIGHT = ("#2a62b5", "#c96f0a", "#1b7f46", "#b3306f", "#6d48c9", "#0b7c8a", "#8f6a00", "#66707d", "#a8333d", "#557a13")
_DARK = ("#74aaf7", "#f2ae55", "#5fce8d", "#f07fb3", "#b49af5", "#55cdd6", "#dcb84a", "#a9b4c0", "#f58b90", "#a9cf5f")


def _theme(colours: Sequence[str], **more: str) -> str:
    named = {f"c{number}": value for number, value in enumerate(colours)} | more
    return "".join(f"--{name}:{value};" for name, value in named.items())


_THEMES = (
    f":root{{color-scheme:light dark;{_theme(_LIGHT, bg='#f4f6f8', card='#fff', ink='#18212b', dim='#56616e')}"
    f"{_theme((), line='#dde3e9', soft='#edf1f5', good='#1b7f46', bad='#b42318', warn='#8a5a00')}}}\n"
    "@media screen and (prefers-color-scheme:dark){"
    f":root{{{_theme(_DARK, bg='#0e1318', card='#171d25', ink='#e7ecf2', dim='#9ba7b4')}"
    f"{_theme((), line='#2b3541', soft='#202833', good='#5fce8d', bad='#ff8f85', warn='#f0c060')}}}}}\n"
)

_KEYS = "".join(f".k{number}{{--k:var(--c{number})}}" for number in range(COLOURS))

_RULES = """
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);overflow-wrap:anywhere;
 font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1120px;margin:0 auto;padding:24px 16px 40px}
main.wide{max-width:none}
h1{font-size:1.7rem;line-height:1.25;margin:0 0 .2em}
h2{font-size:1.2rem;margin:0 0 .7em}
h3{font-size:.95rem;margin:0 0 .3em}
p{margin:.3em 0 .8em}
.dim,footer,figcaption,caption,summary,thead th{color:var(--dim)}
.good{color:var(--good)}
.bad{color:var(--bad)}
.warn{color:var(--warn)}
footer,figcaption,caption,thead th{font-size:.85rem}
section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:18px;margin:16px 0}
.grid{display:grid;gap:24px;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr))}
table+table,.grid+.grid,.grid+table,.grid+h3{margin-top:24px}
.facts{display:grid;gap:12px;grid-template-columns:repeat(auto-fit,minmax(220px,1fr));margin:16px 0}
.facts>div{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 14px}
.facts dt,.facts dd+dd{color:var(--dim);font-size:.85rem;font-weight:400;line-height:1.4}
.facts dd{margin:0;font-size:1.45rem;font-weight:650;line-height:1.3}
.badge{display:inline-block;border:1px solid currentColor;border-radius:99px;padding:0 .7em;font-size:.8rem;
 font-weight:650;vertical-align:middle;white-space:nowrap}
code{background:var(--soft);border-radius:4px;padding:.1em .3em;
 font:.88em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
ul.hints{margin:0;padding-left:1.2em}
ul.hints li{margin:.45em 0}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:.93rem}
caption{text-align:left;padding-bottom:.4em}
th,td{text-align:left;vertical-align:top;padding:6px 16px 6px 0;border-bottom:1px solid var(--line)}
th:last-child,td:last-child{padding-right:0}
th[scope=row]{min-width:8em}
thead th{font-weight:600}
tfoot td,tfoot th{font-weight:650;border-bottom:0}
.n{text-align:right;white-space:nowrap}
.scroll{overflow-x:auto}
.wide table{width:auto}
.wide th,.wide td{border:1px solid var(--line);padding:6px 8px;overflow-wrap:break-word}
td.text{white-space:pre-wrap;max-width:40em}
figure{margin:0}
svg{display:block;width:100%;height:auto}
svg.bar{min-width:60px;height:9px;margin-top:.5em}
svg text{fill:var(--dim);font:11px system-ui,sans-serif}
.rule{stroke:var(--line)}
.mark{stroke:var(--ink);stroke-width:1.4}
.fill{fill:var(--k)}
.plain{fill:var(--c0)}
.low{fill:var(--bad)}
.high{fill:var(--good)}
.track{fill:var(--soft)}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;list-style:none;margin:.5em 0;padding:0;font-size:.88rem}
.key{display:inline-block;width:.75em;height:.75em;border-radius:3px;background:var(--k);margin-right:.4em}
details{margin-top:.6em;font-size:.88rem}
summary{cursor:pointer}
@media (max-width:640px){
main{padding:14px 10px 30px}
section{padding:14px 12px}
.facts{grid-template-columns:1fr 1fr;gap:8px}
.facts>div{padding:10px}
.facts dd{font-size:1.2rem}
.stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.stack tr{display:block;border-bottom:1px solid var(--line);padding:8px 0}
.stack tbody tr:first-child{padding-top:0}
.stack th,.stack td{display:flex;justify-content:space-between;gap:1em;border:0;padding:1px 0;text-align:right;
 white-space:normal}
.stack th{display:block;font-size:1rem;text-align:left}
.stack td::before{content:attr(data-is);color:var(--dim);flex:none;text-align:left}
.stack td.prose{display:block;text-align:left}
.stack td.prose::before{display:block}
.stack td:empty{display:none}
.stack svg.bar{width:50%}
}
@media print{
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{background:#fff;font-size:10pt}
main{max-width:none;padding:0}
.grid{grid-template-columns:1fr 1fr;gap:14px}
.facts{grid-template-columns:repeat(4,1fr);gap:8px}
.facts dd{font-size:1.15rem}
section{padding:12px;margin:10px 0}
table{font-size:.8rem}
th[scope=row]{min-width:6.5em}
th,td{padding:4px 8px 4px 0}
section,.facts>div,tr,figure,li{break-inside:avoid;border-color:#ccc}
section.long{break-inside:auto}
h2,h3,caption{break-after:avoid}
details:not([open]){display:none}
}
"""

STYLE = _THEMES + _KEYS + _RULES
