/** Dates and times as people here write them. Moments are seconds since 1970, as in the Bot API. */

import { texts } from "./texts.js";

const clock = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat("vi-VN", {
  weekday: "long",
  day: "numeric",
  month: "long",
});
const full = new Intl.DateTimeFormat("vi-VN", { dateStyle: "long" });

/** @param {number} moment */
const asDate = (moment) => new Date(moment * 1000);

/** @param {number} moment */
export function timeOfDay(moment) {
  return clock.format(asDate(moment));
}

/** @param {number} moment */
export function isoTime(moment) {
  return asDate(moment).toISOString();
}

/** The local day, as a key. @param {number} moment */
export function dayOf(moment) {
  return asDate(moment).toDateString();
}

/** @param {number} moment @param {number} now */
export function dayName(moment, now) {
  const day = dayOf(moment);
  if (day === dayOf(now)) return texts.today;
  const midday = asDate(now).setHours(12, 0, 0, 0) / 1000; // a day may have 23 or 25 hours
  if (day === dayOf(midday - 86_400)) return texts.yesterday;
  return (midday - moment < 6 * 86_400 ? weekday : full).format(asDate(moment));
}

/** The time for a message of today, the day for an older one. @param {number} moment @param {number} now */
export function shortTime(moment, now) {
  if (dayOf(moment) === dayOf(now)) return timeOfDay(moment);
  return asDate(moment).toLocaleDateString("vi-VN", { day: "numeric", month: "numeric" });
}
