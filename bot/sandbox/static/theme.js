/** Light or dark: the system's choice until the person makes another. Runs before the first paint. */

import { recall, remember } from "./memory.js";

const root = document.documentElement;
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

/** @type {string | null} */
let chosen = recall("theme", null);

function show() {
  if (chosen) root.dataset.theme = chosen;
  else delete root.dataset.theme;
}

export function isDark() {
  return chosen ? chosen === "dark" : systemIsDark.matches;
}

/** Changes to the other one; back at the system's choice, it follows the system again. */
export function toggleTheme() {
  const wanted = isDark() ? "light" : "dark";
  const system = systemIsDark.matches ? "dark" : "light";
  chosen = wanted === system ? null : wanted;
  remember("theme", chosen);
  show();
}

show();
