package dev.epochal.api.welcome;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.epochal.api.group.RatchetTrees;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.projections.read.ClientReads.WelcomeRow;

/// A Welcome as JSON.
public final class WelcomeForm {
    private final RatchetTrees trees;

    /// Takes ratchet trees from there.
    public WelcomeForm(RatchetTrees trees) {
        this.trees = trees;
    }

    /// The Welcome.
    ///
    /// @param withTree whether the ratchet tree of its epoch comes with it
    public ObjectNode write(WelcomeRow welcome, boolean withTree) {
        var json = Json.object()
                .put("id", Base64Url.encode(welcome.id()))
                .put("groupId", Base64Url.encode(welcome.groupId()))
                .put("epoch", welcome.epoch())
                .put("seq", welcome.seq())
                .put("keyPackageRef", Base64Url.encode(welcome.keyPackageRef()))
                .put("welcome", Base64Url.encode(welcome.welcome()));
        if (withTree) {
            trees.of(welcome.groupId(), welcome.epoch())
                    .ifPresent(tree -> json.put("ratchetTree", Base64Url.encode(tree.bytes())));
        }
        return json;
    }
}
