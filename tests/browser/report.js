/* report.js PAGE SHOTS NAME - opens the page in headless Chromium over its DevTools pipe and checks
 * it: figures, hover, filters, no error, no request, no violation of its policy, a phone's width.
 * Prints TAP lines without a plan. */
"use strict";
const path = require("path");
const [page, shots, name, chromium] = process.argv.slice(2);
const b = require("./devtools.js")(chromium), { send, run, pause, errors, requests } = b;
let failures = 0;
const check = (ok, what, more) => {
  console.log((ok ? "ok" : "not ok") + " - " + name + ": " + what);
  if (!ok) { failures++; if (more !== undefined) console.log("# " + String(JSON.stringify(more)).slice(0, 1500)); }
};
const shot = (file) => b.shot(path.join(shots, name + "-" + file + ".png"));
const at = async (id) => { await run(`document.documentElement.style.scrollBehavior = "auto"; document.getElementById(${JSON.stringify(id)}).scrollIntoView()`); await pause(250); };

async function screens(width, height, mobile, scheme) {
  await b.screen(width, height, mobile);
  await send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
  await pause(500);
  for (const id of ["main", "triad", "tone", "frames", "topics", "map", "similar", "keyness", "articles", "method"]) {
    if (id === "main") await run("scrollTo(0, 0)"); else await at(id);
    await shot(`${width}-${scheme}-${id}`);
  }
}

async function main() {
  await b.start();
  await b.screen(1280, 900, false);
  await b.open(page, "!!window.bingkai");
  await run("bingkai.ready.then(() => true)");
  const figs = await run(`bingkai.figures.map((f) => [f.spec, f.box.querySelectorAll("svg .mark-symbol path, svg .mark-rect path, svg .mark-rule line").length])`);
  check(figs.length > 0 && figs.every((f) => f[1] > 0), "figures are drawn with marks: " + figs.map((f) => f[0]).join(" "), figs);
  check(await run(`document.querySelectorAll("main table").length > 3 && Array.from(document.querySelectorAll("table")).every((t) => t.caption && t.caption.textContent && t.querySelectorAll("thead th:not([scope])").length === 0)`), "tables have captions and scopes");
  check(await run(`!document.querySelector("details.as-table[open]") && document.querySelectorAll("figure details.as-table table").length === bingkai.figures.length`), "each figure stands as a table too");
  await run('document.documentElement.style.scrollBehavior = "auto"');
  /* hover: a mark's tooltip appears */
  const point = await run(`(() => { const f = bingkai.figures.find((x) => x.spec === "map") || bingkai.figures[0];
    const m = f.box.querySelector(".mark-symbol path, .mark-rect path"); m.scrollIntoView({ block: "center" }); const r = m.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()`);
  await pause(200);
  await send("Input.dispatchMouseEvent", { type: "mouseMoved", x: point[0] - 1, y: point[1] - 1 });
  await send("Input.dispatchMouseEvent", { type: "mouseMoved", x: point[0], y: point[1] });
  await pause(200);
  check(await run(`(() => { const t = document.getElementById("tip"); return !t.hidden && t.textContent.length > 3; })()`), "hover tells what a mark is");
  /* filter of a figure */
  const filtered = await run(`(async () => { const f = bingkai.figures.find((x) => x.spec === "tone_month") || bingkai.figures.find((x) => x.filters.length && x.filters[0].values.length > 1);
    if (!f) return [0, 1]; const k = bingkai.figures.indexOf(f), s = document.querySelector("#figure-" + k + " select"); if (!s) return [0, 1];
    const before = f.view.data("shown").length; s.value = s.options[s.options.length - 1].value; s.dispatchEvent(new Event("change")); await f.view.runAsync();
    const after = f.view.data("shown").length; s.value = s.options[0].value; s.dispatchEvent(new Event("change")); await f.view.runAsync(); return [after, before]; })()`);
  check(filtered[0] < filtered[1], "a figure's filter answers", filtered);
  /* key words open on the outlet that the text names */
  check(await run(`(() => { const f = bingkai.figures.find((x) => x.spec === "keyness"); if (!f) return true;
    const s = document.querySelector("#figure-" + bingkai.figures.indexOf(f) + " select");
    return document.querySelector("#keyness .finding").textContent.includes(f.view.signal("group")) && (!s || s.value === f.view.signal("group")); })()`), "key words open on the group that the text names");
  /* stories and outlets */
  check(await run(`(() => { const f = bingkai.figures.find((x) => x.spec === "threads"); if (!f) return true;
    const first = f.data.table.filter((d) => d.opens).length; return first > 0 && first === new Set(f.data.table.map((d) => d.story)).size && document.querySelectorAll("#similar details li a, #similar details li").length > 0; })()`), "each story drawn has one first day");
  /* groups of repeats: the largest first, in each its earliest article */
  check(await run(`(() => { const all = Array.from(document.querySelectorAll(".groups > li")), n = (li) => li.querySelectorAll("li").length;
    return all.every((li, i) => (i === 0 || n(li) <= n(all[i - 1])) && ["terawal", "earliest"].includes(li.querySelector(".chip").textContent)); })()`), "groups of repeats begin with the largest, each with its earliest article");
  /* words of a topic answer to lambda, and one topic is chosen for all figures of topics */
  const words = await run(`(async () => { const f = bingkai.figures.find((x) => x.spec === "topic_terms"); if (!f) return [1, 2, true];
    const fig = document.getElementById("figure-" + bingkai.figures.indexOf(f)), input = fig.querySelector("input[type=range]"), terms = () => f.view.data("shown").slice().sort((a, b) => a.place - b.place).map((d) => d.term).join(" ");
    const first = terms(); input.value = 0; input.dispatchEvent(new Event("input")); await f.view.runAsync(); const second = terms();
    const s = fig.querySelector("select"); s.value = s.options[s.options.length - 1].value; s.dispatchEvent(new Event("change")); await f.view.runAsync();
    const same = bingkai.figures.filter((x) => x.filters.some((c) => c.shared && c.values.includes(s.value))).every((x) => x.view.signal("topic") === s.value);
    s.value = s.options[0].value; s.dispatchEvent(new Event("change")); input.value = 0.6; input.dispatchEvent(new Event("input")); await f.view.runAsync();
    return [first, second, same]; })()`);
  check(words[0] !== words[1] && words[2], "words of a topic answer to lambda, its figures to one topic", words);
  /* what moves topics: a field is chosen, another topic; a topic's name leads to its articles */
  const moved = await run(`(async () => { const of = (z) => bingkai.figures.find((x) => x.spec === z), f = of("topic_effects"); if (!f) return [1, 2, true, true];
    const fig = document.getElementById("figure-" + bingkai.figures.indexOf(f)), s = fig.querySelectorAll("select"), h = () => fig.querySelector("svg").getBoundingClientRect().height, n = () => f.view.data("shown").map((d) => d.level).join();
    const chosen = s[1].value, before = [n(), h()]; s[1].value = Array.from(s[1].options).find((o) => o.value !== chosen).value; s[1].dispatchEvent(new Event("change")); await f.view.runAsync(); const after = [n(), h()];
    const a = fig.querySelector("details.as-table tbody a"), to = a && document.querySelector(a.getAttribute("href"));
    if (a) { location.hash = a.getAttribute("href"); await new Promise((ok) => setTimeout(ok, 200)); }
    const opened = !a || to.open && Math.abs(to.getBoundingClientRect().top) < innerHeight; s[1].value = chosen; s[1].dispatchEvent(new Event("change")); await f.view.runAsync();
    const all = ["topic_effects", "topic_contrast", "topic_moves"].filter(of).every((z) => of(z).data.table.every((d) => d.low === null || d.low === undefined || d.low <= d.high));
    return [before, after, opened, all]; })()`);
  check(String(moved[0]) !== String(moved[1]) && moved[2] && moved[3], "what moves topics answers to a field; names lead to articles", moved);
  if (name !== "sample") check(await run(`bingkai.figures.filter((x) => x.spec === "topic_contrast" || x.spec === "topic_moves").length === 2 && Array.from(document.querySelectorAll("#topics td mark")).some((m) => m.textContent === "Tiongkok" && m.parentElement.querySelector(".by"))`), "words of two outlets stand with a passage and its article");
  const bare = await run(`(async () => { const at = (z) => bingkai.figures.findIndex((x) => x.spec === z), c = at("topic_contrast"), t = at("topic_terms"); if (c < 0 || t < 0) return null;
    const s = document.querySelector("#figure-" + t + " select"), fig = document.getElementById("figure-" + c), has = bingkai.figures[c].filters[0].values, lacks = Array.from(s.options).find((o) => !has.includes(o.value));
    if (!lacks) return null;
    const set = async (v) => { s.value = v; s.dispatchEvent(new Event("change")); await bingkai.figures[t].view.runAsync(); const note = fig.querySelector(".none"); return [note.hidden, note.textContent, fig.querySelector(".vega").getBoundingClientRect().height > 0]; };
    const without = await set(lacks.value); dispatchEvent(new Event("resize")); await new Promise((ok) => setTimeout(ok, 250));
    const back = await set(has[0]); return [without, back, lacks.value, !!fig.querySelector(".vega svg")]; })()`);
  check(name === "sample" && bare === null || bare && !bare[0][0] && bare[0][1].startsWith(bare[2]) && /(no words|tidak ada kata)/.test(bare[0][1]) && !bare[0][2] && bare[1][0] && bare[1][2] && bare[3], "a topic without words in the contrast is said to have none", bare);
  /* cards */
  const cards = await run(`(() => { const f = document.getElementById("card-filter"), n = () => document.querySelectorAll(".card:not([hidden])").length;
    const all = n(); f.elements.text.value = "zzzz no such words"; f.dispatchEvent(new Event("input")); const none = n();
    f.reset(); return new Promise((ok) => setTimeout(() => ok([f.hidden, all, none, n()]), 100)); })()`);
  check(!cards[0] && cards[2] === 0 && cards[1] === cards[3] && cards[1] > 0, "cards are filtered and come back", cards);
  check(await run("window.hacked === undefined"), "texts of articles run nothing");
  check(await run(`Array.from(document.querySelectorAll("a[href]")).every((a) => /^(#|https?:)/.test(a.getAttribute("href")))`), "links lead to the page or the web");
  const exported = await run(`(async () => { const v = bingkai.views[0]; return [(await v.toSVG()).length, (await v.toImageURL("png")).length]; })()`);
  check(exported[0] > 500 && exported[1] > 500, "figures are exported as SVG and PNG", exported);
  check(await run(`document.querySelector("nav[aria-label]") && document.querySelector("main") && document.querySelector("header") && document.querySelector("footer") && document.querySelector(".skip[href='#main']") && document.documentElement.lang.length === 2 && document.querySelectorAll("h1").length === 1`), "landmarks, a skip link, one first heading, a language");
  await screens(1280, 900, false, "light");
  const wide = await run("document.documentElement.scrollWidth");
  check(wide <= 1280, "no sideways scroll at 1280", wide);
  await screens(390, 844, true, "light");
  const phone = await run(`[document.documentElement.scrollWidth, innerWidth, Array.from(document.querySelectorAll("body *")).filter((e) => e.getBoundingClientRect().right > 391 && !e.closest(".scroll,nav,svg,pre")).slice(0, 5).map((e) => e.tagName + "." + e.className)]`);
  check(phone[0] <= 390, "no sideways scroll at 390", phone);
  if (process.env.SHOTS) { await screens(390, 844, true, "dark"); await screens(1280, 900, false, "dark"); }
  check(errors.length === 0, "no error in the console, no violation of the policy", errors);
  const outside = requests.filter((u) => !/^(file:|data:|blob:|about:)/.test(u));
  check(outside.length === 0 && requests.filter((u) => u.startsWith("file:")).length === 1, "no request but for the page", requests);
}
const limit = setTimeout(() => { console.log("not ok - " + name + ": in time"); b.kill(); process.exit(1); }, 120000);
main().catch((e) => { check(false, "runs", e.stack); }).finally(() => {
  clearTimeout(limit);
  b.end(() => process.exit(failures ? 1 : 0));
});
