/* devtools.js - headless Chromium over its DevTools pipe, with nothing but Node's own modules. */
"use strict";
const { spawn } = require("child_process"), fs = require("fs"), path = require("path"), os = require("os");

/* Starts it: send(method, params), run(expression), errors and requests of the page, shot(file),
 * open(page, ready), reload(ready), end(then). */
module.exports = (chromium) => {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), "bingkai-"));
  const child = spawn(chromium, ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--remote-debugging-pipe", "--user-data-dir=" + profile, "about:blank"],
    { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const waiting = new Map(), errors = [], requests = [];
  let next = 1, rest = "", session;
  child.stdio[4].on("data", (d) => {
    const parts = (rest + d.toString("utf8")).split("\0");
    rest = parts.pop();
    for (const p of parts) {
      const m = JSON.parse(p);
      if (m.id && waiting.has(m.id)) { const [ok, no] = waiting.get(m.id); waiting.delete(m.id); m.error ? no(new Error(m.error.message)) : ok(m.result); }
      if (m.method === "Runtime.exceptionThrown") errors.push(m.params.exceptionDetails.exception?.description || m.params.exceptionDetails.text);
      if (m.method === "Log.entryAdded" && m.params.entry.level !== "info") errors.push(m.params.entry.text);
      if (m.method === "Runtime.consoleAPICalled" && ["error", "warning"].includes(m.params.type)) errors.push(JSON.stringify(m.params.args.map((a) => a.value || a.description)));
      if (m.method === "Network.requestWillBeSent") requests.push(m.params.request.url);
    }
  });
  const send = (method, params = {}) => new Promise((ok, no) => {
    const id = next++;
    waiting.set(id, [ok, no]);
    child.stdio[3].write(JSON.stringify({ id, method, params, ...(session ? { sessionId: session } : {}) }) + "\0");
  });
  const run = async (expression) => {
    const r = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (r.exceptionDetails) throw new Error(r.exceptionDetails.exception?.description || r.exceptionDetails.text);
    return r.result.value;
  };
  const pause = (ms) => new Promise((ok) => setTimeout(ok, ms));
  const start = async () => {
    const { targetId } = await send("Target.createTarget", { url: "about:blank" });
    session = (await send("Target.attachToTarget", { targetId, flatten: true })).sessionId;
    for (const d of ["Page", "Runtime", "Log", "Network"]) await send(d + ".enable");
  };
  /* Waits until `ready`, an expression, holds. */
  const open = async (page, ready) => {
    await send("Page.navigate", { url: "file://" + path.resolve(page) });
    for (let i = 0; i < 100 && !(await run("document.readyState === 'complete' && " + ready)); i++) await pause(100);
  };
  const reload = async (ready) => {
    await pause(500); /* what the page stores goes to another process */
    await run("window.old = true");
    await send("Page.reload");
    for (let i = 0; i < 200 && !(await run("!window.old && document.readyState === 'complete' && " + ready).catch(() => false)); i++) await pause(100);
  };
  const screen = (width, height, mobile) => send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile });
  const shot = async (file) => {
    const { data } = await send("Page.captureScreenshot", { format: "png", captureBeyondViewport: false });
    fs.writeFileSync(file, Buffer.from(data, "base64"));
  };
  const kill = () => child.kill("SIGKILL");
  const end = (then) => {
    session = undefined;
    child.on("exit", async () => {
      await pause(300); /* its helpers still write */
      try { fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }); } catch (e) { /* only a folder of temporary files */ }
      then();
    });
    send("Browser.close").catch(() => {});
    setTimeout(kill, 3000).unref();
  };
  return { send, run, pause, start, open, reload, screen, shot, kill, end, errors, requests };
};
