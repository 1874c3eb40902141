// Sends each answer as it is given and turns the pages. What can't be sent is kept on this phone,
// and sent later, from any page of the school; so is the hand-in. Without this script each page is
// a plain form.
import { openBox } from "./queue.js";

document.querySelectorAll("[data-attempt]").forEach(start);

function start(sheet) {
  const { attempt, save, submit, done, paper, forward } = sheet.dataset;
  const byId = (id) => document.getElementById(id);
  const each = (root, what, how) => root.querySelectorAll(what).forEach(how);
  const client = Math.random().toString(36).slice(2) + Date.now().toString(36);
  const box = openBox(`${attempt}/`);
  let entries = []; // what waits: {key, slot, form, client, seq, at}, or {key, submit}
  let given = {}; // what was given here, by question: its fields by name
  let sheets = null; // all pages
  let kept = null; // when the newest is safely on this phone
  let seq = 0;
  let sending;
  let inFlight;
  let failed = false;
  let logins = 0; // how often she has logged in again on this page
  let over = false;
  let stale = false; // the server has another page for her
  let strange = false; // what waits is another person's
  let warned = false; // she knows that there is no way back to this page
  let timer;


  const fields = (question) => [...question.querySelectorAll("[name]")]
    .map((field) => ({ field, name: field.name.slice(question.dataset.prefix.length) }))
    .filter(({ field, name }) => /^(answer|certainty)/.test(name) && field.type !== "file");
  const ticks = (field) => /radio|checkbox/.test(field.type);
  const isTouched = ({ field }) => (ticks(field) ? field.checked !== field.defaultChecked
    : field.options ? field.selectedIndex > 0 && !field.options[field.selectedIndex].defaultSelected
      : field.value !== field.defaultValue);
  const read = (question) => {
    const form = {};
    fields(question).forEach(({ field, name }) => {
      if (!ticks(field) || field.checked) (form[name] = form[name] || []).push(field.value);
    });
    return form;
  };
  const fill = (question, form) => fields(question).forEach(({ field, name }) => {
    const values = form[name] || [];
    if (ticks(field)) field.checked = values.includes(field.value);
    else field.value = values[0] || "";
  });
  const answered = (form) => Object.keys(form)
    .some((name) => name !== "certainty" && form[name].join("").trim());


  const waits = (slot) => entries.some((entry) => String(entry.slot) === slot);
  const paint = () => {
    const now = failed ? "waiting" : "sending";
    const say = (pill, state) => { if (pill) pill.dataset.state = state; };
    each(sheet, "[data-question]", (question) => {
      const slot = question.dataset.question;
      const pill = question.querySelector(".save") || sheet.querySelector(".save");
      if (waits(slot)) say(pill, now);
      else if (given[slot]) say(pill, "saved");
    });
    each(sheet, "[data-segment]", (segment) => {
      const form = given[segment.dataset.segment];
      if (form) segment.classList.toggle("segment--done", answered(form));
    });
    paintEnd(now, say);
    remember();
    if (!paper) {
      const words = sheet.querySelector("[data-say]");
      say(sheet.querySelector(".save"), entries.length ? now : "saved");
      if (!entries.length) words.textContent = words.dataset.say;
      sheet.hidden = strange || (sheet.hidden && !entries.length);
      return;
    }
    const handedIn = entries.some((entry) => entry.submit);
    byId("offline").hidden = !failed || !entries.length || handedIn;
    byId("queued").hidden = !failed || !handedIn;
    if (!failed) byId("needs-network").hidden = true;
  };
  const paintEnd = (now, say) => {
    const title = sheet.querySelector("[data-open]");
    if (!title) return;
    say(sheet.querySelector(".save"), entries.length ? now : "");
    let open = 0;
    each(sheet, "[data-line]", (line) => {
      const form = given[line.dataset.line];
      const on = form ? answered(form) : line.classList.contains("step--done");
      const [sign, icon, word] = [".sign", "use", ".step__meta"].map((part) => line.querySelector(part));
      line.classList.toggle("step--done", on);
      sign.className = `sign sign--${on ? "ok" : "todo"}`;
      icon.setAttribute("href", icon.getAttribute("href").replace(/#.*/, on ? "#check" : "#ring"));
      word.textContent = on ? word.dataset.yes : word.dataset.no;
      open += on ? 0 : 1;
    });
    const { many, one, none } = title.dataset;
    title.textContent = open > 1 ? many.replace("{n}", open) : open ? one : none;
  };
  // The school's other pages learn from this that something waits here.
  const remember = () => {
    const named = /(?:^|; )unsent=([\d.]+)/.exec(document.cookie);
    const others = named ? named[1].split(".").filter((one) => one && one !== attempt) : [];
    const all = others.concat(entries.length ? attempt : []);
    if (named || all.length) document.cookie = `unsent=${all.join(".")}; path=/; max-age=${all.length && 2592000}; samesite=lax`;
  };


  const token = () => (/(?:^|; )csrftoken=([^;]+)/.exec(document.cookie) || [])[1]
    || (document.querySelector("[name=csrfmiddlewaretoken]") || {}).value;
  const post = (url, body, redirect) => Promise.race([
    fetch(url, {
      method: "POST",
      credentials: "same-origin",
      headers: { "X-CSRFToken": token(), Accept: redirect ? "text/html" : "application/json" },
      body,
      redirect,
    }),
    new Promise((resolve, reject) => setTimeout(reject, 15000)),
  ]);
  const send = (entry) => (entry.submit ? post(submit) : post(save, JSON.stringify({
    slot: entry.slot,
    form: entry.form,
    client: entry.client,
    seq: entry.seq,
    age: Math.max(0, Date.now() - entry.at),
  })));
  const drop = (entry) => {
    entries = entries.filter((other) => other !== entry);
    return box.drop(entry.key);
  };

  // One after the other, the hand-in last.
  async function sendAll() {
    await kept;
    while (entries.length) {
      const entry = entries.find((one) => !one.submit) || entries[0];
      inFlight = entry;
      paint();
      let status = 0;
      const before = logins;
      try { status = (await send(entry)).status; } catch (error) { /* No network. */ }
      inFlight = null;
      if (status === 401 || status === 403) {
        // What went out before she logged in again says nothing about now.
        if (before === logins) askLogin();
        else status = 0;
      }
      strange = status === 404;
      if (status === 410) stale = true;
      if (status === 409 || (entry.submit && status === 200)) over = true;
      if (![200, 400, 409, 410].includes(status)) return status;
      await drop(entry);
      failed = false;
    }
    return 200;
  }
  const flush = () => {
    clearTimeout(timer);
    sending = sending || sendAll().then((status) => {
      sending = null;
      failed = status !== 200;
      paint();
      if (failed && status !== 401 && status !== 403 && status !== 404) timer = setTimeout(flush, 5000);
      if (!failed) settle();
      return !failed;
    });
    return sending;
  };
  const settle = () => {
    closeLogin();
    if (over && done) location.assign(done);
    else if (stale && paper) location.assign(location.pathname);
    else if (paper && !sheets) load();
  };
  const keep = (entry) => {
    const old = entries.filter((one) => one.slot === entry.slot && one !== inFlight);
    entries = entries.filter((one) => !old.includes(one)).concat(entry);
    return box.put(entry).then(() => Promise.all(old.map((one) => box.drop(one.key))));
  };
  const forget = () => {
    warned = false;
    if (forward) byId("no-way-back").hidden = true;
  };
  const note = (question) => {
    forget();
    seq += 1;
    const slot = Number(question.dataset.question);
    const form = read(question);
    given[slot] = form;
    kept = keep({ key: `${attempt}/${client}/${seq}`, slot, form, client, seq, at: Date.now() });
    kept.then(paint);
  };


  const load = () => fetch(paper, { credentials: "same-origin" })
    .then((answer) => (answer.ok && !answer.redirected ? answer.text() : ""))
    .then((text) => {
      const all = new DOMParser().parseFromString(text, "text/html").querySelectorAll(".sheet");
      if (!all.length) return;
      sheets = [...all];
      sheet.dataset.fetched = sheets.length;
      sheets.forEach((one) => each(one, "img", (img) => { new Image().src = img.getAttribute("src"); }));
    })
    .catch(() => { setTimeout(() => sheets || load(), 5000); });
  const places = (one) => one.dataset.slots.split(" ");
  const put = (next) => {
    sheet.textContent = "";
    sheet.append(document.importNode(next, true));
    forget();
    document.dispatchEvent(new Event("turned"));
    refill();
  };
  const refill = () => {
    each(sheet, "[data-question]", (question) => {
      const form = given[question.dataset.question];
      if (form) fill(question, form);
    });
    each(sheet, "form", (form) => form.dispatchEvent(new Event("filled")));
    paint();
  };
  const turn = (place, remember) => {
    const next = sheets && sheets.find((one) => places(one).includes(place));
    if (!next) return false;
    if (forward) sheets = sheets.slice(sheets.indexOf(next));
    put(next);
    if (remember) history[forward ? "replaceState" : "pushState"](null, "", `?q=${place}`);
    scrollTo(0, 0);
    sheet.tabIndex = -1;
    sheet.focus({ preventScroll: true });
    return true;
  };
  const here = () => new URLSearchParams(location.search).get("q") || places(sheet.firstElementChild)[0];
  // Where she stopped: only this phone knows of what waits here.
  const goOn = () => {
    const slots = [...sheet.querySelectorAll("[data-segment]")].map((one) => one.dataset.segment);
    const open = (slot) => (given[slot] ? !answered(given[slot])
      : !sheet.querySelector(`[data-segment="${slot}"].segment--done`));
    const shown = places(sheet.firstElementChild);
    const last = Object.keys(given).map(Number).sort((a, b) => b - a)[0];
    if (!last || !sheets) return;
    if (forward) {
      const at = sheets.findIndex((one) => places(one).includes(String(last)));
      const [place] = places(sheets.slice(Math.max(0, at)).find((one) => places(one).some(open)));
      if (!shown.includes(place)) turn(place, true);
      return;
    }
    if (location.search || shown.some(open)) return;
    turn(slots.filter((slot) => !shown.includes(slot)).find(open) || "end", true);
  };
  // Where there is no way back, nothing is left open by a slip of the thumb.
  const blank = () => forward && [...sheet.querySelectorAll("[data-question]")].some((question) => {
    const file = question.querySelector("[type=file]");
    if (!file) return fields(question).length && !answered(read(question));
    return !file.files.length && !sheet.querySelector(".save[data-state=saved]");
  });
  const go = (place) => {
    if (!warned && blank()) {
      byId("no-way-back").hidden = false;
      byId("no-way-back").scrollIntoView(false);
      warned = true;
      return;
    }
    const sent = flush();
    if (turn(place, true)) return;
    load().then(() => turn(place, true) || sent.then((all) => {
      if (all && navigator.onLine !== false) location.assign(`?q=${place}`);
      else byId("needs-network").hidden = false;
    }));
  };
  // A file, or the question if an answer is right, travels with the form itself.
  const postForm = (form, name, value) => flush().then((all) => {
    if (!all || navigator.onLine === false) { byId("needs-network").hidden = false; return; }
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
    form.submit();
  });


  sheet.addEventListener("input", (event) => {
    const question = event.target.closest("[data-question]");
    if (!question || event.target.type === "file") return;
    note(question);
    clearTimeout(timer);
    timer = setTimeout(flush, /^text/.test(event.target.type) ? 900 : 0);
  });
  sheet.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target.dataset.slot === "0") {
      entries.push({ key: `${attempt}/submit`, submit: true });
      box.put({ key: `${attempt}/submit`, submit: true }).then(flush);
    } else event.target.querySelector("[data-go]:not(.btn--quiet)").click();
  });
  sheet.addEventListener("click", (event) => {
    const button = event.target.closest("[data-go], [data-check]");
    if (!button) return;
    event.preventDefault();
    const files = [...sheet.querySelectorAll("[type=file]")].some((field) => field.files.length);
    if (button.form && (files || !button.dataset.go)) postForm(button.form, button.name, button.value);
    else go(button.dataset.go);
  });
  window.addEventListener("online", flush);
  window.addEventListener("popstate", () => paper && (turn(here(), false) || location.reload()));
  // Another device may have answered meanwhile.
  document.addEventListener("visibilitychange", () => document.hidden || flush().then((all) => {
    if (!all || !paper || over || /^text|^tel|number/.test((document.activeElement || {}).type)) return;
    load().then(() => { if (!entries.length) { given = {}; turn(here(), false); } });
  }));


  const dialog = byId("login");
  const askLogin = () => {
    if (dialog && !dialog.open) dialog.showModal ? dialog.showModal() : dialog.setAttribute("open", "");
  };
  const closeLogin = () => {
    if (dialog && dialog.close) dialog.close();
    else if (dialog) dialog.removeAttribute("open");
  };
  const renew = (form) => {
    const [phone, code] = dialog.querySelectorAll("form");
    const error = dialog.querySelector("[role=alert]");
    const fail = () => { error.textContent = error.dataset[form.dataset.step]; error.hidden = false; };
    post(form.getAttribute("action"), new URLSearchParams(new FormData(form)), "manual").then((answer) => {
      if (answer.type !== "opaqueredirect") return fail();
      error.hidden = true;
      phone.hidden = form === phone;
      code.hidden = form === code;
      if (form === phone) return code.elements.code.focus();
      [document, ...(sheets || [])].forEach((part) => each(part, "[name=csrfmiddlewaretoken]", (field) => { field.value = token(); }));
      logins += 1;
      closeLogin();
      return flush();
    }).catch(fail);
  };
  if (dialog) dialog.addEventListener("submit", (event) => { event.preventDefault(); renew(event.target); });

  box.all().then((found) => {
    entries = found.filter((one) => !waits(String(one.slot))).sort((a, b) => (a.at || Infinity) - (b.at || Infinity)).concat(entries);
    const late = entries.length > 0 && !paper;
    found.forEach(({ slot, form }) => { if (form && !given[slot]) given[slot] = form; });
    if (paper) {
      // She may have answered before this script came.
      each(sheet, "[data-question]", (question) => { if (fields(question).some(isTouched)) note(question); });
      refill();
    }
    const sent = entries.length ? flush() : Promise.resolve();
    sent.then((all) => {
      if (paper) load().then(() => { if (found.length) goOn(); });
      else if (all && late && done) location.assign(done);
    });
  });
  tick(() => { over = true; flush(); });
}

// The server gave the seconds; this only counts them down.
function tick(end) {
  const clock = document.getElementById("clock");
  if (!clock) return;
  const until = Date.now() + clock.dataset.seconds * 1000;
  const timer = setInterval(() => {
    const minutes = Math.ceil((until - Date.now()) / 60000);
    if (minutes < 1) {
      clearInterval(timer);
      end();
    } else {
      clock.textContent = minutes > 1 ? clock.dataset.many.replace("{n}", minutes) : clock.dataset.one;
    }
  }, 5000);
}
