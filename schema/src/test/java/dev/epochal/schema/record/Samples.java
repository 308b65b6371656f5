package dev.epochal.schema.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.util.SortedMap;
import java.util.TreeMap;

/// One filled record of each kind that stands on the log. Changing a value here breaks the golden bytes: add a sample
/// for a new field instead.
final class Samples {
    static final Identity ALICE =
            Identity.newBuilder().setUser("alice").setClient("phone").build();
    static final Position AT =
            Position.newBuilder().setPartition(3).setOffset(1_000_000_007L).build();

    private Samples() {}

    static SortedMap<String, Message> all() {
        SortedMap<String, Message> samples = new TreeMap<>();
        GroupSamples.addCommands(samples);
        GroupSamples.addEvents(samples);
        ImportedSamples.add(samples);
        addDirectory(samples);
        addClients(samples);
        addVerdicts(samples);
        samples.put(
                "dead-letter",
                DeadLetter.newBuilder()
                        .setId("d-1")
                        .setTopic("mls.group.commands")
                        .setPosition(AT)
                        .setCommand(bytes(7, 4))
                        .setStackTrace("java.lang.IllegalStateException")
                        .build());
        return samples;
    }

    static ByteString bytes(int first, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (first + i);
        }
        return ByteString.copyFrom(bytes);
    }

    private static DirectoryCommand.Builder directoryCommand() {
        return DirectoryCommand.newBuilder()
                .setSubmissionId(bytes(1, 16))
                .setUser("alice")
                .setSubmittedBy(ALICE)
                .setVerdictPartition(5)
                .setIdempotencyKey(bytes(3, 32))
                .setBodyDigest(bytes(4, 32));
    }

    private static DirectoryEvent.Builder directoryEvent() {
        return DirectoryEvent.newBuilder()
                .setUser("alice")
                .setSeq(12)
                .setAcceptedAtMs(1_790_000_000_123L)
                .setSubmittedBy(ALICE)
                .setSubmissionId(bytes(1, 16))
                .setCommand(AT)
                .setIdempotencyKey(bytes(3, 32))
                .setBodyDigest(bytes(4, 32));
    }

    private static PublishedKeyPackage published() {
        return PublishedKeyPackage.newBuilder()
                .setRef(bytes(30, 32))
                .setCipherSuite(1)
                .setNotAfter(1_800_000_000L)
                .setKeyPackage(bytes(31, 4))
                .setLastResort(true)
                .setInitKey(bytes(33, 32))
                .setEncryptionKey(bytes(35, 32))
                .build();
    }

    private static void addDirectory(SortedMap<String, Message> samples) {
        samples.put(
                "directory-command-publish",
                directoryCommand()
                        .setPublishKeyPackages(PublishKeyPackages.newBuilder().addKeyPackages(bytes(31, 4)))
                        .build());
        samples.put(
                "directory-command-claim",
                directoryCommand()
                        .setClaimKeyPackages(ClaimKeyPackages.newBuilder()
                                .setCipherSuite(1)
                                .setRequired(RequiredCapabilities.newBuilder()
                                        .addExtensions(6)
                                        .addProposals(8)
                                        .addCredentials(2)))
                        .build());
        samples.put(
                "directory-command-acknowledge",
                directoryCommand()
                        .setAcknowledgeWelcome(AcknowledgeWelcome.newBuilder().setWelcomeId(bytes(32, 16)))
                        .build());
        samples.put(
                "directory-event-published",
                directoryEvent()
                        .setKeyPackagesPublished(KeyPackagesPublished.newBuilder()
                                .setClient("phone")
                                .addKeyPackages(published())
                                .addSuperseded(bytes(34, 32)))
                        .build());
        samples.put(
                "directory-event-claimed",
                directoryEvent()
                        .setKeyPackagesClaimed(KeyPackagesClaimed.newBuilder()
                                .addClaimed(ClaimedKeyPackage.newBuilder()
                                        .setClient("phone")
                                        .setRef(bytes(30, 32))
                                        .setLastResort(true))
                                .addExhaustedClients("laptop")
                                .setCipherSuite(1)
                                .addIncapableClients("tablet")
                                .addLow(low()))
                        .build());
        samples.put(
                "directory-event-acknowledged",
                directoryEvent()
                        .setWelcomeAcknowledged(WelcomeAcknowledged.newBuilder().setWelcomeId(bytes(32, 16)))
                        .build());
    }

    private static void addClients(SortedMap<String, Message> samples) {
        samples.put(
                "directory-command-register",
                directoryCommand()
                        .setRegisterClient(
                                RegisterClient.newBuilder().setClient("phone").addSignatureKeys(bytes(20, 32)))
                        .build());
        samples.put(
                "directory-command-remove",
                directoryCommand()
                        .setRemoveClient(RemoveClient.newBuilder().setClient("phone"))
                        .build());
        samples.put(
                "directory-command-revoke",
                directoryCommand()
                        .setRevokeKeyPackages(RevokeKeyPackages.newBuilder()
                                .addRefs(bytes(30, 32))
                                .setSignatureKey(bytes(20, 32)))
                        .build());
        samples.put(
                "directory-command-expire",
                directoryCommand()
                        .setExpireKeyPackages(ExpireKeyPackages.getDefaultInstance())
                        .build());
        samples.put(
                "directory-event-registered",
                directoryEvent()
                        .setClientRegistered(ClientRegistered.newBuilder()
                                .setClient("phone")
                                .addSignatureKeys(bytes(20, 32))
                                .addRevoked(bytes(30, 32)))
                        .build());
        samples.put(
                "directory-event-removed",
                directoryEvent()
                        .setClientRemoved(
                                ClientRemoved.newBuilder().setClient("phone").addRevoked(bytes(30, 32)))
                        .build());
        samples.put(
                "directory-event-revoked",
                directoryEvent()
                        .setKeyPackagesRevoked(KeyPackagesRevoked.newBuilder()
                                .setClient("phone")
                                .addRefs(bytes(30, 32)))
                        .build());
        samples.put(
                "directory-event-expired",
                directoryEvent()
                        .setKeyPackagesExpired(KeyPackagesExpired.newBuilder()
                                .addClients(ExpiredKeyPackages.newBuilder()
                                        .setClient("phone")
                                        .addRefs(bytes(30, 32)))
                                .addLow(low()))
                        .build());
    }

    private static LowStock low() {
        return LowStock.newBuilder()
                .setClient("phone")
                .setCipherSuite(1)
                .setAvailable(2)
                .setLowWater(3)
                .build();
    }

    private static Verdict.Builder verdict() {
        return Verdict.newBuilder()
                .setSubmissionId(bytes(1, 16))
                .setSubmittedBy(ALICE)
                .setGroupId(bytes(2, 16))
                .setDecidedAtMs(1_790_000_000_456L);
    }

    private static void addVerdicts(SortedMap<String, Message> samples) {
        samples.put(
                "verdict-group-receipt",
                verdict()
                        .setGroupReceipt(GroupReceipt.newBuilder()
                                .setSeq(41)
                                .setEpoch(8)
                                .setHead(bytes(10, 32))
                                .setPosition(AT)
                                .setAcceptedAtMs(1_790_000_000_123L)
                                .setReplayed(true)
                                .setProposalRef(bytes(28, 32))
                                .setVerified(true))
                        .build());
        samples.put(
                "verdict-directory-receipt",
                verdict()
                        .setDirectoryReceipt(DirectoryReceipt.newBuilder()
                                .setSeq(12)
                                .setReplayed(true)
                                .addPublished(published())
                                .addClaimed(ClaimedForCaller.newBuilder()
                                        .setClient("phone")
                                        .setRef(bytes(30, 32))
                                        .setKeyPackage(bytes(31, 4))
                                        .setLastResort(true))
                                .addExhaustedClients("laptop")
                                .setAvailable(3)
                                .addRevoked(bytes(34, 32))
                                .addIncapableClients("tablet"))
                        .build());
        samples.put(
                "verdict-stale-epoch",
                verdict()
                        .setRefusal(Refusal.newBuilder()
                                .setRfc("RFC 9420 §12.4.2")
                                .setDetail("The epoch is over.")
                                .setCheckId("message-epoch")
                                .setStaleEpoch(StaleEpoch.newBuilder()
                                        .setSubmittedEpoch(7)
                                        .setCurrentEpoch(9)
                                        .setHeadSeq(44)
                                        .setWinnerSeq(0)))
                        .build());
        samples.put(
                "verdict-unregistered-signature-key",
                verdict()
                        .setRefusal(Refusal.newBuilder()
                                .setUnregisteredSignatureKey(
                                        UnregisteredSignatureKey.newBuilder().setIdentity(ALICE)))
                        .build());
    }
}
