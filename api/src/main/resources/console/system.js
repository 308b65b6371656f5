// How the server is: its health as it says, and the lags and counts of its metrics.

import { element, facts, table, time } from "./page.js";
import * as server from "./server.js";

const SHOWN = [
  ["epochal_processor_lag", "Commands that wait for the processor"],
  ["epochal_projection_lag", "Events that wait for their projection"],
  ["epochal_projection_halted", "Partitions whose projection has stopped"],
  ["epochal_processor_quarantined", "Groups in quarantine"],
  ["epochal_submissions_waiting", "Submissions that wait for their verdict"],
];

export async function systemView() {
  const [health, metrics] = await Promise.all([server.health(), server.metrics()]);
  const mark = { healthy: "good", degraded: "warn", unhealthy: "bad" }[health.status] ?? "warn";
  return [
    element("h1", {}, "System"),
    element("section", {},
      facts([
        ["Status", element("strong", { class: mark }, health.status)],
        ["Version", health.version],
        ["Told at", time(health.timestamp * 1000)],
      ])),
    element("section", {}, element("h2", {}, "Checks"), table(["Check", "Status", "Details"], checks(health.checks))),
    element("section", {}, element("h2", {}, "Lags and counts"), lags(metrics)),
  ];
}

function checks(all) {
  return Object.entries(all ?? {}).map(([name, { status, ...details }]) => [
    name,
    element("span", { class: status === "healthy" ? "good" : "bad" }, status),
    Object.entries(details).map(([key, value]) => `${key} ${value}`).join(", "),
  ]);
}

function lags(text) {
  if (!text) {
    return element("p", { class: "quiet" }, "The metrics of this server can't be read from here.");
  }
  const rows = SHOWN.flatMap(([metric, what]) => samples(text, metric)
    .map(({ labels, value }) => [what, element("code", {}, labels), value]));
  return table(["What", "Where", "How many"], rows);
}

/** The samples of one metric in the text format of Prometheus. */
function samples(text, metric) {
  return text.split("\n")
    .filter((line) => line.startsWith(`${metric} `) || line.startsWith(`${metric}{`))
    .map((line) => {
      const [, labels, value] = line.match(/^[^{ ]+(\{.*\})? (\S+)/);
      return { labels: (labels ?? "").replace(/[{}]/g, ""), value: Number(value) };
    });
}
