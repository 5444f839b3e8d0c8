/**
 * A poll in a message, to vote in.
 *
 * @import { Message, Poll } from "./types.js"
 * @import { Setting } from "./bubble.js"
 */

import { icon, make } from "./dom.js";
import { texts } from "./texts.js";

/** @param {Message} message @param {Setting} setting */
export function poll(message, { actions, speaker }) {
  const shown = /** @type {Poll} */ (message.poll);
  const own = message.votes?.[speaker] ?? [];
  const total = shown.total_voter_count;
  const options = shown.options.map((option, place) => {
    const isChosen = own.includes(place);
    const share = total ? Math.round((100 * option.voter_count) / total) : 0;
    const choose = () => actions.vote(message, choice(own, place, shown.allows_multiple_answers));
    const button = make(
      "button",
      {
        type: "button",
        class: "option",
        "aria-pressed": String(isChosen),
        "data-key": `option-${place}`,
        click: choose,
      },
      make("span", { class: "tick" }, isChosen && icon("check")),
      make("span", {}, option.text),
      make("span", { class: "share" }, texts.share(option.voter_count, share)),
    );
    button.style.setProperty("--share", `${share}%`);
    return make("li", {}, button);
  });
  return make(
    "div",
    { class: "poll" },
    make("strong", {}, shown.question),
    make("span", { class: "quiet" }, texts.pollKind(shown.is_anonymous)),
    make("ul", {}, ...options),
    make("span", { class: "quiet" }, texts.voters(total)),
  );
}

/**
 * What is chosen once an option was pressed; pressing one that was chosen takes it back.
 *
 * @param {number[]} own
 * @param {number} place
 * @param {boolean} several
 */
function choice(own, place, several) {
  if (own.includes(place)) return own.filter((other) => other !== place);
  return several ? [...own, place] : [place];
}
