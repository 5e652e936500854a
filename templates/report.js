// Only adds to a report: sorted tables, links to numbers, periods.
"use strict";
const { dataset: words, src } = document.currentScript;
const all = (what, within = document) => [...within.querySelectorAll(what)];
const make = (tag, props) => Object.assign(document.createElement(tag), props);
const said = document.body.appendChild(make("p", { role: "status" }));

// A column's order is a character a row, "-" for none: those come last. Totals stay where they are.
const inRuns = (rows, run = 0) =>
  rows.map((row, n) => {
    const stays = /group|total/.test(row.className);
    run += stays;
    return { row, n, run: stays ? run++ : run };
  });
for (const head of all("th[data-sort]")) {
  const table = head.closest("table");
  const order = head.dataset.sort;
  const label = head.textContent.trim();
  const button = make("button", { type: "button" });
  if (head.querySelector("a")) button.ariaLabel = `${words.sort} ${label}`;
  else button.append(...head.childNodes);
  head.prepend(button);
  const turns = ["ascending", "descending"];
  if (head.className) turns.reverse();
  button.onclick = () => {
    const rows = (table.inRuns ??= inRuns(all("tbody tr", table)));
    const next = turns[turns.indexOf(head.ariaSort) + 1] ?? null;
    for (const each of all("[aria-sort]", table)) each.ariaSort = null;
    head.ariaSort = next;
    const sign = { ascending: 1, descending: -1 }[next] ?? 0;
    const place = ({ n }) => sign * (order[n] === "-" ? sign * 1e6 : order.charCodeAt(n));
    rows.sort((a, b) => a.run - b.run || place(a) - place(b) || a.n - b.n);
    for (const { row } of rows) row.parentElement.append(row);
    said.textContent = `${label} – ${words[next ?? "unsorted"]}`;
  };
}

const link = ({ id }, place, { textContent }) =>
  place.prepend(make("a", { className: "to", href: `#${id}`, textContent: "#", ariaLabel: `${words.link} ${textContent}` }));
for (const each of all(".part, .card, .body > figure, table[id]"))
  link(each, each.querySelector(".kicker, .byline") ?? each.closest("figure, .table-wrap"), each.querySelector("h2, h3, strong, caption"));
const numbers = (whole) =>
  all(whole?.rows ? "tbody tr" : ".score, .facts li", whole ?? said).forEach((number, n) => {
    const label = number.querySelector(".label, th");
    if (number.id) return;
    number.id = `${whole.id || "score"}.${n + 1}`;
    link(number, label, label);
  });
all(".scores").forEach(numbers);
addEventListener("pointerover", ({ target }) => numbers(target.closest?.("table[id], .card")));
addEventListener("click", ({ target }) => {
  if (!target.matches(".to")) return;
  navigator.clipboard?.writeText(target.href).then(() => {
    said.textContent = words.copied;
    said.animate({ opacity: [1, 1, 0] }, 3000);
  });
});
const reveal = (event) => {
  const id = decodeURIComponent(location.hash.slice(1));
  numbers(document.getElementById(id.replace(/\.\d+$/, ""))?.closest("table, .card"));
  const target = document.getElementById(id);
  const shut = all("details:not([open])").filter((details) => details.contains(target));
  for (const each of shut) each.open = true;
  // made too late
  if (target && !document.querySelector(":target")) location.replace(location.hash);
  if (!event || shut[0]) target?.scrollIntoView({ behavior: "instant" });
};
addEventListener("hashchange", reveal);
reveal();

// periods.js changes, a page never
const nav = document.querySelector(".neighbours ul");
if (nav && self.periods?.all.length > 1) {
  const list = make("details", { className: "periods" });
  list.append(make("summary", { textContent: words.periods }), make("ul"));
  for (const [key, textContent] of periods.all) {
    const { href } = new URL(`${periods.top}${key}/`, src);
    const way = make("a", { href: `${href}index.html`, textContent });
    if (location.href.startsWith(href)) way.ariaCurrent = "true";
    list.lastChild.appendChild(make("li")).append(way);
  }
  nav.appendChild(make("li")).append(list);
  // false undoes clicks
  onclick = onkeyup = ({ key, target }) => void (list.open &&= key !== "Escape" && list.contains(target));
}
