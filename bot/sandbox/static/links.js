/** Where a link in a message may lead. */

const OPENED = ["http:", "https:", "mailto:", "tel:"];

/**
 * The address in full if it is of a kind that is safe to open, else null: a message must not be
 * able to run a script.
 *
 * @param {string} address
 */
export function safeLink(address) {
  const url = URL.parse(address) ?? URL.parse(`http://${address}`);
  return url && OPENED.includes(url.protocol) ? url.href : null;
}

/**
 * The payload of a deep link to the bot (https://t.me/name?start=payload), "" if it has none, or
 * null for any other address.
 *
 * @param {string} address
 * @param {string | undefined} botUsername
 */
export function startPayload(address, botUsername) {
  const url = URL.parse(address);
  if (!url || !botUsername) return null;
  const name = url.protocol === "tg:" ? url.searchParams.get("domain") : nameOnTelegram(url);
  if (name?.toLowerCase() !== botUsername.toLowerCase()) return null;
  return url.searchParams.get("start") ?? "";
}

/** @param {URL} url */
function nameOnTelegram(url) {
  return ["t.me", "telegram.me"].includes(url.hostname) ? url.pathname.slice(1) : null;
}
