package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.Proposal;
import dev.epochal.mls.proposal.Remove;
import dev.epochal.mls.tree.RatchetTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Measures what it costs to parse, verify and stage one Commit, and to join a group, by the number of members.
/// Run by hand, alone on the machine: `main`, with the numbers of members as arguments.
final class StagingBenchmark {
    private static final int ROUNDS = 1_500;

    private StagingBenchmark() {}

    public static void main(String[] arguments) {
        int[] sizes = arguments.length == 0
                ? new int[] {10, 100, 1_000, 10_000}
                : Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
        for (int members : sizes) {
            PaperGroup group = PaperGroup.create(Rules.strict(), Extensions.NONE);
            group.grow(members);
            for (SignatureVerifier verifier : List.of(SignatureVerifier.fastest(), SignatureVerifier.bouncyCastle())) {
                measure(group, new Observer(verifier, group.observer.rules(), PaperClient.NOW), members);
            }
        }
    }

    private static void measure(PaperGroup group, Observer observer, int members) {
        report(members, observer, "path", stage(group, observer, List.of()));
        report(members, observer, "remove", stage(group, observer, List.of(new Remove(members - 1))));
        Add add = new Add(group.client("one more").keyPackage());
        report(members, observer, "add", stage(group, observer, List.of(add)));
        var groupInfo = group.groupInfo(Extensions.NONE, 0);
        RatchetTree tree = group.state.ratchetTree();
        int rounds = members >= 1_000 ? 5 : 50;
        long[] nanos = new long[rounds];
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            observer.join(groupInfo, RatchetTree.parse(tree.encoded())).orThrow();
            nanos[round] = System.nanoTime() - start;
        }
        report(members, observer, "join", nanos);
    }

    private static long[] stage(PaperGroup group, Observer observer, List<Proposal> proposals) {
        List<Octets> messages = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            int committer = (int) ((long) i * (group.state.memberCount() - 2) / 64);
            messages.add(encoded(group.commit(committer).with(proposals).message()));
        }
        System.out.printf(Locale.ROOT, "%d octets: ", messages.getFirst().size());
        long[] nanos = new long[ROUNDS];
        for (int round = 0; round < 2 * ROUNDS; round++) {
            long start = System.nanoTime();
            PublicMessage message =
                    ((MlsMessage.OfPublicMessage) MlsMessage.parse(messages.get(round % messages.size()))).message();
            observer.stage(group.state, message, List.of()).orThrow();
            nanos[round % ROUNDS] = System.nanoTime() - start;
        }
        return nanos;
    }

    private static Octets encoded(PublicMessage message) {
        return new MlsMessage.OfPublicMessage(message, Octets.EMPTY).encoded();
    }

    private static void report(int members, Observer observer, String what, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%6d members, %-12s %-6s median %8.1f µs, p99 %8.1f µs%n",
                members,
                observer.signatures(),
                what,
                nanos[nanos.length / 2] / 1_000.0,
                nanos[nanos.length * 99 / 100] / 1_000.0);
    }
}
