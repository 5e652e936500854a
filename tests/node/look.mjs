// Looks at pages in Chromium: reads a list of asks as JSON from stdin, writes a list of answers to stdout, in their order.
// An ask: {what, url, width, height, zoom, scheme, media, script}; what each `what` answers stands at its function, here or in acts.mjs.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import * as acts from "./acts.mjs";
import * as inside from "./inside.mjs";

const packages = fileURLToPath(new URL("../../.venv/node/", import.meta.url));
if (!existsSync(`${packages}node_modules`)) throw new Error("the node packages are missing: sh .ci/bootstrap node");
const require = createRequire(packages);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const looks = {
  ...acts,
  // What axe finds wrong by every rule of WCAG 2.2 A and AA and of good practice: [{rule, where, why}].
  async axe(page) {
    await page.evaluate(axe);
    return page.evaluate(inside.violations);
  },
  // How far the page is wider than its window, in px, and the elements that stick out.
  wide: (page) => page.evaluate(inside.wide),
  // Where the first element of each of `selectors` begins, and what leaves the page or its chart.
  sides: (page, ask) => page.evaluate(inside.sides, ask.selectors),
  // Each stop of the Tab key from the page's top, and what cannot be reached or shows no focus.
  async keys(page) {
    const wanted = await page.evaluate(inside.number);
    const seen = [];
    for (let press = 0; press <= wanted; press += 1) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(inside.stop);
      if (stop === null) break;
      seen.push(stop);
    }
    return { seen, missed: await page.evaluate(inside.missed, seen.map((stop) => stop.number)) };
  },
  // The skip link by keys alone: where the focus is after Enter and one more Tab.
  async skip(page) {
    await page.keyboard.press("Tab");
    const first = await page.evaluate(inside.stop);
    await page.keyboard.press("Enter");
    const hash = await page.evaluate(() => location.hash);
    await page.keyboard.press("Tab");
    return { first, hash, within: await page.evaluate(inside.withinTarget) };
  },
  // Every <details> opened by keys: how many there are, how many open and show what they hold.
  async details(page) {
    const count = await page.locator("summary").count();
    let opened = 0;
    for (let place = 0; place < count; place += 1) {
      const summary = page.locator("summary").nth(place);
      await summary.focus();
      await page.keyboard.press("Enter");
      opened += (await summary.evaluate(inside.isOpen)) ? 1 : 0;
    }
    return { count, opened };
  },
  // The words a reader sees.
  text: (page) => page.evaluate(() => document.body.innerText),
  // Where the page ends up, after whatever it does by itself.
  async lands(page, ask) {
    if (ask.until) await page.waitForURL(ask.until);
    return { url: page.url(), title: await page.title() };
  },
  // A picture of the whole page, as a file.
  async picture(page, ask) {
    await page.screenshot({ path: ask.file, fullPage: true });
    return ask.file;
  },
};

async function answer(browser, ask) {
  const { width = 1280, height = 900, zoom = 1, scheme = "light", media = "screen", script = true } = ask;
  const context = await browser.newContext({
    viewport: { width: Math.round(width / zoom), height: Math.round(height / zoom) },
    deviceScaleFactor: zoom,
    colorScheme: scheme,
    javaScriptEnabled: script,
    reducedMotion: "reduce",
  });
  const failed = [];
  try {
    const page = await context.newPage();
    // what the page's end cut short did not fail
    page.on("requestfailed", (request) => request.failure()?.errorText !== "net::ERR_ABORTED" && failed.push(request.url()));
    page.on("response", (response) => response.status() >= 400 && failed.push(response.url()));
    await page.goto(ask.url);
    await page.emulateMedia({ media, colorScheme: scheme });
    if (!["axe", "arrives", "print", "lands"].includes(ask.what)) await page.evaluate(inside.layOut);
    return { found: await looks[ask.what](page, ask), failed };
  } finally {
    await context.close();
  }
}

const asks = JSON.parse(readFileSync(0, "utf8"));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const answers = [];
  for (const ask of asks) answers.push(await answer(browser, ask));
  process.stdout.write(JSON.stringify(answers));
} finally {
  await browser.close();
}
