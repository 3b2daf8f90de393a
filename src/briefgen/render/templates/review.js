"use strict";
(() => {
  // Numbers are kept as they are written (1.0 stays 1.0), each as an object that no text can be.
  const NUMBER = "\u0000";

  const holder = document.getElementById("brief");
  const CORRECTED = holder.dataset.corrected; // the code of the flag of a corrected text
  const brief = JSON.parse(
    holder.textContent.replace(
      /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g,
      (token) => (token[0] === '"' ? token : JSON.stringify({ [NUMBER]: token })),
    ),
  );

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
  const oneLine = (value) => value.replace(/\s*[\n\r\u2028\u2029]+\s*/g, " ").trim();

  const rows = all(".row");
  const form = document.querySelector(".filters");
  const status = byId("status");
  const changes = new Map(); // a cell's element to its new text
  let unsaved = false;

  // --- Where a cell's text stands in the brief ---------------------------------------------------

  const nodeOf = (data, cell) => {
    const { language, section, place } = cell.dataset;
    return place
      .split("/")
      .reduce((node, key) => node[key], data.translations[language].sections[Number(section)]);
  };
  const originals = new Map(all(".cell").map((cell) => [cell, nodeOf(brief, cell).text]));
  const textOf = (cell) => changes.get(cell) ?? originals.get(cell);

  // --- Filters -----------------------------------------------------------------------------------

  const hasFinding = (row, chosen) => {
    if (chosen === "changed") return all(".cell", row).some((cell) => changes.has(cell));
    return all(".findings li", row).some((item) => {
      if (item.closest(".cell")?.hidden) return false;
      if (chosen === "error") return item.dataset.severity === "error";
      return chosen === "any" || chosen === `code:${item.dataset.code}`;
    });
  };

  const applyFilters = () => {
    const chosen = byId("finding").value;
    const languages = new Set(all('[name="language"]:checked', form).map((box) => box.value));
    for (const cell of all(".cell")) cell.hidden = !languages.has(cell.dataset.language);
    for (const row of rows) row.hidden = chosen !== "all" && !hasFinding(row, chosen);
    for (const group of all(".group")) {
      const inside = all(".row", group);
      group.hidden = inside.length > 0 && inside.every((row) => row.hidden);
    }
    const shown = rows.filter((row) => !row.hidden).length;
    byId("shown").textContent = `${shown} of ${rows.length} shown`;
    byId("none").hidden = shown > 0 || rows.length === 0;
  };

  // --- Evidence ----------------------------------------------------------------------------------

  let reading = null;

  const light = (row) => {
    if (row === reading) return;
    reading?.classList.remove("reading");
    for (const element of all(".lit")) element.classList.remove("lit");
    reading = row;
    row.classList.add("reading");
    const quotes = row.dataset.evidence.split(" ").filter(Boolean).map(byId);
    for (const quote of quotes) quote.classList.add("lit");
    const scroll = quotes[0]?.closest(".sources");
    if (!scroll || scroll.clientHeight >= scroll.scrollHeight) return;
    const first = quotes[0].getBoundingClientRect();
    const frame = scroll.getBoundingClientRect();
    if (first.top < frame.top || first.bottom > frame.bottom) {
      scroll.scrollTop += first.top - frame.top - frame.height / 4;
    }
  };

  const lightAround = (event) => {
    const row = event.target.closest?.(".row");
    if (row) light(row);
  };
  // A page that scrolls under a resting pointer is no wish to read there.
  let pointer = "";
  const pointed = (event) => {
    const at = `${event.screenX} ${event.screenY}`;
    if (at !== pointer) lightAround(event);
    pointer = at;
  };

  // --- Corrections -------------------------------------------------------------------------------

  const tell = (message = "") => {
    const count = changes.size;
    const state = unsaved
      ? `${plural(count, "text")} changed, not saved`
      : count
        ? `${plural(count, "text")} changed, saved`
        : "Nothing changed";
    const said = message ? `${state}. ${message}` : state;
    if (status.textContent !== said) status.textContent = said; // said aloud once, not at each key
    status.classList.toggle("unsaved", unsaved);
  };

  const show = (cell) => {
    const changed = changes.has(cell);
    cell.classList.toggle("changed", changed);
    if (!cell.querySelector("textarea")) {
      const line = cell.querySelector(".translation");
      line.replaceChildren(...isolated(textOf(cell), line.dir));
    }
    for (const old of all(".mine, .before", cell)) old.remove();
    cell.querySelector(".undo")?.remove();
    if (!changed) return;
    const { lang, dir } = cell.querySelector(".translation");
    const found = cell.querySelector(".findings") ? "; the checks found this before:" : "";
    cell.querySelector(".translation").after(
      make("p", { className: "mine", textContent: `Changed by you${found}` }),
    );
    cell.querySelector(".actions").before(
      make(
        "details",
        { className: "before" },
        make("summary", { textContent: "The text before" }),
        make("p", { lang, dir }, ...isolated(originals.get(cell), dir)),
      ),
    );
    const undo = make("button", {
      type: "button",
      className: "undo",
      id: `${cell.id}-undo`,
      textContent: "Undo",
    });
    undo.setAttribute("aria-labelledby", `${undo.id} ${named(cell)}`);
    cell.querySelector(".actions").append(undo);
  };

  const named = (cell) => `${cell.id}-h ${cell.closest(".row").id}-h`;

  const change = (cell, value) => {
    const next = oneLine(value);
    const before = textOf(cell);
    if (!next || next === originals.get(cell)) changes.delete(cell);
    else changes.set(cell, next);
    if (textOf(cell) === before) return;
    unsaved = changes.size > 0 || saved.size > 0;
    if (sameAsSaved()) unsaved = false;
    tell();
  };

  let saved = new Map();
  const sameAsSaved = () =>
    saved.size === changes.size && [...saved].every(([cell, value]) => changes.get(cell) === value);

  const openEditor = (cell) => {
    if (cell.querySelector("textarea")) return;
    const line = cell.querySelector(".translation");
    const before = textOf(cell);
    const area = make("textarea", {
      value: before,
      lang: line.lang,
      dir: line.dir,
      spellcheck: true,
      rows: 3,
    });
    area.setAttribute("aria-labelledby", named(cell));
    const hint = make("p", {
      className: "hint",
      id: `${cell.id}-hint`,
      textContent: "Ctrl+Enter finishes, Esc leaves it as it was.",
    });
    area.setAttribute("aria-describedby", hint.id);
    const done = make("button", { type: "button", className: "done", textContent: "Done" });
    line.hidden = true;
    line.after(area, hint);
    const edit = cell.querySelector(".edit");
    edit.hidden = true;
    edit.after(done);

    const fit = () => {
      if (CSS.supports("field-sizing", "content")) return;
      area.style.height = "auto";
      area.style.height = `${area.scrollHeight + 4}px`;
    };
    const close = () => {
      const empty = !oneLine(area.value);
      area.remove();
      hint.remove();
      done.remove();
      line.hidden = false;
      edit.hidden = false;
      show(cell);
      if (empty) tell("A translation cannot be empty: the text before stays.");
      edit.focus();
    };
    area.addEventListener("input", () => {
      change(cell, area.value);
      fit();
    });
    area.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Escape") {
        event.preventDefault();
        area.value = before;
        change(cell, before);
        close();
      } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        close();
      }
    });
    done.addEventListener("click", close);
    area.focus();
    fit();
  };

  const undo = (cell) => {
    const area = cell.querySelector("textarea");
    if (area) area.value = originals.get(cell);
    change(cell, originals.get(cell));
    show(cell);
    (area ?? cell.querySelector(".edit")).focus();
  };

  // The document isolates such runs by the same rule more carefully (render/bidi.py); here it only
  // keeps a corrected line readable until it is rendered again.
  const LETTERS = "\\p{sc=Latn}\\p{sc=Cyrl}\\p{M}0-9";
  const FOREIGN = {
    rtl: new RegExp(`[°$€£#@&+−±-]?[${LETTERS}]([${LETTERS} .,'’&/@:+–%°-]*[${LETTERS}%°])?`, "gu"),
    ltr: /\p{sc=Arab}([\p{sc=Arab}\p{M}\u200c ]*\p{sc=Arab})?/gu,
  };
  const isolated = (value, direction) => {
    const parts = [];
    let end = 0;
    for (const match of value.matchAll(FOREIGN[direction])) {
      parts.push(value.slice(end, match.index));
      parts.push(make("bdi", { dir: direction === "rtl" ? "ltr" : "rtl" }, match[0]));
      end = match.index + match[0].length;
    }
    return [...parts, value.slice(end)];
  };

  // --- Saving ------------------------------------------------------------------------------------

  const mark = (node, where) => {
    const earlier = node.flags.find((flag) => flag.code === CORRECTED);
    const found = [...new Set(node.flags.map((flag) => flag.code))].filter((c) => c !== CORRECTED);
    if (earlier && !found.length) {
      node.flags = [earlier]; // it says what was found in the machine's own text
      return;
    }
    const before = found.length
      ? `the checks had found in the text before: ${found.join(", ")}`
      : "the checks had found nothing in the text before";
    node.flags = [
      {
        code: CORRECTED,
        severity: "warning",
        detail: `a person changed this translation; ${before}`,
        where,
      },
    ];
  };

  const correct = (data, cell, value) => {
    const { language, section, place } = cell.dataset;
    const node = nodeOf(data, cell);
    const whole = data.translations[language];
    const nodes = [node];
    // The title of the first section is the document's as well.
    if (place === "title" && section === "0" && whole.title.text === node.text) {
      nodes.push(whole.title);
    }
    for (const one of nodes) {
      one.text = value;
      mark(one, node.id ?? "title");
    }
  };

  const flagsOf = (data) => {
    const sentences = (part) => [part.bottom_line ?? [], part.sentences].flat();
    const found = data.summaries.flatMap(sentences).flatMap((sentence) => sentence.flags);
    for (const translation of Object.values(data.translations)) {
      const known = new Set(translation.title.flags.map((flag) => JSON.stringify(flag)));
      found.push(...translation.title.flags);
      for (const section of translation.sections) {
        found.push(...section.title.flags.filter((flag) => !known.has(JSON.stringify(flag))));
        found.push(...sentences(section).flatMap((sentence) => sentence.flags));
      }
    }
    return found;
  };

  const count = (data) => {
    const number = (value) => ({ [NUMBER]: String(value) });
    const codes = {};
    const flags = flagsOf(data);
    for (const flag of flags) codes[flag.code] = (codes[flag.code] ?? 0) + 1;
    const having = (severity) => flags.filter((flag) => flag.severity === severity).length;
    data.checks = {
      errors: number(having("error")),
      warnings: number(having("warning")),
      by_code: Object.fromEntries(
        Object.keys(codes).sort().map((code) => [code, number(codes[code])]),
      ),
    };
  };

  const corrected = () => {
    const data = structuredClone(brief);
    for (const [cell, value] of changes) correct(data, cell, value);
    if (changes.size) count(data);
    const written = JSON.stringify(data, null, 2);
    return written.replace(/\{\s*"\\u0000": "([-+.\deE]+)"\s*\}/g, "$1") + "\n";
  };

  const fileName = () => {
    const page = decodeURIComponent(location.pathname.split("/").pop() ?? "");
    return `${page.replace(/(\.review)?\.html?$/i, "") || "brief"}.corrected.json`;
  };

  const save = () => {
    if (!changes.size && !saved.size) {
      tell("There is nothing to save.");
      return;
    }
    const address = URL.createObjectURL(new Blob([corrected()], { type: "application/json" }));
    const name = fileName();
    make("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    saved = new Map(changes);
    unsaved = false;
    tell(`Look for ${name} among your downloads.`);
  };

  // --- Events ------------------------------------------------------------------------------------

  const step = (by) => {
    const shown = rows.filter((row) => !row.hidden);
    if (!shown.length) return;
    const at = shown.indexOf(document.activeElement.closest(".row") ?? reading);
    const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by;
    shown[Math.min(Math.max(next, 0), shown.length - 1)].focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button");
    if (button?.matches(".edit")) openEditor(button.closest(".cell"));
    if (button?.matches(".undo")) undo(button.closest(".cell"));
    const link = event.target.closest?.(".evidence a");
    if (link) byId(link.hash.slice(1)).closest("details").open = true;
  });
  document.addEventListener("keydown", (event) => {
    const { altKey, code, key, shiftKey, target } = event;
    const command = event.ctrlKey || event.metaKey;
    // On a Persian, Pashto or Russian keyboard the key of S has another letter.
    const isS = /^[a-z]$/i.test(key) ? key.toLowerCase() === "s" : code === "KeyS";
    if (command && isS && !altKey && !shiftKey) {
      event.preventDefault();
      save();
    }
    // In a list and in a text these keys have a use already.
    if (!altKey || command || shiftKey || target.matches?.("select, textarea")) return;
    if (key !== "ArrowDown" && key !== "ArrowUp") return;
    event.preventDefault();
    step(key === "ArrowDown" ? 1 : -1);
  });
  document.addEventListener("pointerover", pointed);
  document.addEventListener("focusin", lightAround);
  form.addEventListener("change", applyFilters);
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("save").addEventListener("click", save);
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });

  for (const element of all(".filters, .bar, .actions")) element.hidden = false;
  // What has the focus is never scrolled under the bar, however many lines that has.
  const bar = document.querySelector(".bar");
  new ResizeObserver(() => {
    document.documentElement.style.scrollPaddingBlockStart = `${bar.offsetHeight + 16}px`;
  }).observe(bar);
  if (matchMedia("(max-width: 59.99rem)").matches) {
    // There is no room beside the rows: each shows its evidence itself where that says more.
    for (const source of all(".source")) source.open = false;
    for (const evidence of all(".evidence")) {
      const said = evidence.closest(".row").querySelector(".summary").textContent;
      evidence.open = all("bdi[lang]", evidence).some((quote) => quote.textContent !== said);
    }
  }
  form.reset();
  applyFilters();
})();
