// Resolves the selectors of every annotation against the article's text in a DOM, by a library that is not ours.
import { readFileSync, readdirSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { JSDOM } from "jsdom";

const work = process.argv[2];
const dom = new JSDOM("<!doctype html><body></body>");
for (const name of ["document", "Node", "NodeFilter", "Range", "Text"]) globalThis[name] = dom.window[name];
const { createTextPositionSelectorMatcher, createTextQuoteSelectorMatcher } = await import("@apache-annotator/dom");

const texts = new Map();
const gather = (folder) => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) gather(path);
    else if (entry.name.endsWith(".txt")) {
      const bytes = readFileSync(path);
      texts.set(createHash("sha256").update(bytes).digest("hex"), bytes.toString("utf8"));
    }
  }
};
gather(join(work, "project", "articles"));

const collection = JSON.parse(readFileSync(join(work, "out/jsonld.jsonld"), "utf8"));
const lines = readFileSync(join(work, "out/jsonl.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line));
const fail = (why, item) => {
  throw new Error(`${why}: ${JSON.stringify(item)}`);
};
if (collection.type !== "AnnotationCollection" || collection["@context"][0] !== "http://www.w3.org/ns/anno.jsonld")
  fail("no collection", collection.type);
if (collection.total !== collection.first.items.length || lines.length !== collection.total) fail("count", collection.total);
for (const [index, item] of collection.first.items.entries()) {
  if (item.type !== "Annotation" || !/^urn:uuid:[0-9a-f-]{36}$/.test(item.id)) fail("no annotation", item);
  if (Number.isNaN(Date.parse(item.created)) || !item.body.every((body) => body.type && body.purpose)) fail("body", item);
  if (JSON.stringify({ ...lines[index], "@context": undefined }) !== JSON.stringify(item)) fail("line differs", item);
  const [quote, position] = item.target.selector;
  const text = texts.get(item.target.source["coding:textSha256"]) ?? fail("no text", item);
  const root = dom.window.document.createElement("pre");
  root.textContent = text;
  dom.window.document.body.replaceChildren(root);
  const found = async (matcher) => {
    const ranges = [];
    for await (const range of matcher(root)) ranges.push(range);
    return ranges;
  };
  const byPosition = await found(createTextPositionSelectorMatcher(position));
  if (byPosition.length !== 1 || byPosition[0].toString() !== quote.exact) fail("position", item);
  const byQuote = await found(createTextQuoteSelectorMatcher(quote));
  if (!byQuote.some((range) => range.toString() === quote.exact && range.startOffset === byPosition[0].startOffset))
    fail("quote", item);
}
console.log(`${lines.length} annotations: every quote stands at its position`);
