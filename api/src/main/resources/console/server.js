// The HTTP interface as far as the console needs it: it only reads.

const KEPT = "epochal-token";
const PAGE = 500;

/** A refusal, with the server's own words. */
export class Refused extends Error {
  constructor(problem, status) {
    super(problem.detail || problem.title || `HTTP ${status}`);
    this.problem = problem;
    this.status = status;
  }
}

/** The token of this tab; it is gone when the tab is closed. */
export function token() {
  return sessionStorage.getItem(KEPT) ?? "";
}

export function keepToken(text) {
  sessionStorage.setItem(KEPT, text.trim());
}

export function forgetToken() {
  sessionStorage.removeItem(KEPT);
}

/** What the token says of itself; nobody has checked it yet. */
export function claims() {
  try {
    const part = token().split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), (c) => c.charCodeAt(0))));
  } catch {
    return {};
  }
}

async function answer(path, headers) {
  const response = await fetch(path, { headers, cache: "no-store" });
  const type = response.headers.get("Content-Type") ?? "";
  const body = type.includes("json") ? await response.json() : await response.text();
  return { status: response.status, ok: response.ok, body };
}

async function read(path) {
  const got = await answer(path, { Authorization: `Bearer ${token()}`, Accept: "application/json" });
  if (!got.ok) {
    throw new Refused(typeof got.body === "object" ? got.body : {}, got.status);
  }
  return got.body;
}

/** The groups of the token's client, and those that the token lists for an audit. */
export async function groups() {
  const scopes = (claims().scope ?? "").split(" ");
  const own = scopes.includes("client") ? (await read("/v1/groups")).groups : [];
  const audited = scopes.includes("auditor") ? claims().groups ?? [] : [];
  const missing = audited.filter((id) => !own.some((group) => group.groupId === id));
  return own.concat(missing.map((groupId) => ({ groupId })));
}

export function group(groupId) {
  return read(`/v1/groups/${groupId}`);
}

/** The state that an epoch began with, and its ratchet tree. */
export function epoch(groupId, number) {
  return read(`/v1/groups/${groupId}/epochs/${number}?tree=true`);
}

/** The whole history that the token may read; `told` hears how far it has come. */
export async function history(groupId, told) {
  const all = [];
  for (let from = 0; ;) {
    const page = await read(`/v1/groups/${groupId}/events?from=${from}&limit=${PAGE}`);
    all.push(...page.events);
    told(all.length, page.headSeq);
    if (page.events.length === 0 || page.next > page.headSeq) {
      return all;
    }
    from = page.next;
  }
}

/** Health is an answer whatever its status. */
export async function health() {
  return (await answer("/health", {})).body;
}

export async function metrics() {
  const got = await answer("/metrics", token() ? { Authorization: `Bearer ${token()}` } : {});
  return got.ok && typeof got.body === "string" ? got.body : "";
}
