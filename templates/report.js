// Only enhances a report: tables sorted by a column, links to numbers, the way to other periods.
"use strict";
const own = document.currentScript;
const words = own.dataset;
const all = (what, within = document) => [...within.querySelectorAll(what)];
const make = (tag, props) => Object.assign(document.createElement(tag), props);
const status = document.body.appendChild(make("p", { role: "status" }));

// A column has a character for each row, "-" where it says nothing: those come last. Totals stay where they are.
for (const table of all("table:has([data-sort])")) {
  const heads = all("[data-sort]", table);
  let run = 0;
  const rows = all("tbody tr", table).map((row, n) => {
    const stays = /group|strong/.test(row.className);
    run += stays;
    return { row, n, run: stays ? run++ : run };
  });
  for (const head of heads) {
    const label = head.textContent.trim();
    const button = make("button", { type: "button" });
    if (head.querySelector("a")) button.ariaLabel = `${words.sort} ${label}`;
    else button.append(...head.childNodes);
    head.prepend(button);
    const turns = head.className ? ["descending", "ascending"] : ["ascending", "descending"];
    button.onclick = () => {
      const next = turns[turns.indexOf(head.ariaSort) + 1] ?? null;
      for (const each of heads) each.ariaSort = each === head ? next : null;
      const sign = { ascending: 1, descending: -1 }[next] ?? 0;
      const place = ({ n }) => sign * (head.dataset.sort[n] === "-" ? sign * 1e6 : head.dataset.sort.charCodeAt(n));
      rows.sort((a, b) => a.run - b.run || place(a) - place(b) || a.n - b.n);
      for (const { row } of rows) row.parentElement.append(row);
      status.textContent = `${label} – ${words[next ?? "unsorted"]}`;
    };
  }
}

const link = ({ id }, place, { textContent }) =>
  place.prepend(make("a", { className: "to", href: `#${id}`, textContent: "#", ariaLabel: `${words.link} ${textContent}` }));
for (const each of all(".part, .card, .body > figure, table[id]"))
  link(each, each.querySelector(".kicker, .byline") ?? each.closest("figure, .table-wrap"), each.querySelector("h2, h3, strong, caption"));
for (const whole of all(".scores, .card, table[id]"))
  all(whole.rows ? "tbody tr" : ".score, .facts li", whole).forEach((number, n) => {
    const label = number.querySelector(".label, th");
    number.id = `${whole.id || "score"}.${n + 1}`;
    link(number, label, label);
  });
addEventListener("click", ({ target }) => {
  if (!target.matches(".to")) return;
  navigator.clipboard?.writeText(target.href).then(() => {
    status.textContent = words.copied;
    status.animate({ opacity: [1, 1, 0] }, 3000);
  });
});
const reveal = (event) => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target?.closest("details:not([open])");
  for (let each = folded; each; each = each.closest("details:not([open])")) each.open = true;
  if (folded || !event) target?.scrollIntoView({ behavior: "instant" });
};
addEventListener("hashchange", reveal);
// ids made here come too late for the address that the page was opened with
if (location.hash) location.replace(location.hash);
reveal();

// periods.js is written anew with each period; a page never is.
const places = document.querySelector(".neighbours ul");
if (places && self.periods?.all.length > 1) {
  const list = make("details", { className: "periods" });
  list.append(make("summary", { textContent: words.periods }), make("ul"));
  for (const [key, textContent] of periods.all) {
    const { href } = new URL(`${periods.top}${key}/`, own.src);
    const way = make("a", { href: `${href}index.html`, textContent });
    if (location.href.startsWith(href)) way.ariaCurrent = "true";
    list.lastChild.appendChild(make("li")).append(way);
  }
  places.appendChild(make("li")).append(list);
  for (const type of ["click", "keyup"])
    addEventListener(type, ({ key, target }) => (list.open &&= key !== "Escape" && list.contains(target)));
}
