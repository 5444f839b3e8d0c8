/**
 * Lays a chat's messages out in rows: which day begins where, which messages stand together.
 *
 * @import { Message } from "./types.js"
 */

import { serviceText } from "./content.js";
import { dayOf } from "./times.js";

const TOGETHER = 300; // seconds between messages of one sender that still stand together

/**
 * @typedef {object} Row
 * @property {Message} message
 * @property {boolean} newDay It is the first of its day.
 * @property {boolean} first It begins its sender's run, so it bears the name.
 * @property {boolean} last It ends its sender's run.
 */

/** @param {Message[]} messages Oldest first. @returns {Row[]} */
export function rowsOf(messages) {
  return messages.map((message, index) => {
    const [before, after] = [messages[index - 1], messages[index + 1]];
    return {
      message,
      newDay: !before || dayOf(before.date) !== dayOf(message.date),
      first: !before || !standTogether(before, message),
      last: !after || !standTogether(message, after),
    };
  });
}

/** @param {Message} earlier @param {Message} later */
function standTogether(earlier, later) {
  return (
    earlier.from?.id === later.from?.id &&
    later.date - earlier.date < TOGETHER &&
    dayOf(earlier.date) === dayOf(later.date) &&
    serviceText(earlier) === null &&
    serviceText(later) === null
  );
}
