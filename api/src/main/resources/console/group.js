// One group: its state, whether its history checks, its epochs, and the ratchet tree at one of them.

import { decoded, element, encoded, facts, groupName, octets, time } from "./page.js";
import { firstDifference } from "./check.js";
import * as ratchet from "./ratchet.js";
import * as server from "./server.js";
import { treePicture } from "./treePicture.js";

/** So many messages of an epoch are named that were erased. */
const NAMED_MAX = 8;

export async function groupView(groupId, wanted) {
  const group = await server.group(groupId);
  const epoch = Number(wanted ?? group.epoch);
  const parts = await Promise.all([verification(groupId), tree(groupId, group, epoch)]);
  return [element("h1", {}, groupName(groupId)), about(group), parts[0].status, parts[1], parts[0].timeline];
}

function about(group) {
  return element("section", {}, facts([
    ["Guarantee", group.guarantee === "verified"
      ? "verified: every handshake was checked" : "ordered: handshakes are encrypted, their order is certain"],
    ["Epoch", group.epoch],
    ["Standing", standing(group.standing)],
    ["Events", group.seq + 1],
    ["Members", group.members.length],
    ["Cipher suite", group.cipherSuite],
    ["Head", octets(group.head, 43)],
    ["Tree hash", octets(group.treeHash, 43)],
    ["Created", time(group.createdAt)],
    ["Newest event", time(group.updatedAt)],
  ]));
}

/** Whether members can follow, as far as they have reported. */
function standing(known) {
  const words = {
    settled: "settled: a member of each subtree has applied the newest Commit",
    unsettled: `unsettled: nobody below node ${known.awaited.join(", ")} has reported yet`,
    suspect: "suspect: a member could not apply a Commit",
    disputed: "disputed: members of several users could not apply a Commit",
  };
  const good = known.state === "settled" || known.state === "unsettled";
  return element("span", good ? {} : { class: "bad", role: "alert" }, words[known.state], known.failures.map((failure) =>
    element("div", {}, `${failure.user}/${failure.client}, leaf ${failure.leafIndex}, failed at epoch ${failure.epoch}`
      + (failure.subtree < 0 ? "" : `, below node ${failure.subtree}`) + (failure.contradicted ? "; contradicted" : ""))));
}

async function verification(groupId) {
  const events = await server.history(groupId, () => {});
  const wrong = await firstDifference(events);
  const begin = events.length === 0 ? "" : `seq ${events[0].seq} to ${events.at(-1).seq}`;
  const status = wrong
    ? element("p", { class: "bad", role: "alert" }, `The history does not check. First difference at seq ${wrong.seq}: ${wrong.what}.`)
    : element("p", { class: "good" }, `✓ Checked in this browser, ${begin}: no gap, each event links to the one before, `
      + "one Commit for each epoch, payloads have their hashes.");
  return {
    status: element("section", { id: "verification" }, element("h2", {}, "Verification"), status),
    timeline: timeline(groupId, events, wrong),
  };
}

// ---- the ratchet tree ------------------------------------------------------------------------------------------------

async function tree(groupId, group, epoch) {
  const state = await server.epoch(groupId, epoch);
  const nodes = ratchet.nodes(decoded(state.ratchetTree));
  const before = epoch > 0 ? await earlier(groupId, epoch - 1) : null;
  const hash = await ratchet.treeHash(nodes, group.cipherSuite);
  const checks = hash === null
    ? element("span", { class: "warn" }, "This browser can't compute the hash of this cipher suite.")
    : encoded(hash) === state.treeHash
      ? element("span", { class: "good" }, "✓ The tree hash, computed in this browser, is that of the epoch.")
      : element("span", { class: "bad", role: "alert" }, "The tree hash, computed in this browser, is another one!");
  return element("section", { id: "tree" },
    element("h2", {}, `Ratchet tree of epoch ${epoch}`),
    chooser(groupId, epoch, state.headEpoch),
    state.heads.map((head) => element("p", head.agrees ? { class: "good" } : { class: "bad", role: "alert" },
      head.agrees ? `✓ The committer had verified the first ${head.size} events: they are those of this history.`
        : `The committer has seen another history of ${head.size} events than this one!`)),
    element("p", {}, checks, before ? element("span", { class: "quiet" }, ` Marked: what the Commit into epoch ${epoch} changed.`) : ""),
    element("div", { class: "scroll", tabindex: 0 }, treePicture(nodes, before)));
}

/** The tree of the epoch before; null if the token may not see it. */
async function earlier(groupId, epoch) {
  try {
    return ratchet.nodes(decoded((await server.epoch(groupId, epoch)).ratchetTree));
  } catch (error) {
    if (error instanceof server.Refused) {
      return null;
    }
    throw error;
  }
}

function chooser(groupId, epoch, head) {
  const go = (number) => { location.hash = `#/groups/${groupId}/epochs/${number}`; };
  return element("div", { class: "bar" },
    element("button", { type: "button", disabled: epoch === 0, onclick: () => go(epoch - 1) }, "← Before"),
    element("label", { for: "epoch" }, "Epoch"),
    element("input", { id: "epoch", type: "number", min: 0, max: head, value: epoch,
      onchange: (event) => go(Math.min(head, Math.max(0, Number(event.target.value)))) }),
    element("span", { class: "quiet" }, `of ${head}`),
    element("button", { type: "button", disabled: epoch >= head, onclick: () => go(epoch + 1) }, "After →"));
}

// ---- the epochs ------------------------------------------------------------------------------------------------------

function timeline(groupId, events, wrong) {
  const epochs = new Map();
  for (const event of events) {
    const number = event.epoch;
    epochs.set(number, [...(epochs.get(number) ?? []), event]);
  }
  const newestFirst = [...epochs.entries()].reverse();
  return element("section", { id: "timeline" },
    element("h2", {}, "Epochs"),
    element("ol", { class: "timeline" }, newestFirst.map(([number, inside]) => entry(groupId, number, inside, wrong))));
}

function entry(groupId, number, events, wrong) {
  const messages = events.filter((event) => event.type === "message");
  const here = events.some((event) => event.seq === wrong?.seq);
  return element("li", {},
    element("h3", {}, element("a", { href: `#/groups/${groupId}/epochs/${number}` }, `Epoch ${number}`),
      here ? element("span", { class: "bad" }, " the first difference is here") : ""),
    element("ul", {},
      messages.length > 0 ? element("li", {}, counted(messages)) : "",
      events.filter((event) => event.type !== "message").map((event) => element("li", {}, sentence(event),
        " ", element("span", { class: "quiet" }, `seq ${event.seq}, `, time(event.acceptedAt))))));
}

/** How many messages, and which of them are there no more. */
function counted(messages) {
  const erased = messages.filter((event) => event.payload.erased).map((event) => event.seq);
  const which = erased.length > NAMED_MAX ? `${erased.length} of them erased` : `erased: seq ${erased.join(", ")}`;
  return [messages.length === 1 ? "1 message" : `${messages.length} messages`,
    erased.length === 0 ? "" : element("span", { class: "erased" }, `, ${which}`)];
}

function sentence(event) {
  const { payload } = event;
  switch (event.type) {
    case "group-created":
      return "The group was created.";
    case "proposal":
      return payload.sender === undefined ? "A Proposal came in." : `Leaf ${payload.sender} made a Proposal.`;
    case "commit":
      return commit(payload, event.epochAfter);
    case "report":
      return payload.outcome === "applied"
        ? `Leaf ${payload.leafIndex} reports that it has applied the Commit into epoch ${payload.epoch}.`
        : element("span", { class: "bad" }, `Leaf ${payload.leafIndex} could not apply the Commit into epoch ${payload.epoch}.`);
    case "policy-changed":
      return "The policy was changed.";
    case "payloads-erased":
      return erasure(payload);
    default:
      return `An event of type ${event.type}.`;
  }
}

function erasure(payload) {
  const who = { administrator: "An administrator", operator: "The operator", retention: "The retention" }[payload.by];
  const which = payload.ranges.map(({ first, behind }) => behind === first + 1 ? first : `${first} to ${behind - 1}`).join(", ");
  return `${who} erased the payloads of messages at seq ${which}${payload.reason === "" ? "." : `: ${payload.reason}.`}`;
}

function commit(payload, epochAfter) {
  const who = payload.committer === undefined ? "A member" : `Leaf ${payload.committer}`;
  const how = payload.external ? " joined by itself and" : "";
  const changes = [
    ...payload.added.map((member) => `added ${member.user}/${member.client} at leaf ${member.leafIndex}`),
    ...payload.removed.map((member) => `removed ${member.user}/${member.client} from leaf ${member.leafIndex}`),
  ];
  return `${who}${how} committed epoch ${epochAfter}: ${changes.length === 0 ? "fresh keys" : changes.join(", ")}.`;
}
