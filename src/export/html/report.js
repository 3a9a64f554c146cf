"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const make = (name, words, kind) => {
    const node = document.createElement(name);
    if (words !== undefined) node.textContent = words;
    if (kind) node.className = kind;
    return node;
  };
  const { columns, above, rows } = JSON.parse(at("data").textContent);
  // A cell is a text, or a list of names.
  const shownAs = (cell) => (Array.isArray(cell) ? cell.join("; ") : cell);
  // What a reader takes for the same: case, accents, quotation marks, dashes and spaces do not matter.
  // Cyrillic letters of their own stay what they are.
  const letters = { ł: "l", ø: "o", đ: "d", ı: "i", œ: "oe", æ: "ae", ß: "ss", ς: "σ" };
  const fold = (words) =>
    words
      .normalize("NFC")
      .replace(/[^йїЙЇ]+/gu, (part) => part.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, ""))
      .toLowerCase()
      .replace(/\p{M}/gu, (mark) => (mark === "\u0307" ? "" : mark))
      .replace(/[łøđıœæßς]/gu, (letter) => letters[letter])
      .replace(/[‘’‚‛′ʼ`´]/g, "'")
      .replace(/[“”„‟″«»]/g, '"')
      .replace(/[‐-―−]+/g, "-")
      .replace(/\s+/g, " ");
  const PAGE = 200;
  const filters = ["Tag", "Actors", "Issues", "Outlet"].filter((name) => columns.includes(name));
  let found = rows.map((_, index) => index);
  let shown = PAGE;
  let sorted = -1;
  let down = false;
  const words = [];
  const wordsOf = (index) => (words[index] ??= fold(rows[index].map(shownAs).join("\n")));

  const search = make("input");
  search.type = "search";
  search.placeholder = "Search the excerpts";
  search.setAttribute("aria-label", "Search the excerpts");
  at("tools").append(search);
  const up = (name, value) => (Object.hasOwn(above, name) && Object.hasOwn(above[name], value) ? above[name][value] : []);
  // Each name with those above it, as the program finds and counts.
  const values = (name, cell) => [...new Set([cell].flat().flatMap((value) => [value, ...up(name, value)]))];
  const choices = filters.map((name) => {
    const column = columns.indexOf(name);
    const counts = new Map();
    for (const row of rows)
      for (const value of values(name, row[column]))
        if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
    const choice = make("select");
    choice.setAttribute("aria-label", name);
    choice.append(new Option(`${name}: all`, ""));
    for (const [value, count] of [...counts].sort((a, b) => b[1] - a[1]).slice(0, 500))
      choice.append(new Option(`${value} (${count})`, value));
    choice.addEventListener("change", find);
    at("tools").append(choice);
    return { name, column, choice };
  });
  search.addEventListener("input", find);

  function find() {
    const wanted = fold(search.value).split(" ").filter(Boolean);
    const chosen = choices.filter(({ choice }) => choice.value);
    found = [];
    for (let index = 0; index < rows.length; index++) {
      const fits =
        chosen.every(({ name, column, choice }) => values(name, rows[index][column]).includes(choice.value)) &&
        wanted.every((word) => wordsOf(index).includes(word));
      if (fits) found.push(index);
    }
    shown = PAGE;
    sort();
  }

  function sort() {
    if (sorted >= 0) {
      const compare = new Intl.Collator(undefined, { numeric: true }).compare;
      const order = (a, b) => {
        const [x, y] = [shownAs(rows[a][sorted]), shownAs(rows[b][sorted])];
        if (!x || !y) return (x ? 0 : 1) - (y ? 0 : 1) || a - b;
        return (down ? -1 : 1) * compare(x, y) || a - b;
      };
      found.sort(order);
    }
    draw();
  }

  const table = at("table");
  const body = make("tbody");
  const head = make("tr");
  head.append(make("th", "#"));
  columns.forEach((name, index) => {
    const cell = make("th");
    const button = make("button", name);
    button.addEventListener("click", () => {
      down = sorted === index && !down;
      sorted = index;
      for (const other of head.children) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", down ? "descending" : "ascending");
      find();
    });
    cell.append(button);
    head.append(cell);
  });
  const top = make("thead");
  top.append(head);
  table.append(top, body);

  function draw() {
    body.replaceChildren();
    for (const index of found.slice(0, shown)) {
      const line = make("tr");
      const number = make("td", undefined, "n");
      const link = make("a", String(index + 1));
      link.href = `#e${index + 1}`;
      number.append(link);
      line.append(number);
      columns.forEach((name, column) => {
        const cell = make("td", shownAs(rows[index][column]), name === "Quote" ? "quote" : "");
        cell.dir = "auto";
        cell.dataset.name = name;
        line.append(cell);
      });
      body.append(line);
    }
    const count = found.length === rows.length ? `${rows.length} excerpts` : `${found.length} of ${rows.length} excerpts`;
    at("shown").textContent = found.length > shown ? `${count}, the first ${shown} shown` : count;
    at("more").hidden = found.length <= shown;
  }
  at("more").addEventListener("click", () => {
    shown += 5 * PAGE;
    draw();
  });
  const go = () => {
    for (const old of document.querySelectorAll("mark.here")) old.classList.remove("here");
    const mark = at(location.hash.slice(1));
    if (mark && mark.localName === "mark") mark.classList.add("here");
  };
  addEventListener("hashchange", go);
  find();
  go();
})();
