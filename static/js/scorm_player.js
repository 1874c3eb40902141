// The frame above a package, at the packages' own address: it holds the runtime where packages look
// for it and tells the school's page what they report. It knows nothing else.
import { runtime } from "./scorm_runtime.js";

const { school: origin, launch } = document.body.dataset;
const school = window.parent;
// Packages climb from frame to frame until they find the runtime: here it ends.
window.parent = window;

const tell = (scorm, more) => school.postMessage({ scorm, ...more }, origin);
let frame;

function open(start) {
  if (frame) return;
  const { name, api } = runtime(start, (values, seconds, urgent) => tell("values", { values, seconds, urgent }));
  window[name] = api;
  frame = document.createElement("iframe");
  frame.title = document.title;
  frame.allow = "fullscreen; autoplay";
  frame.src = launch;
  document.body.append(frame);
}

addEventListener("message", ({ data, origin: from, source }) => {
  if (source !== school || from !== origin || !data) return;
  if (data.scorm === "ready") tell("hello");
  if (data.scorm === "start") open(data.start);
  if (data.scorm === "leave") {
    // Taking its frame away lets the package say its last word first.
    if (frame) frame.remove();
    tell("left");
  }
});
tell("hello");
