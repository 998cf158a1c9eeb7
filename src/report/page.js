/* page.js - draws the figures, filters the cards. Needs nothing but what stands in the page. */
(function () {
"use strict";
var json = function (id) { return JSON.parse(document.getElementById(id).textContent); };
var figures = json("figures"), specs = json("specs"), words = json("words");
var views = [], dark = matchMedia("(prefers-color-scheme: dark)"), id = words.lang === "id";
var el = function (name, props, text) {
  var e = document.createElement(name);
  Object.keys(props || {}).forEach(function (k) { e.setAttribute(k, props[k]); });
  if (text !== undefined) e.textContent = text;
  return e;
};

/* ---- words and numbers ---- */
var months = id ? ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"]
  : ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
var days = id ? ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"]
  : ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
var short = function (s) { return s.slice(0, 3); };
vega.timeFormatDefaultLocale({ dateTime: "%A %e %B %Y %X", date: "%d/%m/%Y", time: "%H:%M:%S", periods: ["AM", "PM"],
  days: days, shortDays: days.map(short), months: months, shortMonths: months.map(short) });
vega.formatDefaultLocale
  ? vega.formatDefaultLocale(id ? { decimal: ",", thousands: ".", grouping: [3], currency: ["Rp", ""], minus: "\u2212" }
    : { decimal: ".", thousands: ",", grouping: [3], currency: ["$", ""], minus: "\u2212" })
  : vega.numberFormatDefaultLocale(id ? { decimal: ",", thousands: ".", grouping: [3], currency: ["Rp", ""], minus: "\u2212" }
    : { decimal: ".", thousands: ",", grouping: [3], currency: ["$", ""], minus: "\u2212" });
var num = function (x, digits, sign) {
  if (x === null || x === undefined) return "\u2013";
  var s = Math.abs(x).toFixed(digits);
  if (id) s = s.replace(".", ",");
  return (+Math.abs(x).toFixed(digits) === 0 ? "" : x < 0 ? "\u2212" : sign ? "+" : "") + s;
};
var pct = function (x) { return x === null ? "\u2013" : num(100 * x, x < 0.1 ? 1 : 0) + (id ? "\u00a0%" : "%"); };
var say = function (w, n) { /* %1 and %1[one|many] */
  return w.replace(/%1(?:\[([^|]*)\|([^\]]*)\])?/g, function (all, one, many) { return one === undefined ? String(n) : n === 1 ? one : many; });
};
var range = function (d, f) {
  return d.low === null || d.low === undefined ? "" : "\n" + words.range + ": " + f(d.low) + " \u2026 " + f(d.high);
};
var signed = function (x) { return num(x, 2, true); };
var tips = {
  tone: function (d) {
    return d.dyad + (d.cat ? "\n" + d.cat : d.when ? "\n" + d.when : "") + "\n" + words.tone + ": " + signed(d.tone) +
      range(d, signed) + "\n" + say(words.nRelations, d.n) + ", " + say(words.articles, d.articles);
  },
  frames: function (d) { return d.frame + "\n" + words.share + ": " + pct(d.share) + range(d, pct) + "\n" + say(words.articles, d.articles); },
  topics: function (d) { return d.topic + "\n" + d.when + "\n" + words.share + ": " + pct(d.share) + "\n" + say(words.articles, d.articles); },
  topic_map: function (d) {
    return d.number + ". " + d.topic + "\n" + words.share + ": " + pct(d.share) + range(d, pct) + "\n" + d.terms +
      (d.recovery === null || d.recovery === undefined ? "" : "\n" + words.recovery + ": " + num(d.recovery, 2) + (d.unstable ? " (" + words.unstable + ")" : ""));
  },
  topic_terms: function (d) { return d.term + "\n" + words.inTopic + ": " + num(100 * d.weight, 2) + " %\n" + words.inAll + ": " + num(100 * d.weight / d.lift, 2) + " %"; },
  topic_time: function (d) { return d.topic + "\n" + d.when + "\n" + words.share + ": " + pct(d.share) + range(d, pct) + "\n" + say(words.articles, d.articles); },
  topic_source: function (d) { return d.topic + "\n" + d.id + "\n" + words.share + ": " + pct(d.share) + range(d, pct) + "\n" + words.allOutlets + ": " + pct(d.all) + "\n" + say(words.articles, d.articles); },
  topic_tone: function (d) {
    return d.topic + "\n" + d.dyad + "\n" + (d.tone === null || d.tone === undefined ? words.noRelation
      : words.tone + ": " + signed(d.tone) + range(d, signed) + "\n" + say(words.nRelations, d.n) + ", " + say(words.articles, d.articles));
  },
  topic_effects: function (d) {
    return d.topic + "\n" + d.covariate + ": " + d.level + "\n" + num(d.effect, 1, true) + " " + words.points +
      range(d, function (x) { return num(x, 1, true); }) + "\n" + say(words.articles, d.articles);
  },
  topic_contrast: function (d) {
    return d.term + "\n" + words.logOdds + ": " + signed(d.log_odds) + range(d, signed) + "\n" + d.a + ": " + num(d.count_a, 1) + "\n" + d.b + ": " + num(d.count_b, 1);
  },
  topic_moves: function (d) {
    return d.topic + (d.label ? " (" + d.label + ")" : "") + "\n" + (d.before === null || d.before === undefined ? "" : words.before + ": " + pct(d.before) + "\n") +
      words.now + ": " + pct(d.share) + range(d, pct) + (d.gained ? "\n+ " + d.gained : "") + (d.lost ? "\n\u2212 " + d.lost : "");
  },
  threads: function (d) { return d.story + "\n" + d.when + ": " + say(words.articles, d.articles) + (d.opens ? "\n" + d.source + ": " + d.title : ""); },
  outlets: function (d) {
    var three = function (x) { return num(x, 3); };
    return d.a + (d.a === d.b ? "" : " \u2013 " + d.b) + "\n" + words.cosine + ": " + three(d.cosine) + range(d, three) +
      "\n" + words.alsoThere + ": " + pct(d.share);
  },
  scores: function (d) { return d.kind + "\n" + num(d.low, 2) + " \u2026 " + num(d.high, 2) + "\n" + num(d.n, 0) + " (" + pct(d.share) + ")"; },
  map: function (d) { return d.title + "\n" + d.source + ", " + d.date + "\n" + d.topic; },
  keyness: function (d) { return d.term + "\nG\u00b2 " + num(d.g2, 1) + "\n" + words.here + ": " + num(d.count, 0) + "\n" + words.elsewhere + ": " + num(d.reference, 0); }
};
var unique = function (rows, key) {
  var seen = new Set(), out = [];
  rows.forEach(function (d) { if (!seen.has(d[key])) { seen.add(d[key]); out.push(d[key]); } });
  return out;
};

/* ---- figures ---- */
var tip = el("div", { id: "tip", role: "status", hidden: "" });
document.body.appendChild(tip);
function tooltip(handler, event, item, value) {
  if (value === null || value === undefined || value === "") { tip.hidden = true; return; }
  tip.textContent = String(value);
  tip.hidden = false;
  var w = tip.offsetWidth, h = tip.offsetHeight, wide = document.documentElement.clientWidth;
  tip.style.left = Math.max(4, Math.min(event.clientX + 14, wide - w - 6)) + "px";
  tip.style.top = (event.clientY + h + 20 > innerHeight ? event.clientY - h - 10 : event.clientY + 16) + "px";
}
function span(rows) { /* ticks on months or years, about eight of them */
  var at = rows.map(function (d) { return 12 * +d.start.slice(0, 4) + +d.start.slice(5); });
  var wide = Math.max.apply(null, at) - Math.min.apply(null, at), years = wide > 30;
  return { interval: years ? "year" : "month", step: Math.max(1, Math.ceil(wide / (years ? 96 : 8))) };
}
function ends(rows, key) {
  var v = rows.map(function (d) { return d[key]; });
  return [Math.min.apply(null, v), Math.max.apply(null, v)];
}
/* Moves points apart whose numbers would hide each other: by a twentieth of the whole at most. */
function apart(rows) {
  var wx = ends(rows, "x"), wy = ends(rows, "y"), least = Math.max(wx[1] - wx[0], wy[1] - wy[0]) / 20;
  for (var pass = 0, moved = true; pass < 60 && moved; pass++) {
    moved = false;
    rows.forEach(function (a, i) {
      rows.slice(0, i).forEach(function (b) {
        var dx = a.x - b.x, dy = a.y - b.y, d = Math.sqrt(dx * dx + dy * dy), lack = (least - d) / 2;
        if (lack < least / 100) return;
        if (d === 0) { dx = 1; dy = 0; d = 1; }
        a.x += dx / d * lack; a.y += dy / d * lack; b.x -= dx / d * lack; b.y -= dy / d * lack;
        moved = true;
      });
    });
  }
}
function prepare(f) {
  var rows = f.data.table, group = f.spec === "tone_group";
  f.signals = {}; f.filters = [];
  if (f.spec === "tone_month" || group) {
    var pairs = unique(rows, "dyad");
    if (group) {
      var voices = rows.every(function (d) { return d.id === ""; });
      rows.forEach(function (d) { d.cat = voices ? d.voice : d.id || "\u2013"; });
      f.signals.cats = unique(rows, "cat").length;
    }
    rows.forEach(function (d) { d.k = pairs.indexOf(d.dyad); });
    f.signals.pairs = pairs.length;
    f.signals.most = Math.max.apply(null, rows.map(function (d) { return d.articles; }).concat(1));
    if (!group) f.signals.ticks = span(rows);
    if (pairs.length > 1) f.filters.push({ signal: "dyad", label: words.pair, values: pairs, all: true });
  } else if (f.spec === "frames") {
    f.signals.cats = unique(rows, "frame").length;
    f.signals.scope = rows[0] ? rows[0].scope : "";
    f.filters.push({ signal: "scope", label: words.scope, values: unique(rows, "scope") });
  } else if (f.spec === "topics") {
    f.signals.cats = unique(rows, "topic").length;
  } else if (f.spec === "topic_map") {
    apart(rows);
    var wx = ends(rows, "x"), wy = ends(rows, "y");
    f.signals.midx = (wx[0] + wx[1]) / 2; f.signals.midy = (wy[0] + wy[1]) / 2;
    f.signals.spanx = wx[1] - wx[0]; f.signals.spany = wy[1] - wy[0];
    f.signals.most = ends(rows, "share")[1];
  } else if (f.spec === "topic_terms" || f.spec === "topic_time" || f.spec === "topic_source") {
    f.signals.topic = rows[0] ? rows[0].topic : "";
    f.filters.push({ signal: "topic", label: words.topic, values: unique(rows, "topic"), shared: true });
    if (f.spec === "topic_terms") f.filters.push({ signal: "lambda", label: words.lambda, range: true, value: 0.6 });
    if (f.spec === "topic_time") f.signals.ticks = span(rows);
    if (f.spec === "topic_source") f.signals.cats = unique(rows, "id").length;
  } else if (f.spec === "topic_effects") {
    f.signals.topic = rows[0] ? rows[0].topic : "";
    f.signals.covariate = rows[0] ? rows[0].covariate : "";
    f.signals.unit = words.points;
    f.filters.push({ signal: "topic", label: words.topic, values: unique(rows, "topic"), shared: true });
    f.filters.push({ signal: "covariate", label: words.covariate, values: unique(rows, "covariate") });
    rows.forEach(function (d, i) { d.order = d.time ? i : -d.effect; });
  } else if (f.spec === "topic_contrast") {
    f.signals.topic = rows[0] ? rows[0].topic : "";
    f.signals.sides = rows[0] ? [rows[0].a, rows[0].b] : [];
    f.filters.push({ signal: "topic", label: words.topic, values: unique(rows, "topic"), shared: true });
  } else if (f.spec === "topic_moves") {
    f.signals.cats = unique(rows, "topic").length;
  } else if (f.spec === "topic_tone") {
    f.signals.cats = unique(rows, "topic").length;
    rows.forEach(function (d) {
      if (d.tone === null || d.tone === undefined) return;
      d.short = signed(d.tone); d.text = d.short + " (" + d.articles + ")";
      d.sure = d.low !== null && d.low !== undefined && (d.low > 0 || d.high < 0);
    });
  } else if (f.spec === "threads") {
    f.signals.cats = unique(rows, "story").length;
    f.signals.most = Math.max.apply(null, rows.map(function (d) { return d.articles; }).concat(6));
  } else if (f.spec === "outlets") {
    f.signals.cats = unique(rows, "a").length;
    f.signals.most = ends(rows, "cosine")[1];
    rows.forEach(function (d) { d.text = num(d.cosine, 2); d.span = d.low === null || d.low === undefined ? "" : num(d.low, 2) + " \u2026 " + num(d.high, 2); });
  } else if (f.spec === "scores") {
    f.signals.kind = rows[0] ? rows[0].kind : "";
    f.filters.push({ signal: "kind", label: words.kind, values: unique(rows, "kind") });
  } else if (f.spec === "map") {
    f.filters.push({ signal: "topic", label: words.topic, values: unique(rows, "topic").sort(), all: true });
    f.filters.push({ signal: "source", label: words.outlet, values: unique(rows, "source").sort(), all: true });
  } else if (f.spec === "keyness") {
    f.signals.group = f.data.open || (rows[0] ? rows[0].group : ""); /* the one that the text names */
    f.filters.push({ signal: "group", label: words.group, values: unique(rows, "group") });
  }
  var tell = tips[f.spec] || tips.tone;
  rows.forEach(function (d) { d.tip = tell(d); });
}
function theme(light) {
  var night = dark.matches && !light;
  return night
    ? { ink: "#e8e6e1", soft: "#a4a9af", line: "#363b41", paper: "#1d2024", turn: 0.6, neg: "#f29a52", mid: "#70757b", pos: "#6db3f2",
        category: ["#f29a52", "#6db3f2", "#7fc784", "#cf9be0", "#d9b84a", "#5fc9d8", "#ee8fae", "#b9bec4", "#a8cfee", "#f6c79f", "#b4dfb6", "#8f98a3"],
        ramp: ["#22282f", "#2d5f8c", "#6db3f2", "#d6ebfd"] }
    : { ink: "#1d1f21", soft: "#5b6066", line: "#ddd9d2", paper: "#ffffff", turn: 0.85, neg: "#b8510d", mid: "#a9adb1", pos: "#1f6fb2",
        category: ["#c05a12", "#1f6fb2", "#3c7d3f", "#8a4b9c", "#a07c00", "#00788a", "#a33a5c", "#5b6066", "#6aa8dc", "#e39a5f", "#84b886", "#2f3a45"],
        ramp: ["#f3f1ec", "#a9cbe8", "#3f87c4", "#0d3d6b"] };
}
function make(f, t, width) {
  var spec = JSON.parse(JSON.stringify(specs[f.spec])), font = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif";
  spec.width = width;
  spec.signals.forEach(function (s) {
    if (s.name in t && s.value === undefined && !s.update) s.value = t[s.name];
    if (s.name in f.signals) s.value = f.signals[s.name];
  });
  spec.data.forEach(function (d) { if (f.data[d.name]) d.values = f.data[d.name].map(function (r) { return Object.assign({}, r); }); });
  spec.config = {
    background: null, range: { category: t.category, ramp: t.ramp },
    axis: { labelColor: t.soft, titleColor: t.soft, gridColor: t.line, domainColor: t.line, tickColor: t.line, labelFont: font, titleFont: font, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 500 },
    legend: { labelColor: t.soft, titleColor: t.soft, labelFont: font, titleFont: font, labelFontSize: 12, labelLimit: 220, symbolSize: 90, columnPadding: 16 },
    text: { font: font }
  };
  return new vega.View(vega.parse(spec, null, { ast: true }), { expr: vega.expressionInterpreter, logLevel: vega.Error || 1 });
}
function draw(k) {
  var f = figures[k], box = f.box, width = Math.max(240, box.clientWidth);
  if (f.view) f.view.finalize();
  f.width = width;
  f.view = make(f, theme(), width).renderer("svg").initialize(box).tooltip(tooltip).hover();
  f.view.addEventListener("click", function (e, item) {
    if (item && item.datum && item.datum.card) location.hash = "a" + item.datum.card;
    if (f.spec === "topic_map" && item && item.datum && item.datum.topic) choose(item.datum.topic);
  });
  views[k] = f.view;
  return f.view.runAsync();
}
function save(name, href) {
  var a = el("a", { href: href, download: name });
  document.body.appendChild(a); a.click(); a.remove();
}
function csv(f) {
  var rows = f.data.table, keys = Object.keys(rows[0] || {}).filter(function (k) { return !/^(tip|k|cat|x1|x2|y1|y2|text|short|span|sure|range|card|start|run|order|time)$/.test(k); });
  var cell = function (v) {
    if (v === null || v === undefined) return "";
    if (typeof v === "number") return String(v);
    v = String(v);
    if (/^[=+\-@\t\r\n]/.test(v)) v = "'" + v;
    return '"' + v.replace(/"/g, '""') + '"';
  };
  return "\ufeff" + [keys.join(",")].concat(rows.map(function (d) { return keys.map(function (k) { return cell(d[k]); }).join(","); })).join("\r\n");
}
function exportAs(k, kind) {
  var f = figures[k], name = "bingkai-" + f.spec + "-" + (k + 1);
  if (kind === "csv") return save(name + ".csv", URL.createObjectURL(new Blob([csv(f)], { type: "text/csv" })));
  var v = make(f, theme(true), Math.max(640, f.width)).background("#ffffff").renderer("none").initialize();
  return v.runAsync().then(function () {
    return kind === "svg" ? v.toSVG().then(function (s) { save(name + ".svg", URL.createObjectURL(new Blob([s], { type: "image/svg+xml" }))); })
      : v.toImageURL("png", 2).then(function (u) { save(name + ".png", u); });
  }).then(function () { v.finalize(); });
}
/* One topic for every figure that shows one; where a figure has nothing of it, that is said. */
function choose(topic) {
  figures.forEach(function (f, k) {
    f.filters.forEach(function (c) {
      if (!c.shared) return;
      var none = c.values.indexOf(topic) < 0, was = f.box.hidden, select = document.querySelector("#figure-" + k + " select");
      f.signals.topic = topic;
      f.box.hidden = none; f.none.hidden = !none;
      f.none.textContent = none ? topic + ": " + (/^topic_(contrast|terms)$/.test(f.spec) ? words.noWords : words.noValues) : "";
      if (select) select.value = topic;
      if (none) return;
      if (was) draw(k);
      else if (f.view) f.view.signal("topic", topic).runAsync();
    });
  });
}
function slider(f, c, filters) {
  var label = el("label", {}, c.label + " "), input = el("input", { type: "range", min: "0", max: "1", step: "0.1", name: c.signal }), now = el("output", {}, num(c.value, 1));
  input.value = c.value;
  input.addEventListener("input", function () {
    f.signals[c.signal] = +input.value; now.textContent = num(+input.value, 1);
    f.view.signal(c.signal, +input.value).runAsync();
  });
  label.appendChild(input); label.appendChild(now); filters.appendChild(label);
}
function controls(k) {
  var f = figures[k], fig = document.getElementById("figure-" + k), filters = fig.querySelector(".filters"), tools = fig.querySelector(".tools");
  f.box = fig.querySelector(".vega");
  f.none = el("p", { class: "note none", role: "status", hidden: "" });
  f.box.parentNode.insertBefore(f.none, f.box);
  f.filters.forEach(function (c) {
    if (c.range) { slider(f, c, filters); return; }
    if (!c.all && c.values.length < 2) return;
    var label = el("label", {}, c.label + " "), select = el("select", { name: c.signal });
    if (c.all) select.appendChild(el("option", { value: "" }, words.all));
    c.values.slice(0, 200).forEach(function (v) { select.appendChild(el("option", { value: v }, v)); });
    if (f.signals[c.signal]) select.value = f.signals[c.signal];
    select.addEventListener("change", function () { if (c.shared) { choose(select.value); return; } f.signals[c.signal] = select.value; f.view.signal(c.signal, select.value).runAsync(); });
    label.appendChild(select); filters.appendChild(label);
  });
  ["svg", "png", "csv"].forEach(function (kind) {
    var b = el("button", { type: "button" }, words[kind]);
    b.setAttribute("aria-describedby", "figure-" + k + "-c");
    b.addEventListener("click", function () { exportAs(k, kind); });
    tools.appendChild(b);
  });
}
var ready = Promise.all(figures.map(function (f, k) { prepare(f); controls(k); return draw(k); }));
document.querySelectorAll("details.as-table").forEach(function (d) { d.open = false; });
var again = function (force) {
  figures.forEach(function (f, k) { if (!f.box.hidden && (force || Math.abs(f.box.clientWidth - f.width) > 2)) draw(k); });
}, wait;
addEventListener("resize", function () { clearTimeout(wait); wait = setTimeout(again, 150); });
dark.addEventListener("change", function () { again(true); });
addEventListener("beforeprint", function () { tip.hidden = true; });

/* ---- cards ---- */
var form = document.getElementById("card-filter");
if (form) {
  var cards = Array.prototype.slice.call(document.querySelectorAll(".card")), count = document.getElementById("card-count");
  var polar = { "-1": words.conflict, 0: words.neutral, 1: words.cooperation };
  var name = function (key, v) {
    if (key === "polarity") return polar[v] || v;
    if (key === "dyad") return v.split("-").map(function (c) { return words.names[c] || c; }).join(" \u2013 ");
    return words.names[v] || v;
  };
  ["dyad", "polarity", "voice"].forEach(function (key) {
    var found = new Set();
    document.querySelectorAll(".card .rel").forEach(function (r) { found.add(r.dataset[key]); });
    Array.from(found).sort().forEach(function (v) { form.elements[key].appendChild(el("option", { value: v }, name(key, v))); });
  });
  Array.from(new Set(cards.map(function (c) { return c.dataset.source; }))).sort().forEach(function (v) {
    if (v) form.elements.source.appendChild(el("option", { value: v }, v));
  });
  var filter = function () {
    var want = {}, text = form.elements.text.value.trim().toLowerCase(), shown = 0;
    ["dyad", "polarity", "voice"].forEach(function (k) { want[k] = form.elements[k].value; });
    var any = want.dyad || want.polarity || want.voice;
    cards.forEach(function (c) {
      var hit = !any;
      c.querySelectorAll(".rel").forEach(function (r) {
        var on = ["dyad", "polarity", "voice"].every(function (k) { return !want[k] || r.dataset[k] === want[k]; });
        r.classList.toggle("off", !on);
        hit = hit || on;
      });
      if (form.elements.source.value && c.dataset.source !== form.elements.source.value) hit = false;
      if (hit && text && c.textContent.toLowerCase().indexOf(text) < 0) hit = false;
      c.hidden = !hit;
      shown += hit;
    });
    count.textContent = say(words.shown.replace("%2", cards.length), shown);
  };
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", function (e) { e.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(filter, 0); });
  addEventListener("hashchange", function () { /* a link may lead to a card that is filtered out */
    var to = document.getElementById(location.hash.slice(1));
    if (to && to.hidden) { form.reset(); setTimeout(function () { to.scrollIntoView(); }, 50); }
  });
  filter();
}

/* ---- navigation, examples ---- */
var links = {};
document.querySelectorAll("nav a").forEach(function (a) { links[a.getAttribute("href").slice(1)] = a; });
if ("IntersectionObserver" in window) {
  var watch = new IntersectionObserver(function (entries) {
    entries.forEach(function (e) {
      if (!e.isIntersecting) { links[e.target.id].removeAttribute("aria-current"); return; }
      Object.keys(links).forEach(function (k) { links[k].removeAttribute("aria-current"); });
      var link = links[e.target.id], bar = link.closest("ul");
      link.setAttribute("aria-current", "true");
      bar.scrollLeft = link.offsetLeft - (bar.clientWidth - link.offsetWidth) / 2;
    });
  }, { rootMargin: "-15% 0px -75% 0px" });
  document.querySelectorAll("main > section").forEach(function (s) { if (links[s.id]) watch.observe(s); });
}
document.querySelectorAll(".query").forEach(function (q) {
  if (!navigator.clipboard) return;
  var b = el("button", { type: "button" }, words.copy);
  b.addEventListener("click", function () {
    navigator.clipboard.writeText(q.querySelector("code").textContent).then(function () {
      b.textContent = words.copied;
      setTimeout(function () { b.textContent = words.copy; }, 1500);
    }, function () {});
  });
  q.appendChild(b);
});
/* A link to something folded up unfolds it. */
function unfold() {
  var to = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (!to) return;
  for (var d = to.closest("details"); d; d = d.parentElement && d.parentElement.closest("details")) d.open = true;
  to.scrollIntoView();
}
addEventListener("hashchange", unfold);
unfold();
window.bingkai = { ready: ready, views: views, figures: figures };
})();
