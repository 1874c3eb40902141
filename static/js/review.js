// Goes from card to card and says at once what is right; what can't be sent is kept on this phone.
// The school judges every answer again.
const root = document.getElementById("review");
if (root) start(root.dataset);

// The parts of a key are explained in assessments/review_key.py.
function judge(parts, form) {
  if (!form) return { words: [], verdict: "not-yet" };
  let [sum, words] = [0, []];
  parts.forEach(({ name, worth, is }) => {
    const found = (form[name] || []).map((key) => (worth ? worth[key] : [key === is ? 100 : 0]));
    sum += Math.max(0, found.reduce((all, one) => all + one[0], 0));
    words = words.concat(found.map((one) => one[1] || []));
  });
  const open = parts.some((part) => !part.worth && !part.is);
  const all = sum > 99.9 * parts.length;
  return { words, verdict: open ? "open" : all ? "right" : sum > 0 ? "partly" : "not-yet" };
}

function start({ save, leader, done, known }) {
  const find = (what) => root.querySelector(what);
  const each = (what, how) => root.querySelectorAll(what).forEach(how);
  const box = find("#card");
  const end = find("#end");
  const token = find("[name=csrfmiddlewaretoken]").value;
  const prefix = `review/${leader}/`;
  const client = Math.random().toString(36).slice(2);
  const cards = [box.firstElementChild];
  const verdicts = {};
  let queue = [];
  let [here, seq, status, sending] = ["", 0, 200, false];
  each("[data-card]", (one) => cards.push(one.content.firstElementChild));

  const stored = (how) => { try { return how(); } catch (error) { return []; } };
  const keep = (more) => {
    seq += 1;
    const entry = { ...more, id: `${prefix}${client}/${seq}`, client, seq, at: Date.now() };
    queue.push(entry);
    stored(() => localStorage.setItem(entry.id, JSON.stringify(entry)));
    flush();
  };
  const loggedOut = () => status === 401 || status === 403;
  const settled = () => status > 0 && status < 500 && !loggedOut();
  async function flush() {
    paint();
    if (sending) return;
    sending = true;
    while (queue.length) {
      const entry = queue[0];
      try {
        const answer = await fetch(save, {
          method: "POST",
          headers: { "X-CSRFToken": token },
          body: JSON.stringify({ ...entry, age: Date.now() - entry.at }),
        });
        status = answer.status;
        if (status === 200) say(entry.key, (await answer.json()).verdict);
      } catch (error) { status = 0; }
      if (!settled()) break;
      queue.shift();
      stored(() => localStorage.removeItem(entry.id));
    }
    sending = false;
    if (queue.length && !loggedOut()) setTimeout(flush, 5000);
    paint();
  }
  const paint = () => {
    const waits = queue.length && !settled();
    find(".save").dataset.state = waits ? "waiting" : queue.length ? "sending" : seq ? "saved" : "";
    find("#offline").hidden = !waits || loggedOut();
    find("#logged-out").hidden = !loggedOut();
  };

  const put = (content) => {
    box.textContent = "";
    box.append(document.importNode(content, true));
    document.dispatchEvent(new Event("turned"));
    scrollTo(0, 0);
    box.focus({ preventScroll: true });
  };
  const say = (key, verdict) => {
    verdicts[key] = verdict;
    if (here === "end") finish();
    if (here !== key) return;
    each("[data-verdict]", (pill) => { pill.hidden = pill.dataset.verdict !== verdict; });
    find("[data-hard]").hidden = verdict !== "right";
  };
  const turn = () => {
    const left = cards.filter((card) => !verdicts[card.dataset.review]);
    const at = cards.length - left.length + +done;
    each(".segment", ({ classList }, place) => {
      classList.toggle("segment--done", place < at);
      classList.toggle("segment--here", place === at);
    });
    here = left.length ? "" : "end";
    put(left.length ? left[0] : end.content);
    if (here) finish();
    else find("[data-here]").textContent = at + 1;
  };
  const finish = () => {
    const all = Object.values(verdicts);
    const count = cards.length + +done;
    const right = all.filter((one) => one === "right").length + +known;
    const which = all.includes("open") ? "open" : right === count ? "all" : right ? "some" : "none";
    find("#card p").textContent = end.dataset[which].replace("{count}", count).replace("{known}", right);
  };
  const tell = (card, form) => {
    const { review: key, sign, parts } = card.dataset;
    const { verdict, words } = judge(JSON.parse(parts), form);
    put(card.querySelector("template").content);
    each("[data-given]", (slot) => {
      const field = card.querySelector(`[name="${slot.dataset.given}"]`);
      const option = field.selectedOptions && field.value && field.selectedOptions[0].text;
      slot.textContent = (form && (option || field.value)) || "–";
    });
    each("[data-key]", (choice) => {
      if (!form || !form.answer.includes(choice.dataset.key)) return;
      choice.classList.toggle("choice--yours", !choice.matches(".choice--right"));
      choice.querySelector(".choice__note").textContent = choice.dataset.yours;
    });
    find("[data-words]").textContent = words.join(" ");
    here = key;
    say(key, verdict);
    keep({ key, sign, form, verdict });
  };
  box.addEventListener("click", (event) => {
    const button = event.target.closest(".btn");
    const card = find("[data-review]");
    if (!button || here === "end") return;
    event.preventDefault();
    if (!card && button.name) keep({ key: here, hard: true });
    if (!card) { turn(); return; }
    const form = {};
    new FormData(button.form).forEach((value, name) => {
      if (/^answer/.test(name) && value.trim()) form[name] = (form[name] || []).concat(value);
    });
    if (button.name || Object.keys(form).length) tell(card, button.name ? null : form);
    else find("[data-missing]").hidden = false;
  });

  // What waits on this phone isn't asked again.
  queue = stored(() => Object.keys(localStorage).filter((id) => id.startsWith(prefix))
    .map((id) => JSON.parse(localStorage[id])).sort((a, b) => a.at - b.at));
  cards.forEach(({ dataset: { review } }) => {
    const waiting = queue.find((entry) => entry.key === review);
    if (waiting) verdicts[review] = waiting.verdict;
  });
  if (Object.keys(verdicts).length) turn();
  window.addEventListener("online", flush);
  flush();
}
