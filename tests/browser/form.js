/* form.js PAGE SHOTS NAME CHROMIUM - codes two sentences of a form by keyboard and mouse in headless
 * Chromium, comes back after a reload, and leaves what it exports in SHOTS/coder-1.jsonl. Prints TAP
 * lines without a plan. */
"use strict";
const fs = require("fs"), path = require("path");
const [page, shots, name, chromium] = process.argv.slice(2);
const b = require("./devtools.js")(chromium);
let failures = 0;
const check = (ok, what, more) => {
  console.log((ok ? "ok" : "not ok") + " - " + name + ": " + what);
  if (!ok) { failures++; if (more !== undefined) console.log("# " + String(JSON.stringify(more)).slice(0, 1500)); }
};
const press = async (key) => {
  const text = key.length === 1 ? key : key === "Enter" ? "\r" : undefined;
  await b.send("Input.dispatchKeyEvent", { type: "keyDown", key, text });
  await b.send("Input.dispatchKeyEvent", { type: "keyUp", key });
};
const click = async (selector) => {
  const [x, y] = await b.run(`(() => { const e = document.querySelector(${JSON.stringify(selector)}); e.scrollIntoView({ block: "center" }); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()`);
  for (const type of ["mousePressed", "mouseReleased"]) await b.send("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount: 1 });
};

async function main() {
  await b.start();
  await b.screen(1280, 900, false);
  await b.open(page, "!!window.form");
  const n = await b.run("form.items.length");
  check(n > 2, "the sentences are there", n);
  check(await b.run("document.querySelectorAll('fieldset').length === form.pairs.length && form.pairs.length === 3"), "a box for each pair");
  check(await b.run("!document.documentElement.outerHTML.includes('predicted') && form.items.every((x) => Object.keys(x).join(' ') === 'gid doc lang title prev sent p')"), "nothing of what was predicted is in it");
  await b.run("document.querySelector('#coder').focus()");
  for (const c of "0q w") await press(c);
  check(await b.run("form.state().coder === '0q w' && document.querySelector('#count').textContent.startsWith('0')"), "letters typed into the name are no codes", await b.run("[form.state(), document.querySelector('#count').textContent]"));
  await b.run("document.querySelector('.sent').focus()");
  /* the first by keyboard: second pair, conflict, deeds, first acts, the newspaper's words */
  for (const c of "2wgzv") await press(c);
  await b.shot(path.join(shots, name + "-1280-light.png"));
  const one = await b.run("form.state().codes[form.items[0].gid]");
  check(JSON.stringify(one) === '{"CHN-USA":{"polarity":"-1","quad":"MK","source":"CHN","voice":"narrator"}}', "the keyboard sets the four answers of a pair", one);
  await press("Enter");
  check(await b.run("form.state().at === 1 && document.querySelector('#count').textContent.startsWith('1 ')"), "Enter goes on, pairs left open are none", await b.run("form.state()"));
  /* the second with the mouse */
  await click("#pair0 [data-field=polarity] label:nth-of-type(4)");
  check(await b.run("document.querySelectorAll('#pair0 .row:not([hidden])').length === 4 && document.querySelectorAll('#pair1 .row:not([hidden])').length === 1"), "further questions appear with a relation alone");
  for (const f of ["quad", "source", "voice"]) await click(`#pair0 [data-field=${f}] label:nth-of-type(${f === "source" ? 3 : 2})`);
  await click("#pair1 [data-field=polarity] label:nth-of-type(1)");
  check(await b.run("document.querySelector('#count').textContent.startsWith('1 ')"), "with a pair left open a sentence is not coded");
  await click("#pair2 [data-field=polarity] label:nth-of-type(1)");
  check(await b.run("document.querySelector('#count').textContent.startsWith('2 ')"), "the mouse codes a sentence");
  await press("0"); /* focus is in a pair: no relation, and on */
  check(await b.run("form.state().at === 2"), "0 says there is no relation and goes on", await b.run("form.state()"));
  await click("#back");
  check(await b.run("form.state().at === 1 && form.pairs.every((p, k) => document.querySelector('#pair' + k + ' input').checked)"), "back shows what was answered");
  await click("#pair0 [data-field=polarity] label:nth-of-type(4)");
  for (const f of ["quad", "source", "voice"]) await click(`#pair0 [data-field=${f}] label:nth-of-type(${f === "source" ? 3 : 2})`);
  await press("u");
  check(await b.run("form.state().at === 2"), "u finds the next open sentence");
  /* kept in the browser */
  await b.run("document.querySelector('#coder').value = 'Sri'; document.querySelector('#coder').dispatchEvent(new Event('input'))");
  await b.reload("!!window.form && document.querySelector('#coder').value === 'Sri'");
  check(await b.run("form.state().at === 2 && document.querySelector('#count').textContent.startsWith('2 ')"), "a reload keeps codes and place", await b.run("[form.state(), document.querySelector('#warn').hidden]"));
  const text = await b.run("form.exportText()");
  await b.run("for (const k in form.state().codes) delete form.state().codes[k]");
  check(await b.run(`form.importText(${JSON.stringify(text)})`) === 2 && (await b.run("form.exportText()")) === text, "saved codes can be loaded again");
  /* what is no code, and another coder's file */
  const before = await b.run("JSON.stringify(form.state())");
  for (const [from, to] of [['"polarity":[-1]', '"polarity":[7]'], ['"quad":["MK"]', '"quad":["XX"]'], ['"dyad":"CHN-USA"', '"dyad":"CHN-XXX"'], ['"voice":["narrator"]', '"voice":[]']]) {
    const bad = text.replace(from, to);
    const told = await b.run(`(() => { try { return form.importText(${JSON.stringify(bad)}); } catch (e) { return e.said ? e.message : "raw " + e; } })()`);
    check(bad !== text && typeof told === "string" && / 1[: ]/.test(told) && !told.startsWith("raw") && (await b.run("JSON.stringify(form.state())")) === before, "a value that is not known is refused: " + to, told);
  }
  const other = JSON.stringify(text.replace(/"coder":"Sri"/g, '"coder":"Budi"'));
  await b.run("window.asked = []; window.confirm = (t) => { asked.push(t); return false; }; 0");
  check(await b.run(`form.importText(${other}) === null && form.importText(${JSON.stringify(text)}, "coder-2.jsonl") === null && asked.length === 2 && asked[0].includes("Budi") && asked[1].includes("coder-2")`) && (await b.run("JSON.stringify(form.state())")) === before, "another coder's file is asked about", await b.run("asked"));
  check(await b.run(`form.importText(${JSON.stringify(text)}, "coder-1.jsonl") === 2 && asked.length === 2`), "one's own is not");
  /* relation and kind that contradict each other */
  await b.run("document.querySelector('#back').click()");
  await click("#pair0 [data-field=quad] label:nth-of-type(4)");
  check(await b.run("!document.querySelector('#pair0 .hint').hidden && document.querySelector('#pair1 .hint').hidden"), "cooperation by words of conflict: a hint");
  await click("#pair0 [data-field=quad] label:nth-of-type(2)");
  check(await b.run("document.querySelector('#pair0 .hint').hidden && form.exportText()") === text, "and none where they agree");
  await b.run("form.importText(" + JSON.stringify(text) + ")");
  /* export */
  await b.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: path.resolve(shots) }).catch(() => b.send("Page.setDownloadBehavior", { behavior: "allow", downloadPath: path.resolve(shots) }));
  const file = path.join(shots, "coder-1.jsonl");
  fs.rmSync(file, { force: true });
  await click("#save");
  for (let i = 0; i < 50 && !fs.existsSync(file); i++) await b.pause(100);
  check(fs.existsSync(file) && fs.readFileSync(file, "utf8") === text && text.split("\n").filter((l) => l.includes('"relations"')).length === 2, "the button saves the lines", text.slice(0, 400));
  /* looks */
  await b.run("document.querySelector('#back').click(); scrollTo(0, 0)");
  await b.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: "dark" }] });
  await b.shot(path.join(shots, name + "-1280-dark.png"));
  await b.screen(390, 844, true);
  await b.pause(300);
  await b.shot(path.join(shots, name + "-390-dark.png"));
  check((await b.run("document.documentElement.scrollWidth")) <= 390, "no sideways scroll at 390");
  check(await b.run("Array.from(document.querySelectorAll('input')).every((e) => e.labels.length > 0) && document.querySelectorAll('[role=radiogroup]:not([aria-label])').length === 0 && document.querySelectorAll('h1').length === 1"), "every field has a label");
  check(b.errors.length === 0, "no error in the console, no violation of the policy", b.errors);
  check(b.requests.every((u) => /^(file|data|blob|about):/.test(u)), "no request but for the page", b.requests);
}
const limit = setTimeout(() => { console.log("not ok - " + name + ": in time"); b.kill(); process.exit(1); }, 90000);
main().catch((e) => { check(false, "runs", e.stack); }).finally(() => {
  clearTimeout(limit);
  b.end(() => process.exit(failures ? 1 : 0));
});
