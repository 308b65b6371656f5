package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.follow.Observer;
import dev.epochal.mls.keypackage.KeyPackage;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Checked;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.KeyPackagesPublished;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Checks KeyPackages that a client publishes. One bad one refuses the whole batch. Lives for one batch.
final class PublishedBatch {
    private final DirectoryState state;
    private final Identity caller;
    private final Limits limits;
    private final Observer observer;
    private final Set<ByteString> inBatch = new HashSet<>();

    PublishedBatch(DirectoryState state, Identity caller, Limits limits, Observer observer) {
        this.state = state;
        this.caller = caller;
        this.limits = limits;
        this.observer = observer;
    }

    /// Checks a batch, in this order: registration; numbers and sizes; of each its form, owner, signature key and
    /// novelty; of each its cipher suite, signatures and lifetime (RFC 9420, section 10.1), and that there is
    /// only one of last resort for a cipher suite.
    KeyPackagesPublished check(List<ByteString> messages) {
        Registration client = ClientChange.require(state, caller);
        checkNumbers(messages);
        List<KeyPackage> keyPackages = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            KeyPackage keyPackage = ListedKeyPackage.parse(name(i), messages.get(i));
            if (Identities.of(keyPackage.leafNode()).filter(caller::equals).isEmpty()) {
                throw Refusals.keyPackageOwnerMismatch(name(i));
            }
            ByteString signatureKey =
                    Bytes.string(keyPackage.leafNode().signatureKey().octets());
            if (!client.signatureKeys().contains(signatureKey)) {
                throw Refusals.unregisteredSignatureKey(caller);
            }
            Optional<ListedKeyPackage> listed = ListedKeyPackage.of(keyPackage, messages.get(i));
            if (listed.isPresent()) {
                checkNovelty(name(i), listed.get());
            }
            keyPackages.add(keyPackage);
        }
        KeyPackagesPublished.Builder body = KeyPackagesPublished.newBuilder().setClient(caller.getClient());
        Set<Integer> lastResorts = new HashSet<>();
        for (int i = 0; i < messages.size(); i++) {
            ListedKeyPackage listed = verified(name(i), keyPackages.get(i), messages.get(i));
            body.addKeyPackages(listed.published());
            if (listed.lastResort()) {
                if (!lastResorts.add(listed.cipherSuite())) {
                    throw Refusals.tooLarge("last_resort", 2, 1);
                }
                body.addAllSuperseded(state.holdings().lastResorts(caller.getClient(), listed.cipherSuite()));
            }
        }
        return body.build();
    }

    private static String name(int index) {
        return "KeyPackage " + index;
    }

    private void checkNumbers(List<ByteString> messages) {
        if (messages.isEmpty()) {
            throw Refusals.malformed("There is no KeyPackage to publish.");
        }
        limits.checkSize("key_packages", messages.size(), limits.directory().keyPackagesOfPublishMax());
        int available = state.available(caller.getClient(), observer.nowSeconds());
        limits.checkSize(
                "available",
                (long) available + messages.size(),
                limits.directory().keyPackagesOfClientMax());
        for (ByteString message : messages) {
            limits.checkSize("key_package", message.size(), limits.directory().keyPackageBytesMax());
        }
    }

    private void checkNovelty(String name, ListedKeyPackage listed) {
        boolean isNew =
                !state.holdings().hasSeen(listed) && listed.unique().stream().allMatch(inBatch::add);
        if (!isNew) {
            throw Refusals.duplicateKeyPackage(listed.ref(), name);
        }
    }

    /// What passes the checks can be listed: its suite is known and its leaf has a lifetime.
    private ListedKeyPackage verified(String name, KeyPackage keyPackage, ByteString message) {
        return switch (observer.checkKeyPackage(keyPackage)) {
            case Checked.Passed<KeyPackage> _ ->
                ListedKeyPackage.of(keyPackage, message).orElseThrow(() -> Refusals.invalid(CheckId.LEAF_SOURCE, name));
            case Checked.Refused<KeyPackage>(var refusal) -> throw Refusals.invalidKeyPackage(name, refusal);
        };
    }
}
