// What is done on this phone is kept on it first and sent after. `openBox` keeps things, `openQueue`
// sends one person's to the school: once each, in order, whenever there is a network.

// What is kept under keys that begin with `prefix`: in IndexedDB, else in localStorage, else in this
// page's memory only.
export function openBox(prefix) {
  const db = new Promise((resolve, reject) => {
    setTimeout(reject, 3000);
    const asked = indexedDB.open("answers", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("kept", { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = asked.onblocked = reject;
  });
  const act = (mode, how) => db.then((base) => new Promise((resolve, reject) => {
    const work = base.transaction("kept", mode);
    const asked = how(work.objectStore("kept"));
    work.oncomplete = () => resolve(asked.result);
    work.onerror = work.onabort = reject;
  }));
  const or = (first, second) => first.catch(second).catch(() => undefined);
  const plain = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  return {
    all: () => or(
      act("readonly", (kept) => kept.getAll(IDBKeyRange.bound(prefix, `${prefix}\uffff`))),
      () => plain().map((key) => JSON.parse(localStorage.getItem(key))),
    ).then((found) => found || []),
    put: (one) => or(
      act("readwrite", (kept) => kept.put(one)),
      () => localStorage.setItem(one.key, JSON.stringify(one)),
    ),
    drop: (key) => or(act("readwrite", (kept) => kept.delete(key)), () => localStorage.removeItem(key)),
  };
}

const AT_ONCE = 50; // things in one post,
const LONGEST = 15000; // and letters: what may outlive its page is limited to 64 kB
const PATIENCE = 15000; // for one answer of the school, in milliseconds
const AGAIN = 20000; // until it is asked again

// What this phone knows by a name; with a value it learns it.
export function store(name, value) {
  try {
    if (value === undefined) return localStorage.getItem(name);
    localStorage.setItem(name, value);
  } catch (error) { /* Private mode: known on this page only. */ }
  return null;
}

function kept(name, make) {
  const value = store(name);
  if (value) return value;
  const made = make();
  store(name, made);
  return made;
}

export function openQueue(person) {
  const box = openBox(`phone/${person}/`);
  const client = kept(`phone-client/${person}`, () => Math.random().toString(36).slice(2, 12).padEnd(10, "0") + Date.now().toString(36));
  const hear = new Set();
  let last = 0;
  let state = "sent"; // kept (here, about to go), waiting (no network), sending, sent, login, strange
  let failed = false;
  let sending;
  let timer;

  // In the order of doing, also after the tab was killed and whatever the clock says.
  const count = () => {
    last = Math.max(last + 1, Number(kept(`phone-seq/${person}`, () => 0)) + 1, Date.now() * 100);
    store(`phone-seq/${person}`, last);
    return last;
  };
  // Where nothing can be kept at all (a full or locked phone), this page still remembers.
  const unkept = new Map();
  const all = () => box.all().then((found) => {
    found.forEach(({ key, seq }) => unkept.has(key) && unkept.get(key).seq === seq && unkept.delete(key));
    return found.filter(({ key }) => !unkept.has(key)).concat(...unkept.values()).sort((a, b) => a.seq - b.seq);
  });
  const tell = (now) => {
    state = now || state;
    return all().then((found) => {
      hear.forEach((how) => how({
        state,
        waiting: found.filter((one) => !one.refused && !one.quiet).length,
        refused: found.filter((one) => one.refused),
        found,
      }));
      return found;
    });
  };

  // Of one name only the newest waits: the last card, the last text of a note.
  const add = (kind, fields, { name = "", quiet = false } = {}) => {
    const seq = count();
    const key = `phone/${person}/${name || seq}`;
    const one = { key, seq, kind, quiet, at: Date.now(), ...fields };
    unkept.set(key, one);
    return box.put(one).then(() => tell(failed || navigator.onLine === false ? "waiting" : "kept"));
  };
  const forget = (key) => {
    unkept.delete(key);
    return box.drop(key);
  };
  // Unless something newer took its place while it was on its way.
  const drop = (sent) => all().then((found) => {
    const now = found.find((one) => one.key === sent.key);
    return now && now.seq === sent.seq ? forget(sent.key) : undefined;
  });
  const refuse = (sent, verdict) => all().then((found) => {
    const now = found.find((one) => one.key === sent.key);
    return now && now.seq === sent.seq ? box.put({ ...sent, refused: verdict.message || verdict.code }) : undefined;
  });

  const token = () => (/(?:^|; )csrftoken=([^;]+)/.exec(document.cookie) || [])[1] || "";
  const ask = (options) => Promise.race([
    fetch("/sync/", { credentials: "same-origin", ...options }),
    new Promise((resolve, reject) => setTimeout(reject, PATIENCE)),
  ]);
  const post = (items) => ask({
    method: "POST",
    headers: { "X-CSRFToken": token(), "Content-Type": "application/json" },
    keepalive: true,
    body: JSON.stringify({
      person,
      client,
      clock: Date.now(),
      items: items.map(({ key, quiet, refused, ...item }) => item),
    }),
  });
  // A page that was kept has an old token, and the session may be over or another person's.
  const renew = () => ask({}).then((answer) => answer.json()).then((found) => found.person);

  const handful = (found) => {
    let letters = 0;
    return found.slice(0, AT_ONCE).filter((one, i) => {
      letters += JSON.stringify(one).length;
      return !i || letters < LONGEST;
    });
  };

  async function sendAll() {
    for (;;) {
      const items = handful((await all()).filter((one) => !one.refused));
      if (!items.length) return "sent";
      await tell("sending");
      let answer = await post(items);
      if (answer.status === 403) {
        const now = await renew();
        if (!now) return "login";
        if (now !== person) return "strange";
        answer = await post(items);
      }
      if (answer.status === 401 || answer.status === 403) return "login";
      if (answer.status === 409) return "strange";
      if (answer.status !== 200) return "waiting";
      const { verdicts } = await answer.json();
      for (const item of items) {
        const verdict = verdicts.find((one) => one.seq === item.seq);
        if (!verdict) return "waiting";
        if (verdict.code === "taken" || verdict.code === "again") await drop(item);
        else await refuse(item, verdict);
        document.dispatchEvent(new CustomEvent("synced", { detail: { item, verdict } }));
      }
    }
  }
  // Of several tabs one sends; where tabs can't know of each other, the school takes each thing once.
  const alone = (work) => (navigator.locks ? navigator.locks.request(`sync/${person}`, work) : work());
  const flush = () => {
    clearTimeout(timer);
    sending = sending || alone(sendAll).catch(() => "waiting").then((now) => {
      sending = null;
      failed = now !== "sent";
      if (now === "waiting") timer = setTimeout(flush, AGAIN);
      return tell(now).then(() => now === "sent");
    });
    return sending;
  };
  const retry = () => all()
    .then((found) => Promise.all(found.map(({ refused, ...one }) => refused && box.put(one))))
    .then(flush);

  window.addEventListener("online", flush);
  return { add, flush, retry, all, person, drop: (key) => forget(key).then(() => tell()), listen: (how) => { hear.add(how); } };
}

// One queue a page, for whoever is logged in.
const own = document.getElementById("phone");
export const queue = own ? openQueue(Number(own.dataset.person)) : null;
