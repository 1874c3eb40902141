// Stands between the school's pages and the network. Files with a hash in their name come from this
// phone; pages come from the network, and without one the lessons that she kept, or a calm page that
// says so. Pages are kept for one person only, and gone when she logs out or another logs in.
// The server puts VERSION, STATICS and OFFLINE (a page for each language) in front of this.
const SHELL = `shell-${VERSION}`;
const STATE = "phone";
const STATE_KEY = "/phone-state";
const KEPT = "kept-"; // kept-<person>-<course>
const PATIENCE = 8000; // for a page that is kept too, in milliseconds
const LEAVE_ALONE = /^\/(cms|api|documents|accounts|outbox|styleguide|healthz|sw\.js|sync)(\/|$)/;
const HASHED = /^\/static\/.*\.[0-9a-f]{12}\.\w+$/;

const state = () => caches.open(STATE).then((box) => box.match(STATE_KEY))
  .then((found) => (found ? found.json() : { person: "0", language: "" }));
const remember = (now) => caches.open(STATE).then((box) => box.put(STATE_KEY, new Response(JSON.stringify(now))));

async function forgetOthers(person) {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(KEPT) && !name.startsWith(`${KEPT}${person}-`));
  await Promise.all(others.map((name) => caches.delete(name)));
}

// Every page says whose it is: "0" is nobody's.
async function notice(answer) {
  const person = answer.headers.get("X-Person");
  if (person === null) return;
  const language = answer.headers.get("Content-Language") || "";
  const before = await state();
  if (before.person !== person || before.language !== language) await remember({ person, language });
  if (before.person !== person) await forgetOthers(person);
}

async function keptOf(request) {
  const { person } = await state();
  const names = (await caches.keys()).filter((name) => name.startsWith(`${KEPT}${person}-`));
  for (const name of names) {
    const found = await (await caches.open(name)).match(request.url, { ignoreVary: true });
    if (found) return found;
  }
  return undefined;
}

async function offline() {
  const { language } = await state();
  const address = OFFLINE[language] || Object.values(OFFLINE)[0];
  return (await caches.match(address, { ignoreVary: true })) || Response.error();
}

async function page(event) {
  const kept = await keptOf(event.request);
  const asked = fetch(event.request);
  try {
    const answer = await (kept ? Promise.race([asked, new Promise((resolve, reject) => setTimeout(reject, PATIENCE))]) : asked);
    event.waitUntil(notice(answer.clone()));
    return answer;
  } catch (error) {
    asked.catch(() => undefined);
    return kept || offline();
  }
}

async function hashed(request) {
  const here = await caches.match(request.url, { ignoreVary: true });
  if (here) return here;
  const answer = await fetch(request);
  if (answer.ok && answer.type === "basic") (await caches.open(SHELL)).put(request.url, answer.clone());
  return answer;
}

async function plain(request) {
  try {
    return await fetch(request);
  } catch (error) {
    return (await caches.match(request.url, { ignoreVary: true })) || Response.error();
  }
}

// Players ask for a part of a file.
async function part(request, whole) {
  const asked = /bytes=(\d+)-(\d*)/.exec(request.headers.get("Range") || "");
  if (!asked || whole.status !== 200) return whole;
  const blob = await whole.blob();
  const from = Number(asked[1]);
  const to = asked[2] ? Math.min(Number(asked[2]), blob.size - 1) : blob.size - 1;
  return new Response(blob.slice(from, to + 1), {
    status: 206,
    headers: {
      "Content-Type": whole.headers.get("Content-Type") || "",
      "Content-Range": `bytes ${from}-${to}/${blob.size}`,
      "Accept-Ranges": "bytes",
    },
  });
}

const media = async (request) => {
  const kept = await keptOf(request);
  return kept ? part(request, kept) : fetch(request);
};

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL)
    .then((shell) => Promise.all([
      shell.addAll(STATICS),
      ...Object.values(OFFLINE).map((address) => fetch(address, { credentials: "omit" }).then((answer) => shell.put(address, answer))),
    ]))
    .then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name.startsWith("shell-") && name !== SHELL).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || LEAVE_ALONE.test(url.pathname)) {
    if (request.mode === "navigate" && request.method === "GET" && /^\/accounts\//.test(url.pathname)) {
      event.respondWith(page(event));
    }
    return;
  }
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (HASHED.test(url.pathname)) event.respondWith(hashed(request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(plain(request));
  else if (url.pathname.startsWith("/media/")) event.respondWith(media(request));
});
