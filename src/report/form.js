/* form.js - sentences one by one, codes for each pair of powers, kept in the browser, exported as
 * the lines that bingkai validate reads. Its data and words stand in the page. */
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent), W = data.words, items = data.items;
  const pairs = [], powers = data.powers, store = "bingkai-sample:" + data.sample + ":" + data.coder;
  for (let a = 0; a < powers.length; a++) for (let b = a + 1; b < powers.length; b++) pairs.push([powers[a], powers[b]]);
  const keyOf = (p) => p[0].code + "-" + p[1].code;
  const rows = (p) => [
    ["polarity", W.relation, [["none", W.none, "q"], ["-1", W.conflict, "w"], ["0", W.neutral, "e"], ["1", W.cooperation, "r"]]],
    ["quad", W.quad, [["N", W.n, "a"], ["VC", W.vc, "s"], ["MC", W.mc, "d"], ["VK", W.vk, "f"], ["MK", W.mk, "g"]]],
    ["source", W.source, [[p[0].code, p[0].name, "z"], [p[1].code, p[1].name, "x"], ["mutual", W.mutual, "c"]]],
    ["voice", W.voice, [["narrator", W.narrator, "v"]].concat(powers.map((x, i) => [x.code, x.name, "bnmk"[i]]), [["other", W.other, "l"]])]];
  let state = { coder: "", at: 0, codes: {} }, kept = true, active = 0;

  const load = () => { try { const s = JSON.parse(localStorage.getItem(store) || "null"); if (s && s.codes) state = s; } catch (e) { kept = false; } };
  const save = () => { try { localStorage.setItem(store, JSON.stringify(state)); kept = true; } catch (e) { kept = false; } $("warn").hidden = kept; };
  const $ = (id) => document.getElementById(id);
  const make = (tag, attributes, ...inside) => {
    const e = document.createElement(tag);
    for (const k in attributes || {}) if (k in e && k !== "list") e[k] = attributes[k]; else e.setAttribute(k, attributes[k]);
    e.append(...inside.filter((x) => x !== null && x !== undefined));
    return e;
  };

  /* ---- codes ---- */
  const code = (item, pair) => (state.codes[item.gid] || {})[keyOf(pair)] || {};
  const whole = (c) => c.polarity === "none" || !!(c.polarity && c.quad && c.source && c.voice);
  const isCoded = (item) => pairs.every((p) => whole(code(item, p)));
  const done = () => items.filter(isCoded).length;
  const set = (item, pair, field, value) => {
    const all = state.codes[item.gid] || (state.codes[item.gid] = {}), c = all[keyOf(pair)] || {};
    c[field] = value;
    all[keyOf(pair)] = c.polarity === "none" ? { polarity: "none" } : c;
    save();
  };
  const exportText = () => items.map((item) => {
    const { gid, doc, lang, title, prev, sent, p } = item, line = { gid, doc, lang, title, prev, sent, p };
    if (state.coder) line.coder = state.coder;
    if (isCoded(item)) line.relations = pairs.filter((q) => code(item, q).polarity !== "none").map((q) => {
      const c = code(item, q);
      return { dyad: keyOf(q), required: true, polarity: [Number(c.polarity)], quad: [c.quad], source: [c.source], voice: [c.voice] };
    });
    return JSON.stringify(line) + "\n";
  }).join("");
  const contradicts = (c) => !!c.quad && ((c.polarity === "-1" && c.quad[1] === "C") || (c.polarity === "1" && c.quad[1] === "K"));
  /* The codes of a relation of line `at`; what no button stands for is refused. */
  const read = (r, at) => {
    const pair = pairs.find((p) => r && keyOf(p) === r.dyad), found = {};
    const strange = (what) => { throw Object.assign(new Error(W.strange.replace("%1", at).replace("%2", () => String(what).slice(0, 60))), { said: true }); };
    if (!pair) strange(r && r.dyad);
    for (const [field, , choices] of rows(pair)) {
      const value = String((Array.isArray(r[field]) ? r[field] : [])[0]);
      if (value === "none" || !choices.some((c) => c[0] === value)) strange(field + ": " + value);
      found[field] = value;
    }
    return found;
  };
  /* All of it or nothing: how many sentences; null where it is another coder's and not wanted. */
  const importText = (text, name) => {
    const known = new Map(items.map((x) => [x.gid, x])), codes = {}, number = /coder-(\d+)/.exec(name || "");
    let who = "", other = number && Number(number[1]) !== Number(data.coder) ? name : "";
    text.split("\n").forEach((line, i) => {
      if (!line.trim()) return;
      const o = JSON.parse(line), item = known.get(o.gid);
      if (!item || item.sent !== o.sent || !Array.isArray(o.relations)) return;
      const all = {};
      for (const p of pairs) all[keyOf(p)] = { polarity: "none" };
      for (const r of o.relations) all[r && r.dyad] = read(r, i + 1);
      codes[item.gid] = all;
      who = who || (typeof o.coder === "string" ? o.coder : "");
      if (who && state.coder && who !== state.coder) other = who;
    });
    if (other && !confirm(W.foreign.replace("%1", () => other))) return null;
    Object.assign(state.codes, codes);
    state.coder = state.coder || who;
    save(); show();
    return Object.keys(codes).length;
  };

  /* ---- the page ---- */
  const chip = (item, k, field, [value, text, key]) => {
    const input = make("input", { type: "radio", name: k + field, value });
    input.addEventListener("change", () => { active = k; set(item, pairs[k], field, value); sync(); });
    return make("label", { className: "chip" }, input, make("kbd", {}, key), text);
  };
  const pairBox = (item, k) => {
    const p = pairs[k], box = make("fieldset", { id: "pair" + k }, make("legend", {}, make("kbd", {}, String(k + 1)), p[0].name + " \u2013 " + p[1].name));
    for (const [field, name, choices] of rows(p))
      box.append(make("div", { className: "row", role: "radiogroup", "aria-label": name, "data-field": field }, make("span", {}, name), make("div", { className: "chips" }, ...choices.map((c) => chip(item, k, field, c)))));
    box.append(make("p", { className: "warn hint", role: "status", hidden: true }, W.contradict));
    box.addEventListener("focusin", () => { active = k; mark(); });
    return box;
  };
  const mark = () => pairs.forEach((p, k) => $("pair" + k).classList.toggle("active", k === active));
  const sync = () => {
    const item = items[state.at];
    pairs.forEach((p, k) => {
      const c = code(item, p), box = $("pair" + k), related = c.polarity !== undefined && c.polarity !== "none";
      box.querySelector(".hint").hidden = !contradicts(c);
      for (const row of box.querySelectorAll(".row")) {
        row.hidden = row.dataset.field !== "polarity" && !related;
        for (const input of row.querySelectorAll("input")) {
          input.checked = c[row.dataset.field] === input.value;
          input.parentNode.classList.toggle("on", input.checked);
        }
      }
    });
    mark();
    const n = done();
    $("progress").value = n; $("progress").max = items.length;
    $("count").textContent = W.count.replace("%1", n).replace("%2", items.length);
    $("state").textContent = isCoded(item) ? W.coded : W.open;
  };
  const show = () => {
    const item = items[state.at = Math.max(0, Math.min(items.length - 1, state.at | 0))];
    active = 0;
    $("item").replaceChildren(
      make("p", { className: "where" }, (state.at + 1) + " / " + items.length + " \u00b7 ", make("span", { id: "state" })),
      item.title ? make("p", { className: "title", lang: item.lang }, item.title) : "",
      item.prev ? make("p", { className: "prev", lang: item.lang }, item.prev) : "",
      make("p", { className: "sent", lang: item.lang, tabIndex: -1 }, item.sent));
    $("pairs").replaceChildren(...pairs.map((p, k) => pairBox(item, k)));
    $("coder").value = state.coder;
    sync();
  };
  const go = (at) => { state.at = at; save(); show(); scrollTo(0, 0); document.querySelector(".sent").focus({ preventScroll: true }); };
  const move = (by) => go(state.at + by);
  const next = () => { /* pairs left open have no relation where another has one */
    const item = items[state.at];
    if (pairs.some((p) => code(item, p).polarity && code(item, p).polarity !== "none" && whole(code(item, p))))
      for (const p of pairs) if (!code(item, p).polarity) set(item, p, "polarity", "none");
    sync();
    move(1);
  };
  const nothing = () => { for (const p of pairs) set(items[state.at], p, "polarity", "none"); sync(); if (state.at + 1 < items.length) move(1); };
  const nextOpen = () => {
    for (let i = 1; i <= items.length; i++) { const k = (state.at + i) % items.length; if (!isCoded(items[k])) return go(k); }
    return undefined;
  };
  const download = () => {
    const a = make("a", { href: URL.createObjectURL(new Blob([exportText()], { type: "application/x-ndjson" })), download: "coder-" + data.coder + ".jsonl" });
    document.body.append(a); a.click(); a.remove();
    setTimeout(() => URL.revokeObjectURL(a.href), 1000);
  };
  const letter = (key) => {
    const box = $("pair" + active);
    for (const [field, , choices] of rows(pairs[active]))
      for (const c of choices)
        if (c[2] === key) {
          const input = box.querySelector('[data-field="' + field + '"] input[value="' + c[0] + '"]');
          if (input.closest(".row").hidden) return false;
          set(items[state.at], pairs[active], field, c[0]);
          sync();
          input.focus({ preventScroll: true });
          return true;
        }
    return false;
  };
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.target.type === "text" || e.target.tagName === "SUMMARY") return;
    const k = Number(e.key), button = e.target.tagName === "BUTTON" || e.target.type === "file";
    let used = true;
    if (e.key === "0") nothing();
    else if (k >= 1 && k <= pairs.length) { active = k - 1; mark(); $("pair" + active).querySelector("input:checked, input").focus(); }
    else if (e.key === "Enter" && !button) next();
    else if (e.key === "PageDown") move(1);
    else if (e.key === "PageUp" || e.key === "Backspace") move(-1);
    else if (e.key === "u") nextOpen();
    else used = letter(e.key.toLowerCase());
    if (used) e.preventDefault();
  });

  /* ---- start ---- */
  load();
  const button = (id, text, act, name) => { const b = make("button", { id, type: "button", className: name || "" }, ...text); b.addEventListener("click", act); return b; };
  const key = (k) => make("kbd", {}, k);
  const told = async (from) => {
    try { const n = importText(await from.text(), from.name); return n === null ? W.notloaded : W.loaded.replace("%1", n); }
    catch (e) { return e.said ? e.message : W.unreadable; }
  };
  const file = make("input", { type: "file", accept: ".jsonl,.json,.txt", id: "load" });
  file.addEventListener("change", async () => { if (file.files[0]) $("said").textContent = await told(file.files[0]); file.value = ""; });
  const coder = make("input", { type: "text", id: "coder", autocomplete: "off" });
  coder.addEventListener("input", () => { state.coder = coder.value.trim(); save(); });
  $("app").replaceChildren(
    make("div", { className: "bar" }, make("label", { htmlFor: "coder" }, W.coder), coder, make("progress", { id: "progress", "aria-label": W.progress, value: 0 }), make("span", { id: "count", role: "status" })),
    make("div", { className: "bar" }, button("save", [W.save], download, "main"), make("label", { className: "file" }, W.load, file), make("span", { id: "said", role: "status" })),
    make("p", { id: "warn", className: "warn", hidden: true }, W.warn),
    make("details", { id: "help", open: Object.keys(state.codes).length === 0 }, make("summary", {}, W.how), make("ul", {}, ...W.rules.map((r) => make("li", {}, r)))),
    make("article", { id: "item", className: "item" }), make("div", { id: "pairs" }),
    make("div", { className: "moves" }, button("back", [key("PgUp"), W.back], () => move(-1)), button("nothing", [key("0"), W.nothing], nothing),
      button("next", [key("Enter"), W.next], next, "main"), button("open", [key("u"), W.nextopen], nextOpen)));
  save(); show();
  window.form = { exportText, importText, items, pairs, state: () => state };
})();
