// The console: what auditors and operators see of a running server. It reads, and never writes.

import { element } from "./page.js";
import * as server from "./server.js";
import { groupsView } from "./groups.js";
import { groupView } from "./group.js";
import { systemView } from "./system.js";

const main = document.getElementById("main");
const leave = document.getElementById("leave");
let visit = 0;

const routes = [
  [/^#\/groups$/, () => groupsView()],
  [/^#\/groups\/([A-Za-z0-9_-]+)(?:\/epochs\/(\d+))?$/, (groupId, epoch) => groupView(groupId, epoch)],
  [/^#\/system$/, () => systemView()],
];

function signIn(reason) {
  const field = element("textarea", { id: "token", rows: 5, required: true, spellcheck: "false", autocomplete: "off" });
  const form = element("form", {
    onsubmit: (event) => {
      event.preventDefault();
      server.keepToken(field.value);
      show();
    },
  },
  element("label", { for: "token" }, "Bearer token"),
  field,
  element("p", { class: "quiet" }, "It stays in this tab. On a development server: ",
    element("code", {}, "./epochal token --user alice --client laptop"), "; to see groups of others: ",
    element("code", {}, "--scope auditor"), "."),
  element("button", { type: "submit" }, "Look"));
  return [element("h1", {}, "Who is looking?"), reason ? element("p", { class: "bad", role: "alert" }, reason) : "",
    element("section", {}, form)];
}

function greet() {
  const { sub, client, scope } = server.claims();
  document.getElementById("who").textContent = sub ? `${sub}${client ? `/${client}` : ""} (${scope})` : "";
  leave.hidden = !server.token();
  for (const link of document.querySelectorAll("nav a")) {
    const here = location.hash.startsWith(link.getAttribute("href"));
    here ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
  }
}

function failed(error) {
  if (error instanceof server.Refused && error.status === 401) {
    server.forgetToken();
    greet();
    return signIn(error.message);
  }
  return [element("h1", {}, "That didn't work"), element("section", { role: "alert" },
    element("p", { class: "bad" }, error.message),
    element("p", { class: "quiet" }, error.problem?.correlationId ? `Correlation id ${error.problem.correlationId}` : ""))];
}

/** Shows where the address leads. Whoever has gone on meanwhile doesn't see what comes too late. */
async function show() {
  const mine = ++visit;
  if (!location.hash) {
    location.replace("#/groups");
    return;
  }
  greet();
  const [pattern, view] = routes.find(([each]) => each.test(location.hash)) ?? [/^/, () => {
    throw new Error("There is no such page");
  }];
  if (!server.token() && !location.hash.startsWith("#/system")) {
    main.replaceChildren(...signIn());
    return;
  }
  main.setAttribute("aria-busy", "true");
  let content;
  try {
    content = await view(...location.hash.match(pattern).slice(1));
  } catch (error) {
    content = failed(error);
  }
  if (mine === visit) {
    main.removeAttribute("aria-busy");
    main.replaceChildren(...content.filter((part) => part !== ""));
    main.focus({ preventScroll: true });
  }
}

leave.addEventListener("click", () => {
  server.forgetToken();
  show();
});
addEventListener("hashchange", show);
show();
