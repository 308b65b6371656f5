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
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
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

/// Whatever another implementation refuses as malformed, this one refuses as well; it refuses more. Those messages are
/// shown to the other one that this one accepts: all its lengths are true then, so that the other one, which believes
/// any length, allocates no more than the message has. It can't read unknown extension types, which the RFC wants
/// tolerated, and unknown cipher suites and versions of KeyPackages, which are refused later here: such messages don't
/// count.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MalformedDifferentialTest {
    private static final int ROUNDS = 60_000;
    /// How they say that a cipher suite, a KeyPackage's version or an extension type is unknown to them.
    private static final Pattern NOT_KNOWN =
            Pattern.compile("Unkown ciphersuite|Index -?\\d+ out of bounds for length (2|21)$");

    private final SplittableRandom random = new SplittableRandom(420);

    @Test
    void refuses_what_another_implementation_refuses() throws Exception {
        List<Octets> messages = messages();
        int weRefuse = 0;
        int bothAccept = 0;
        int notKnownToThem = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Octets changed = changed(messages.get(random.nextInt(messages.size())));
            if (weRefuse(changed)) {
                weRefuse++;
                continue;
            }
            switch (theirVerdict(changed)) {
                case ACCEPTED -> bothAccept++;
                case NOT_KNOWN -> notKnownToThem++;
                case REFUSED -> Assertions.fail("they refuse " + changed.hex());
            }
        }
        System.out.println("differential: we refuse " + weRefuse + ", both accept " + bothAccept
                + ", with a value that only we tolerate " + notKnownToThem);
        assertThat(weRefuse).isGreaterThan(ROUNDS / 10);
        assertThat(bothAccept).isGreaterThan(ROUNDS / 10);
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

    private enum Verdict {
        ACCEPTED,
        NOT_KNOWN,
        REFUSED
    }

    private static Verdict theirVerdict(Octets message) {
        try {
            MLSInputStream.decode(message.toByteArray(), MLSMessage.class);
            return Verdict.ACCEPTED;
        } catch (IOException e) {
            boolean notKnown = NOT_KNOWN.matcher(String.valueOf(e.getMessage())).find();
            return notKnown ? Verdict.NOT_KNOWN : Verdict.REFUSED;
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
