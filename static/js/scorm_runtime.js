// The runtime that a SCORM package talks to: one opening of one package with one part.
//
// Written by hand, since what is maintained doesn't fit a phone or this house: scorm-again 3.4 is
// 19 kB (1.2) and 79 kB (2004) packed, mostly for sequencing, which a package of one part hasn't
// got, where a whole page here has 60 kB, and would make npm a need of every installation; and on
// the second page of a book it refuses to begin again. wagtail-lms 0.11 runs packages at the
// school's own origin and brings courses of its own. The names and numbers are those of "SCORM 1.2 Run-Time Environment" and "SCORM 2004 4th Edition RTE".

const STATUS = "passed|completed|failed|incomplete|browsed|not attempted";
const SUCCESS = "passed|failed|unknown";
const COMPLETION = "completed|incomplete|not attempted|unknown";
const REAL = /^-?(?=\.?\d)\d{0,9}(\.\d{0,30})?$/; // 5 ÷ 6 has sixteen places in a browser
const LONG = 64000; // letters; more than 1.2 promises, as packages count on

const words = (list) => (value) => list.split("|").includes(value);
const text = (most) => (value) => value.length <= most;
const real = (least, most) => (value) => (REAL.test(value) ? Number(value) >= least && Number(value) <= most : null);
const score12 = (value) => value === "" || real(-1e9, 1e9)(value);
const TIMES = { 1: /^(\d{2,4}):(\d\d):(\d\d(?:\.\d{1,2})?)$/, 2: /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/ };

function seconds(version, value) {
  const found = TIMES[version].exec(value);
  if (!found || value.length < 3) return null;
  const [years, months, days, h, m, s] = (version === 1 ? [0, 0, 0, ...found.slice(1)] : found.slice(1)).map((part) => Number(part || 0));
  return Math.round((years * 365 + months * 30 + days) * 86400 + h * 3600 + m * 60 + s);
}
function duration(version, total) {
  const two = (n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  return version === 1 ? `${String(Math.min(h, 9999)).padStart(4, "0")}:${two(m)}:${two(s)}` : `PT${h}H${m}M${s}S`;
}

// What each element takes: [r, w or rw, check]. An n stands for a number counted from 0.
const ELEMENTS = {
  1: {
    "cmi._version": ["r"], "cmi.core.student_id": ["r"], "cmi.core.student_name": ["r"], "cmi.core.credit": ["r"],
    "cmi.core.entry": ["r"], "cmi.core.total_time": ["r"], "cmi.core.lesson_mode": ["r"],
    "cmi.core.lesson_location": ["rw", text(1000)],
    "cmi.core.lesson_status": ["rw", words(STATUS)],
    "cmi.core.score.raw": ["rw", score12], "cmi.core.score.min": ["rw", score12], "cmi.core.score.max": ["rw", score12],
    "cmi.core.exit": ["w", words("time-out|suspend|logout|normal|")],
    "cmi.core.session_time": ["w", (value) => seconds(1, value) !== null],
    "cmi.suspend_data": ["rw", text(LONG)], "cmi.launch_data": ["r"],
    "cmi.comments": ["rw", text(4096)], "cmi.comments_from_lms": ["r"],
    "cmi.student_data.mastery_score": ["r"], "cmi.student_data.max_time_allowed": ["r"], "cmi.student_data.time_limit_action": ["r"],
    "cmi.student_preference.audio": ["rw", text(10)], "cmi.student_preference.language": ["rw", text(255)],
    "cmi.student_preference.speed": ["rw", text(10)], "cmi.student_preference.text": ["rw", text(10)],
    "cmi.objectives.n.id": ["rw", text(255)], "cmi.objectives.n.status": ["rw", words(STATUS)],
    "cmi.objectives.n.score.raw": ["rw", score12], "cmi.objectives.n.score.min": ["rw", score12], "cmi.objectives.n.score.max": ["rw", score12],
    "cmi.interactions.n.id": ["w", text(255)], "cmi.interactions.n.time": ["w", text(20)],
    "cmi.interactions.n.type": ["w", text(20)], "cmi.interactions.n.weighting": ["w", text(20)],
    "cmi.interactions.n.student_response": ["w", text(4096)], "cmi.interactions.n.result": ["w", text(255)],
    "cmi.interactions.n.latency": ["w", text(20)], "cmi.interactions.n.objectives.n.id": ["w", text(255)],
    "cmi.interactions.n.correct_responses.n.pattern": ["w", text(4096)],
  },
  2: {
    "cmi._version": ["r"], "cmi.learner_id": ["r"], "cmi.learner_name": ["r"], "cmi.credit": ["r"], "cmi.mode": ["r"],
    "cmi.entry": ["r"], "cmi.total_time": ["r"], "cmi.launch_data": ["r"], "cmi.completion_threshold": ["r"],
    "cmi.scaled_passing_score": ["r"], "cmi.max_time_allowed": ["r"], "cmi.time_limit_action": ["r"],
    "cmi.location": ["rw", text(1000)], "cmi.suspend_data": ["rw", text(LONG)],
    "cmi.completion_status": ["rw", words(COMPLETION)], "cmi.success_status": ["rw", words(SUCCESS)],
    "cmi.progress_measure": ["rw", real(0, 1)], "cmi.score.scaled": ["rw", real(-1, 1)],
    "cmi.score.raw": ["rw", real(-1e9, 1e9)], "cmi.score.min": ["rw", real(-1e9, 1e9)], "cmi.score.max": ["rw", real(-1e9, 1e9)],
    "cmi.exit": ["w", words("time-out|suspend|logout|normal|")],
    "cmi.session_time": ["w", (value) => seconds(2, value) !== null],
    "cmi.learner_preference.audio_level": ["rw", real(0, 1e9)], "cmi.learner_preference.language": ["rw", text(250)],
    "cmi.learner_preference.delivery_speed": ["rw", real(0, 1e9)], "cmi.learner_preference.audio_captioning": ["rw", words("-1|0|1")],
    "cmi.objectives.n.id": ["rw", text(4000)], "cmi.objectives.n.description": ["rw", text(250)],
    "cmi.objectives.n.success_status": ["rw", words(SUCCESS)], "cmi.objectives.n.completion_status": ["rw", words(COMPLETION)],
    "cmi.objectives.n.progress_measure": ["rw", real(0, 1)], "cmi.objectives.n.score.scaled": ["rw", real(-1, 1)],
    "cmi.objectives.n.score.raw": ["rw", real(-1e9, 1e9)], "cmi.objectives.n.score.min": ["rw", real(-1e9, 1e9)], "cmi.objectives.n.score.max": ["rw", real(-1e9, 1e9)],
    "cmi.comments_from_learner.n.comment": ["rw", text(4000)], "cmi.comments_from_learner.n.location": ["rw", text(250)], "cmi.comments_from_learner.n.timestamp": ["rw", text(40)],
    "cmi.comments_from_lms.n.comment": ["r"], "cmi.comments_from_lms.n.location": ["r"], "cmi.comments_from_lms.n.timestamp": ["r"],
    "cmi.interactions.n.id": ["rw", text(4000)], "cmi.interactions.n.type": ["rw", text(20)],
    "cmi.interactions.n.timestamp": ["rw", text(40)], "cmi.interactions.n.weighting": ["rw", text(20)],
    "cmi.interactions.n.learner_response": ["rw", text(8000)], "cmi.interactions.n.result": ["rw", text(40)],
    "cmi.interactions.n.latency": ["rw", text(40)], "cmi.interactions.n.description": ["rw", text(500)],
    "cmi.interactions.n.objectives.n.id": ["rw", text(4000)], "cmi.interactions.n.correct_responses.n.pattern": ["rw", text(8000)],
    "adl.nav.request": ["rw", text(250)], "adl.nav.request_valid.continue": ["r"], "adl.nav.request_valid.previous": ["r"],
    "adl.data.n.id": ["r"], "adl.data.n.store": ["rw", text(LONG)],
  },
};
// Their numbers: before and after the talk, and for get and set.
const NUMBERS = {
  1: { again: 101, early: [301, 301, 301, 301], late: [301, 301, 301, 301], unknown: 401, keyword: 402, readOnly: 403, writeOnly: 404, type: 405, range: 405, gap: 201, unset: 0 },
  2: { again: 103, early: [122, 132, 142, 112], late: [123, 133, 143, 113], unknown: 401, keyword: 404, readOnly: 404, writeOnly: 405, type: 406, range: 407, gap: 351, unset: 403 },
};
const SENTENCES = { 0: "No error", 101: "General exception", 103: "Already initialized", 201: "Invalid argument", 301: "Not initialized", 351: "General set failure", 401: "Undefined data model element", 402: "Element is a keyword", 403: "Not initialized or read only", 404: "Read or write only", 405: "Incorrect type", 406: "Type mismatch", 407: "Value out of range" };
const NAMES = {
  1: ["LMSInitialize", "LMSFinish", "LMSGetValue", "LMSSetValue", "LMSCommit", "LMSGetLastError", "LMSGetErrorString", "LMSGetDiagnostic"],
  2: ["Initialize", "Terminate", "GetValue", "SetValue", "Commit", "GetLastError", "GetErrorString", "GetDiagnostic"],
};
// What isn't kept from one opening to the next: answers to single questions, and the time.
const PASSING = /^(cmi\.interactions|adl\.|cmi\.(core\.)?session_time)/;

// `tell(values, seconds, urgent)` hears every change. Answers {name, api}: what the package looks for.
export function runtime(start, tell, now = () => Date.now()) {
  const version = start.standard === "1.2" ? 1 : 2;
  const [elements, numbers, core] = [ELEMENTS[version], NUMBERS[version], version === 1 ? "cmi.core." : "cmi."];
  const values = { ...start.values };
  const passing = {};
  const resumed = Object.keys(values).length > 0;
  const fixed = {
    "cmi._version": version === 1 ? "3.4" : "1.0",
    [version === 1 ? "cmi.core.student_id" : "cmi.learner_id"]: start.leader,
    [version === 1 ? "cmi.core.student_name" : "cmi.learner_name"]: start.name || "",
    [`${core}credit`]: "credit", [version === 1 ? "cmi.core.lesson_mode" : "cmi.mode"]: "normal",
    [`${core}entry`]: resumed ? "resume" : "ab-initio",
    [`${core}total_time`]: duration(version, start.seconds || 0),
    "cmi.launch_data": start.launchData || "", "cmi.comments_from_lms": "", "cmi.time_limit_action": "continue,no message",
    // There is nothing before and nothing behind the one part.
    "adl.nav.request_valid.continue": "false", "adl.nav.request_valid.previous": "false",
  };
  const mark = start.passMark;
  if (typeof mark === "number") fixed[version === 1 ? "cmi.student_data.mastery_score" : "cmi.scaled_passing_score"] = String(version === 1 ? mark : mark / 100);
  const status = version === 1 ? "cmi.core.lesson_status" : "cmi.completion_status";
  const starting = {
    [status]: version === 1 ? "not attempted" : "unknown", "cmi.success_status": "unknown", "adl.nav.request": "_none_",
    "cmi.learner_preference.audio_level": "1", "cmi.learner_preference.language": "",
    "cmi.learner_preference.delivery_speed": "1", "cmi.learner_preference.audio_captioning": "0",
  };
  delete values[`${core}exit`];

  let state = "before"; // during, after
  let error = 0;
  let begun = 0;
  let earlier = 0; // seconds of the talks before this one
  let said = null; // seconds by the package's own clock
  const fail = (number, answer) => { error = number; return answer; };
  const fine = (answer) => fail(0, answer);
  const wrong = (which) => (state === "before" ? numbers.early : numbers.late)[which];
  const lasted = () => earlier + (said === null ? Math.round((now() - begun) / 1000) : said);
  const send = (urgent) => tell({ ...values }, lasted(), urgent);
  const read = (name) => [fixed, values, passing, starting].map((where) => where[name]).find((value) => value !== undefined);
  const shape = (name) => name.replace(/\.\d+(?=\.|$)/g, ".n");
  const count = (list) => {
    const found = Object.keys({ ...values, ...passing }).filter((name) => name.startsWith(`${list}.`));
    return new Set(found.map((name) => name.slice(list.length + 1).split(".")[0])).size;
  };
  const isFreshGoal = (name) => /^cmi\.objectives\.\d+\.\w*status$/.test(name) && read(name) === undefined && Number(name.split(".")[2]) < count("cmi.objectives");
  const children = (name) => {
    const under = `${shape(name)}.`;
    const found = Object.keys(elements).filter((one) => one.startsWith(under)).map((one) => one.slice(under.length).replace(/^n\./, "").split(".")[0]).filter((one) => one[0] !== "_");
    return found.length ? [...new Set(found)].join(",") : null;
  };
  const isList = (name) => Object.keys(elements).some((one) => one.startsWith(`${shape(name)}.n.`));

  function get(name) {
    if (state !== "during") return fail(wrong(0), "");
    const key = String(name);
    if (key.endsWith("._children")) { const found = children(key.slice(0, -10)); return found ? fine(found) : fail(numbers.unknown, ""); }
    if (key.endsWith("._count")) return isList(key.slice(0, -7)) ? fine(String(count(key.slice(0, -7)))) : fail(numbers.unknown, "");
    const element = elements[shape(key)];
    if (!element) return fail(numbers.unknown, "");
    if (element[0] === "w") return fail(numbers.writeOnly, "");
    const found = isFreshGoal(key) ? starting[status] : read(key);
    return found === undefined ? fail(numbers.unset, "") : fine(found);
  }

  function set(name, given) {
    if (state !== "during") return fail(wrong(1), "false");
    const [key, value] = [String(name), String(given)];
    if (/\._(children|count|version)$/.test(key)) return fail(numbers.keyword, "false");
    const element = elements[shape(key)];
    if (!element) return fail(numbers.unknown, "false");
    if (element[0] === "r") return fail(numbers.readOnly, "false");
    // One after another: a list has no holes.
    for (const place of key.matchAll(/\.(\d+)\./g)) {
      if (Number(place[1]) > count(key.slice(0, place.index))) return fail(numbers.gap, "false");
    }
    const fits = element[1](value);
    if (!fits) return fail(fits === null ? numbers.type : numbers[REAL.test(value) ? "range" : "type"], "false");
    if (key === `${core}session_time`) said = seconds(version, value);
    (PASSING.test(key) ? passing : values)[key] = value;
    send(false);
    return fine("true");
  }

  // What the school decides by the package's own pass mark, as both standards ask.
  function judge() {
    if (version === 1) {
      const raw = values["cmi.core.score.raw"];
      if (!values[status]) values[status] = "completed";
      if (typeof mark === "number" && raw) values[status] = Number(raw) >= mark ? "passed" : "failed";
    } else if (typeof mark === "number" && values["cmi.score.scaled"] !== undefined) {
      values["cmi.success_status"] = Number(values["cmi.score.scaled"]) * 100 >= mark ? "passed" : "failed";
    }
  }

  const [begin, finish, getValue, setValue, commit, last, sentence, diagnostic] = NAMES[version];
  const api = {
    [begin]: () => {
      if (state === "during") return fail(numbers.again, "false");
      // The standards refuse who has finished, yet books of many pages finish and begin on each of them.
      if (state === "after") fixed[`${core}entry`] = "resume";
      [state, begun, said] = ["during", now(), null];
      return fine("true");
    },
    [finish]: () => {
      if (state !== "during") return fail(wrong(3), "false");
      judge();
      [state, earlier, said] = ["after", lasted(), 0];
      send(true);
      return fine("true");
    },
    [getValue]: get,
    [setValue]: set,
    [commit]: () => {
      if (state !== "during") return fail(wrong(2), "false");
      send(true);
      return fine("true");
    },
    [last]: () => String(error),
    [sentence]: (number) => SENTENCES[Number(number)] || "",
    [diagnostic]: (number) => SENTENCES[Number(number === "" ? error : number)] || "",
  };
  return { name: version === 1 ? "API" : "API_1484_11", api };
}
