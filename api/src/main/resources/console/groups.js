// The list of groups that the token may see.

import { element, groupName, table } from "./page.js";
import * as server from "./server.js";

export async function groupsView() {
  const groups = await server.groups();
  const heading = element("h1", {}, "Groups");
  if (groups.length === 0) {
    return [heading, element("section", {}, element("p", {}, "This token sees no group: its client is a member of none, "
      + "and it lists none for an audit."))];
  }
  return [heading, element("section", {}, table(["Group", "Epoch", "Events"], groups.map((group) => [
    element("a", { href: `#/groups/${group.groupId}` }, groupName(group.groupId)),
    group.epoch ?? "",
    group.seq === undefined ? "" : group.seq + 1,
  ])))];
}
