// What mail clients make of mails: reads a list of HTML texts as JSON from stdin, writes a list of what each client knows in part or not at
// all: [{feature, client, support, notes}], as caniemail.com has it.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const package_ = fileURLToPath(new URL("../../.venv/node/node_modules/caniemail/dist/index.js", import.meta.url));
if (!existsSync(package_)) throw new Error("the node packages are missing: sh .ci/bootstrap node");
const { caniemail } = await import(pathToFileURL(package_));

// thunderbird.windows is left out: the data has next to nothing on it, which the package takes for an error.
const clients = ["apple-mail.*", "gmail.*", "outlook.*", "samsung-email.*", "thunderbird.macos", "yahoo.*"];

const answers = JSON.parse(readFileSync(0, "utf8")).map((html) => {
  const { issues } = caniemail({ clients, html });
  return [issues.errors, issues.warnings].flatMap((found) =>
    [...found].flatMap(([client, list]) => list.map(({ title, support, notes }) => ({ feature: title, client, support, notes }))),
  );
});
process.stdout.write(JSON.stringify(answers));
