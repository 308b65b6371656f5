package dev.epochal.api.group;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.epochal.api.access.Names;
import dev.epochal.api.exchange.Body;
import dev.epochal.api.json.Json;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Permission;

/// A group's policy as JSON. What is left out has its default.
public final class PolicyForm {
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
                "changeLog",
                "administrators",
                "leavesMax",
                "pendingProposalsMax",
                "messageEpochsBehindMax",
                "disputeUsersMin");
        var policy = GroupPolicy.newBuilder()
                .setAdd(permission(body, "add"))
                .setRemove(permission(body, "remove"))
                .setExternalJoin(permission(body, "externalJoin"))
                .setSend(permission(body, "send"))
                .setChangeGroup(permission(body, "changeGroup"))
                .setChangeLog(permission(body, "changeLog"))
                .setLeavesMax(body.optionalNumber("leavesMax", LEAVES_MAX))
                .setPendingProposalsMax(body.optionalNumber("pendingProposalsMax", PENDING_PROPOSALS_MAX))
                .setMessageEpochsBehindMax(body.optionalNumber("messageEpochsBehindMax", EPOCHS_BEHIND_MAX))
                .setDisputeUsersMin(body.optionalNumber("disputeUsersMin", LEAVES_MAX));
        body.objects("administrators", ADMINISTRATORS_MAX).stream()
                .map(PolicyForm::identity)
                .forEach(policy::addAdministrators);
        return policy.build();
    }

    /// The members that say the policy; a rule that has its default is left out.
    public static ObjectNode write(GroupPolicy policy) {
        var json = Json.object();
        permission(json, "add", policy.getAdd());
        permission(json, "remove", policy.getRemove());
        permission(json, "externalJoin", policy.getExternalJoin());
        permission(json, "send", policy.getSend());
        permission(json, "changeGroup", policy.getChangeGroup());
        permission(json, "changeLog", policy.getChangeLog());
        limit(json, "leavesMax", policy.getLeavesMax());
        limit(json, "pendingProposalsMax", policy.getPendingProposalsMax());
        limit(json, "messageEpochsBehindMax", policy.getMessageEpochsBehindMax());
        limit(json, "disputeUsersMin", policy.getDisputeUsersMin());
        if (policy.getAdministratorsCount() > 0) {
            var administrators = json.putArray("administrators");
            policy.getAdministratorsList()
                    .forEach(identity -> administrators
                            .addObject()
                            .put("user", identity.getUser())
                            .put("client", identity.getClient()));
        }
        return json;
    }

    private static void permission(ObjectNode json, String name, Permission permission) {
        switch (permission) {
            case PERMISSION_NOBODY -> json.put(name, "nobody");
            case PERMISSION_ADMINISTRATORS -> json.put(name, "administrators");
            case PERMISSION_MEMBERS -> json.put(name, "members");
            case PERMISSION_ANYBODY -> json.put(name, "anybody");
            case PERMISSION_UNSPECIFIED, UNRECOGNIZED -> json.remove(name);
        }
    }

    private static void limit(ObjectNode json, String name, int limit) {
        if (limit != 0) {
            json.put(name, limit);
        }
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
