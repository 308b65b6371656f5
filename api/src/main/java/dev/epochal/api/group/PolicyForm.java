package dev.epochal.api.group;

import dev.epochal.api.access.Names;
import dev.epochal.api.exchange.Body;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Permission;

/// A group's policy as JSON. What is left out has its default.
final class PolicyForm {
    private static final int ADMINISTRATORS_MAX = 100;
    private static final int LEAVES_MAX = 100_000;
    private static final int PENDING_PROPOSALS_MAX = 10_000;
    private static final int EPOCHS_BEHIND_MAX = 1_000;

    private PolicyForm() {}

    /// The policy that the members say.
    static GroupPolicy read(Body body) {
        body.expect(
                "add",
                "remove",
                "externalJoin",
                "send",
                "changeGroup",
                "administrators",
                "leavesMax",
                "pendingProposalsMax",
                "messageEpochsBehindMax");
        var policy = GroupPolicy.newBuilder()
                .setAdd(permission(body, "add"))
                .setRemove(permission(body, "remove"))
                .setExternalJoin(permission(body, "externalJoin"))
                .setSend(permission(body, "send"))
                .setChangeGroup(permission(body, "changeGroup"))
                .setLeavesMax(body.optionalNumber("leavesMax", LEAVES_MAX))
                .setPendingProposalsMax(body.optionalNumber("pendingProposalsMax", PENDING_PROPOSALS_MAX))
                .setMessageEpochsBehindMax(body.optionalNumber("messageEpochsBehindMax", EPOCHS_BEHIND_MAX));
        body.objects("administrators", ADMINISTRATORS_MAX).stream()
                .map(PolicyForm::identity)
                .forEach(policy::addAdministrators);
        return policy.build();
    }

    private static Permission permission(Body body, String name) {
        return switch (body.optionalText(name).orElse("")) {
            case "" -> Permission.PERMISSION_UNSPECIFIED;
            case "nobody" -> Permission.PERMISSION_NOBODY;
            case "administrators" -> Permission.PERMISSION_ADMINISTRATORS;
            case "members" -> Permission.PERMISSION_MEMBERS;
            // Whether the rule allows it is the decider's to say.
            case "anybody" -> Permission.PERMISSION_ANYBODY;
            default -> throw Body.malformed(name + " is to be nobody, administrators, members or anybody");
        };
    }

    private static Identity identity(Body body) {
        body.expect("user", "client");
        var identity = Identity.newBuilder()
                .setUser(body.text("user"))
                .setClient(body.text("client"))
                .build();
        if (!Names.isValid(identity.getUser()) || !Names.isValid(identity.getClient())) {
            throw Body.malformed("An administrator is not named as users and clients are");
        }
        return identity;
    }
}
