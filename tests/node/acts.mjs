// What is done with a page: each function gets playwright's page and the ask, and answers what became of it.

// The first cells of a table's rows, in their order.
const names = (page, table) => page.locator(`#${table} tbody tr`).evaluateAll((rows) => rows.map((row) => row.cells[0].innerText.split("\n")[0]));

// A column's button pressed by keys, once and again: after each press the rows, the column's aria-sort and what is said.
export async function sort(page, { table, column, presses = 3 }) {
  await page.locator(`#${table}`).evaluate((found) => {
    for (let each = found; (each = each.closest("details:not([open])")); ) each.open = true;
  });
  const states = [{ names: await names(page, table), order: null, said: "" }];
  const head = page.locator(`#${table} thead th`).nth(column);
  await head.locator("button").focus();
  for (let press = 0; press < presses; press += 1) {
    await page.keyboard.press("Enter");
    const order = await head.getAttribute("aria-sort");
    states.push({ names: await names(page, table), order, said: await page.locator("[role=status]").textContent() });
  }
  return states;
}

// Where an address leads: the element it names, whether it stands in the window and nothing around it is folded.
export async function arrives(page, { hash }) {
  const url = page.url();
  await page.goto("about:blank"); // else it would stay on the page, and a reload would go back to where it stood
  await page.goto(`${url}${hash}`);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(200);
  return page.evaluate(() => {
    const target = document.querySelector(":target");
    const box = target?.getBoundingClientRect();
    return { id: target?.id ?? null, words: target?.innerText ?? "", seen: Boolean(box) && box.height > 0 && box.top < innerHeight && box.bottom > 0 };
  });
}

// The link of a part by keys: the address it leads to, what the clipboard has, what is said, and the links that the part's numbers then have.
export async function copies(page, { part }) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const before = await page.locator(`#${part} .to:visible`).count();
  await page.locator(`.to[href="#${part}"]`).focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("[role=status]").textContent);
  const said = await page.locator("[role=status]").textContent();
  const numbers = await page.locator(`#${part} .to:visible`).evaluateAll((links) => links.map((link) => link.hash));
  return { url: page.url(), copied: await page.evaluate(() => navigator.clipboard.readText()), said, before, numbers };
}

// The list of periods by keys: each with its address, then whether Escape closes it, and where the second leads.
export async function periods(page) {
  const summary = page.locator(".periods summary");
  await summary.focus();
  await page.keyboard.press("Enter");
  const links = await page.locator(".periods a").evaluateAll((found) => found.map(({ href, textContent, ariaCurrent }) => [href, textContent, ariaCurrent]));
  await page.keyboard.press("Escape");
  const closed = await page.locator(".periods a").first().isHidden();
  return { links, closed };
}

// What a browser prints, as a PDF.
export async function print(page, { file }) {
  await page.pdf({ path: file, format: "A4" });
  return file;
}
