// Checks a history as docs/history.md says, with nothing but SHA-256, in the reader's own browser.

import { decoded, encoded } from "./page.js";

const BEGINNING = encoded(new Uint8Array(32));

/**
 * The first thing that is wrong with the events, in words; null if nothing is.
 *
 * Seq without a gap, each event linked to the one before, one Commit at the end of each epoch, and the payload hash of
 * each message and Proposal.
 */
export async function firstDifference(events) {
  let before = null;
  for (const event of events) {
    const wrong = linked(event, before) ?? epochs(event, before) ?? await payload(event);
    if (wrong) {
      return { seq: event.seq, what: wrong };
    }
    before = event;
  }
  return null;
}

function linked(event, before) {
  if (before === null) {
    return event.seq === 0 && event.previousHead !== BEGINNING ? "it is the first one, but links to another" : null;
  }
  if (event.seq !== before.seq + 1) {
    return `it follows seq ${before.seq}: something is missing`;
  }
  return event.previousHead === before.leafHash ? null : `it doesn't link to seq ${before.seq}`;
}

function epochs(event, before) {
  if (before !== null && event.epoch !== before.epochAfter) {
    return `it is in epoch ${event.epoch}, but the event before left the group in ${before.epochAfter}`;
  }
  const rise = event.type === "commit" ? 1 : 0;
  return event.epochAfter === event.epoch + rise ? null : `it leads from epoch ${event.epoch} to ${event.epochAfter}`;
}

/** Only the payloads of one part are served as a whole. */
async function payload(event) {
  const part = { message: event.payload.message, proposal: event.payload.proposal, report: event.payload.report }[event.type];
  if (!part) {
    return null;
  }
  const bytes = decoded(part);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  const hashed = await crypto.subtle.digest("SHA-256", await new Blob([decoded(event.salt), length, bytes]).arrayBuffer());
  return encoded(new Uint8Array(hashed)) === event.payloadHash ? null : "its payload has another hash";
}
