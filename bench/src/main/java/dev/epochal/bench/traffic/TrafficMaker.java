package dev.epochal.bench.traffic;

import dev.epochal.client.CommitBundle;
import dev.epochal.client.Octets;
import dev.epochal.testkit.CommitPlan;
import dev.epochal.testkit.KeyPackageSecrets;
import dev.epochal.testkit.MlsGroup;
import dev.epochal.testkit.MlsIdentity;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/// Makes traffic with a real MLS client that talks to nobody. One thread: the client's engine lets only one in.
public final class TrafficMaker {
    private static final int PUBLISHED_AT_ONCE = 100;

    private final TrafficPlan plan;
    private final IntConsumer made;
    private final String namePrefix;

    /// Makes traffic by this plan.
    ///
    /// @param made is told how many more messages were made, after each group or user
    public TrafficMaker(TrafficPlan plan, IntConsumer made) {
        this.plan = plan;
        this.made = made;
        this.namePrefix = "b" + Long.toHexString(new SecureRandom().nextLong()) + "-";
    }

    /// One group.
    public GroupTraffic group(int index) {
        var creator = MlsIdentity.generate(namePrefix + index, GroupTraffic.CLIENT);
        var groupId = new byte[16];
        new SecureRandom().nextBytes(groupId);
        var group = MlsGroup.create(creator, Octets.of(groupId));
        var registrations = new ArrayList<>(List.of(registration(creator)));
        var preparation = List.of(
                json("groupInfo", group.groupInfo().toString(), "handshakes", "public"),
                commit(group, adds(index, registrations)));
        var messages = new ArrayList<byte[]>();
        for (int i = 0; i < plan.messages(); i++) {
            messages.add(json("message", group.protect(text(i)).toString()));
        }
        var commits = new ArrayList<byte[]>();
        for (int i = 0; i < plan.commits(); i++) {
            commits.add(commit(group, CommitPlan.update()));
        }
        made.accept(1 + plan.members() + plan.messages() + plan.commits());
        return new GroupTraffic(
                group.groupId().toString(), creator.user(), registrations, preparation, commits, messages);
    }

    private CommitPlan adds(int index, List<Registration> registrations) {
        var keyPackages = new ArrayList<Octets>();
        for (int member = 1; member < plan.members(); member++) {
            var identity = MlsIdentity.generate(namePrefix + index + "-" + member, GroupTraffic.CLIENT);
            registrations.add(registration(identity));
            keyPackages.add(KeyPackageSecrets.generate(identity).message());
        }
        return CommitPlan.add(keyPackages);
    }

    private static Registration registration(MlsIdentity identity) {
        return new Registration(identity.user(), "{\"signatureKeys\":[\"" + identity.signatureKey() + "\"]}");
    }

    private Octets text(int number) {
        var text = Integer.toString(number);
        return Octets.utf8(text + ".".repeat(Math.max(0, plan.messageOctets() - text.length())));
    }

    private static byte[] commit(MlsGroup group, CommitPlan what) {
        var staged = group.stage(what);
        group.merge(staged);
        return json(staged.bundle());
    }

    private static byte[] json(CommitBundle bundle) {
        return bundle.welcome().isEmpty()
                ? json(
                        "commit",
                        bundle.commit().toString(),
                        "groupInfo",
                        bundle.groupInfo().toString())
                : json(
                        "commit",
                        bundle.commit().toString(),
                        "welcome",
                        bundle.welcome().toString(),
                        "groupInfo",
                        bundle.groupInfo().toString());
    }

    /// One user's stock.
    public StockTraffic stock(int index) {
        var identity = MlsIdentity.generate(namePrefix + "s" + index, GroupTraffic.CLIENT);
        var publications = new ArrayList<byte[]>();
        var keyPackages = new ArrayList<String>();
        for (int i = 1; i <= plan.keyPackages(); i++) {
            keyPackages.add('"' + KeyPackageSecrets.generate(identity).message().toString() + '"');
            if (keyPackages.size() == PUBLISHED_AT_ONCE || i == plan.keyPackages()) {
                publications.add(utf8("{\"keyPackages\":[" + String.join(",", keyPackages) + "]}"));
                keyPackages.clear();
            }
        }
        made.accept(plan.keyPackages());
        return new StockTraffic(identity.user(), plan.keyPackages(), List.of(registration(identity)), publications);
    }

    /// An object of texts that need no escape: base64url and words.
    private static byte[] json(String... namesAndValues) {
        var json = new StringBuilder("{");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            json.append(i == 0 ? "\"" : ",\"")
                    .append(namesAndValues[i])
                    .append("\":\"")
                    .append(namesAndValues[i + 1])
                    .append('"');
        }
        return utf8(json.append('}').toString());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
