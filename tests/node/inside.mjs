// What is asked inside a page: each function runs there alone, so that none may use another.

export async function violations() {
  const rules = { "target-size": { enabled: true } };
  // axe would load the style sheets once more, which no page from disk may
  const found = await axe.run(document, { rules, preload: false, resultTypes: ["violations"] });
  return found.violations.flatMap((each) =>
    each.nodes.map((node) => ({ rule: each.id, where: node.target.join(" "), why: node.failureSummary })),
  );
}

// Lays out also what is far from the window, which else has no text to read and no boxes until it comes near.
export function layOut() {
  const style = document.head.appendChild(document.createElement("style"));
  style.textContent = "* { content-visibility: visible !important }";
}

export function wide() {
  const room = document.documentElement.clientWidth;
  const over = document.documentElement.scrollWidth - room;
  const out = [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > room + 1)
    .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}#${element.id}`);
  return { over, out: over > 0 ? out.slice(0, 10) : [] };
}

// For each selector, how far its first element begins from the side where the page's language begins, in px; and what leaves the page or its
// chart: words of a chart outside its picture, any other element outside the window and outside of what scrolls.
export function sides(selectors) {
  const room = document.documentElement.clientWidth;
  const isLtr = document.documentElement.dir === "ltr";
  const shows = (element) => element.checkVisibility({ visibilityProperty: true });
  const begins = (box) => (isLtr ? box.left : room - box.right);
  const named = (element) => `${element.tagName}.${element.getAttribute("class") ?? ""} ${element.textContent.slice(0, 40)}`;
  const leaves = (element, within) => {
    const [box, [left, right]] = [element.getBoundingClientRect(), within];
    return box.width > 2 && (box.left < left - 2 || box.right > right + 2);
  };
  const charts = [...document.querySelectorAll("svg.chart")].filter(shows).flatMap((svg) => {
    const { left, right } = svg.getBoundingClientRect();
    return [...svg.querySelectorAll("text")].filter((text) => leaves(text, [left, right]));
  });
  const scrolls = (element) => element.closest(".table-wrap, .picture-wrap, pre, .hidden, .skip, thead, svg");
  const rest = [...document.querySelectorAll("body *")].filter((each) => shows(each) && !scrolls(each) && leaves(each, [0, room]));
  return {
    begin: selectors.map((selector) => Math.round(begins(document.querySelector(selector).getBoundingClientRect()))),
    out: [...charts, ...rest].map(named),
  };
}

// Gives every element that a key should reach a number; how many there are.
export function number() {
  const every = [...document.querySelectorAll("a[href], summary, button, input, select, textarea, [tabindex='0']")];
  const shown = every.filter((element) => element.checkVisibility({ visibilityProperty: true }));
  shown.forEach((element, place) => element.setAttribute("data-stop", String(place)));
  return shown.length;
}

// The element with the focus: its number, its words, and whether the focus can be seen.
export function stop() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  const within = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 1 && box.height > 1;
  return {
    number: Number(element.dataset.stop ?? -1),
    words: (element.innerText || element.getAttribute("aria-label") || "").trim().slice(0, 60),
    visible: ringed && within,
  };
}

export function missed(seen) {
  return [...document.querySelectorAll("[data-stop]")]
    .filter((element) => !seen.includes(Number(element.dataset.stop)))
    .map((element) => element.outerHTML.slice(0, 120));
}

// Whether the focus stands inside the element that the address names, or after it has begun.
export function withinTarget() {
  const target = document.querySelector(location.hash);
  return target.contains(document.activeElement);
}

export function isOpen(summary) {
  const details = summary.parentElement;
  return details.open && [...details.children].some((child) => child !== summary && child.getBoundingClientRect().height > 0);
}
