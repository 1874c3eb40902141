// Sounds go on where she stopped, as fast as she likes it; only one of them at a time.
import { store } from "./queue.js";

const SPEEDS = [1, 1.25, 1.5, 2];

export function players(key) {
  const sounds = [...document.querySelectorAll(".audio audio")];
  sounds.forEach((sound) => {
    player(sound, key);
    sound.addEventListener("play", () => sounds.forEach((other) => other === sound || other.pause()));
  });
}

function player(sound, key) {
  const place = `audio:${key}:${new URL(sound.src).pathname}`;
  const button = sound.parentElement.querySelector("[data-speed]");
  let kept = 0;
  const set = (speed) => {
    sound.defaultPlaybackRate = sound.playbackRate = speed;
    if (button) button.textContent = `${speed}×`;
  };
  set(Number(store("audio-speed")) || 1);
  sound.addEventListener("loadedmetadata", () => { sound.currentTime = Number(store(place)) || 0; });
  sound.addEventListener("timeupdate", () => {
    if (Math.abs(sound.currentTime - kept) < 2) return;
    kept = sound.currentTime;
    store(place, Math.floor(kept));
  });
  sound.addEventListener("ended", () => store(place, 0));
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const next = SPEEDS[(SPEEDS.indexOf(sound.playbackRate) + 1) % SPEEDS.length];
    set(next);
    store("audio-speed", next);
  });
}

const page = document.querySelector("[data-players]");
if (page) players(page.dataset.players);
