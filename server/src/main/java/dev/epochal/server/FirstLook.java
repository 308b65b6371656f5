package dev.epochal.server;

import java.nio.file.Path;
import java.util.List;

/// What a newcomer can paste into a shell once the server runs.
///
/// @param url where the server listens
/// @param dataOption names the data folder where it isn't the default one
record FirstLook(String url, String dataOption) {
    static FirstLook on(int port, Path data, boolean isEncrypted) {
        var option = data.equals(Path.of("data")) ? "" : " --data '" + data + "'";
        return new FirstLook((isEncrypted ? "https" : "http") + "://localhost:" + port, option);
    }

    List<String> lines() {
        var command = System.getProperty("epochal.command", "./epochal");
        return List.of(
                "",
                "A first look, from another terminal:",
                "  curl -s " + url + "/health",
                "  TOKEN=$(" + command + " token --user alice --client phone" + dataOption + ")",
                "  curl -s -H \"Authorization: Bearer $TOKEN\" " + url + "/v1/groups",
                "",
                "Ctrl-C stops the server.");
    }
}
