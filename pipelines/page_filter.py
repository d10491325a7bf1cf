"""How a reader finds items on a page of results: a bar with a search and the states, which works without a server.

The bar is hidden until its script runs; without it the page has all items, and the browser's own search.
"""

from __future__ import annotations

BAR = """<form class=filter role=search hidden><input type=search aria-label="Search the items"
 placeholder="Search ids, texts, errors" autocomplete=off><span class=states role=group aria-label="State"></span>
<output aria-live=polite></output></form>
"""

SCRIPT = """
(() => {
const bar = document.querySelector("form.filter"), search = bar.querySelector("input");
const states = bar.querySelector(".states"), told = bar.querySelector("output");
const items = [...document.querySelectorAll("article.item")], texts = new Map();
let state = "", waiting = 0;
const read = item => {
  if (!texts.has(item))
    texts.set(item, [...item.querySelectorAll(".find")].map(one => one.textContent).join("\\n").toLowerCase());
  return texts.get(item);
};
const show = () => {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let count = 0;
  for (const item of items) {
    const fits = (!state || item.dataset.status === state) && words.every(word => read(item).includes(word));
    item.hidden = !fits;
    count += fits;
  }
  told.textContent = count === items.length ? "" : count + " of " + items.length + " shown";
};
const counts = new Map([["", items.length]]);
for (const item of items) counts.set(item.dataset.status, (counts.get(item.dataset.status) || 0) + 1);
for (const [name, count] of counts) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = (name ? name[0] + name.slice(1).toLowerCase() : "All") + " " + count;
  button.setAttribute("aria-pressed", String(name === state));
  button.onclick = () => {
    state = name;
    for (const one of states.children) one.setAttribute("aria-pressed", String(one === button));
    show();
  };
  states.append(button);
}
search.oninput = () => { clearTimeout(waiting); waiting = setTimeout(show, 120); };
bar.onsubmit = event => { event.preventDefault(); show(); };
bar.hidden = items.length < 2;
const opened = new Set();
addEventListener("beforeprint", () => document.querySelectorAll("details.long:not([open])").forEach(one => {
  one.open = true;
  opened.add(one);
}));
addEventListener("afterprint", () => { opened.forEach(one => { one.open = false; }); opened.clear(); });
})();
"""

STYLE = """
.filter{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;gap:8px 12px;align-items:center;padding:10px 0;
 background:var(--bg)}
.filter[hidden]{display:none}
.filter input{flex:1 1 16em;min-width:0;font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);
 border-radius:8px;padding:7px 12px}
.filter button{font:inherit;font-size:.88rem;color:inherit;background:var(--card);border:1px solid var(--line);
 border-radius:99px;padding:4px 12px;margin-right:6px;cursor:pointer}
.filter button[aria-pressed=true]{background:var(--ink);color:var(--bg);border-color:var(--ink)}
.filter :focus-visible{outline:2px solid var(--c0);outline-offset:1px}
.filter output{color:var(--dim);font-size:.88rem}
.filter output:empty{display:none}
.item{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:16px 18px;margin:14px 0;
 scroll-margin-top:64px;content-visibility:auto;contain-intrinsic-size:auto 420px}
.item:target{border-color:var(--c0)}
.item h2{font-size:1.12rem;margin:0}
.item>p.dim{font-size:.88rem;margin:.1em 0 .8em}
.item a{color:inherit}
.item h3{margin:.9em 0 .3em}
.item h4{font-size:.88rem;margin:1.1em 0 .2em}
.item h5{font-size:.8rem;font-weight:400;color:var(--dim);margin:.6em 0 .1em}
.item p{margin:.3em 0}
.phase{background:none;border:0;border-left:3px solid var(--line);border-radius:0;padding:0 0 0 12px;margin:14px 0 0}
.phase h3{margin:0 0 .3em}
.phase>p,.phase>ul{font-size:.93rem}
pre{margin:.2em 0;white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}
pre.text{unicode-bidi:plaintext}
pre.code{font:.86em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--soft);border-radius:6px;
 padding:8px 10px}
pre.code b{font-weight:600;color:var(--c0)}
.talk pre.text{background:var(--soft);border-radius:6px;padding:8px 10px}
ul.reasons{margin:.2em 0 .4em;padding-left:1.2em}
details.long[open]>summary bdi{display:none}
details.long{margin:.2em 0;font-size:inherit}
.notice{border-color:var(--warn)}
.notice p{margin:.2em 0}
@media (max-width:640px){.item{padding:12px;scroll-margin-top:112px}.filter output{flex-basis:100%}}
@media print{.filter{display:none}.item{content-visibility:visible;break-inside:auto;border-color:#ccc}}
"""
