// Opens the report and the coded articles in Chromium: search, sort and filter are driven; nothing runs that is not
// ours, no request leaves, the console stays empty.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [work, pictures] = process.argv.slice(2);
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  headless: true,
  args: [...args, "--disable-component-update", "--disable-sync"],
});
const wrong = [];
const quotes = readFileSync(join(work, "out/jsonl.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line).target.selector[0].exact);
const same = (a, b, what) => {
  if (JSON.stringify(a) !== JSON.stringify(b)) throw new Error(`${what}: ${JSON.stringify(a)} is not ${JSON.stringify(b)}`);
};
const open = async (file, options) => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on("console", (message) => wrong.push(`${file}: ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`${file}: ${error}`));
  page.on("dialog", (dialog) => wrong.push(`${file}: a dialog`) && dialog.dismiss());
  page.on("request", (request) => {
    if (!request.url().startsWith("file://") || !request.isNavigationRequest()) wrong.push(`${file}: asks for ${request.url()}`);
  });
  await page.goto(`file://${work}/out/${file}`);
  return page;
};
const desktop = { viewport: { width: 1280, height: 900 } };
for (const file of ["html.html", "codedhtml.html"]) {
  const page = await open(file, desktop);
  same(await page.evaluate(() => window.ran), undefined, "something of the project ran");
  same(await page.locator("main script, main img, main iframe, main style, main link").count(), 0, "markup of the project");
  const words = await page.evaluate(() => {
    for (const number of document.querySelectorAll("sup")) number.remove();
    return document.querySelector("main").textContent;
  });
  for (const quote of quotes) if (!quote.split("\n").every((part) => words.includes(part))) throw new Error(`lost: ${quote}`);
}
const page = await open("html.html", desktop);
const column = (name) => page.locator("thead button").allTextContents().then((names) => names.indexOf(name) + 2);
const cells = async (name) => page.locator(`tbody td:nth-child(${await column(name)})`).allTextContents();
same(await cells("Quote"), quotes, "the table");
await page.getByRole("searchbox").fill("мы никогда");
same(await cells("Quote"), quotes.filter((quote) => quote.includes("мы никогда")), "the search");
await page.getByRole("searchbox").fill("");
await page.getByLabel("Tag", { exact: true }).selectOption("Red line");
const tags = await cells("Tag");
if (!tags.length || tags.some((tag) => tag !== "Red line")) throw new Error("the filter by tag");
await page.getByLabel("Tag", { exact: true }).selectOption("");
await page.getByLabel("Actors", { exact: true }).selectOption("Vale");
const actors = await cells("Actors");
if (!actors.length || actors.some((names) => !names.includes("Vale"))) throw new Error("the filter by actor");
await page.getByLabel("Actors", { exact: true }).selectOption("");
await page.getByRole("button", { name: "Quote" }).click();
const up = await cells("Quote");
const collator = new Intl.Collator(undefined, { numeric: true });
if (up.length !== quotes.length || up.some((quote, at) => at && collator.compare(up[at - 1], quote) > 0)) throw new Error("sorting up");
await page.getByRole("button", { name: "Quote" }).click();
const down = await cells("Quote");
if (down.some((quote, at) => at && collator.compare(down[at - 1], quote) < 0)) throw new Error("sorting down");
await page.locator("tbody a").first().click();
same(await page.locator("mark.here").count(), 1, "the way to the passage");
await page.evaluate(() => scrollTo(0, 0));
await page.screenshot({ path: join(pictures, "report-desktop.png"), fullPage: true });
const phone = await open("html.html", { viewport: { width: 390, height: 800 }, colorScheme: "dark", isMobile: true, deviceScaleFactor: 2 });
same(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "it fits a phone");
await phone.screenshot({ path: join(pictures, "report-phone.png") });
await browser.close();
if (wrong.length) throw new Error(wrong.join("\n"));
console.log(`${quotes.length} excerpts: searched, filtered and sorted; nothing ran, nothing was asked for`);
