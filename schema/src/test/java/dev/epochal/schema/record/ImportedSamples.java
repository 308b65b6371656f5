package dev.epochal.schema.record;

import static dev.epochal.schema.record.Samples.ALICE;
import static dev.epochal.schema.record.Samples.bytes;

import com.google.protobuf.Message;
import java.util.SortedMap;

/// The records of imported groups among [Samples].
final class ImportedSamples {
    private static final long TIME = 1_790_000_000_123L;

    private ImportedSamples() {}

    private static ImportedEvent.Builder event() {
        return ImportedEvent.newBuilder()
                .setGroupId(bytes(2, 16))
                .setSeq(12)
                .setImportedAtMs(TIME)
                .setPreviousHead(bytes(8, 32))
                .setHead(bytes(9, 32));
    }

    static void add(SortedMap<String, Message> samples) {
        samples.put(
                "imported-event-group",
                event().setGroup(ImportedGroup.newBuilder()
                                .setSource("catbird")
                                .setConversationId("c1")
                                .setEpoch(7)
                                .setCipherSuite("suite")
                                .setCreator("did:plc:alice")
                                .setCreatedAtMs(TIME))
                        .build());
        samples.put(
                "imported-event-members",
                event().setMembers(ImportedMembers.newBuilder()
                                .addMembers(ImportedMember.newBuilder()
                                        .setIdentity(ALICE)
                                        .setAdministrator(true)
                                        .setLeafIndex(3)
                                        .setJoinedAtMs(TIME)
                                        .setLeftAtMs(TIME + 1)))
                        .build());
        samples.put(
                "imported-event-message",
                event().setMessage(ImportedMessage.newBuilder()
                                .setSourceId("m1")
                                .setSourceSeq(5)
                                .setEpoch(7)
                                .setCommit(true)
                                .setSender("did:plc:alice")
                                .setCreatedAtMs(TIME)
                                .setMessage(bytes(7, 4)))
                        .build());
        samples.put(
                "imported-event-welcome",
                event().setWelcome(ImportedWelcome.newBuilder()
                                .setSourceId("w1")
                                .setRecipient("did:plc:bob")
                                .setKeyPackageHash(bytes(6, 32))
                                .setConsumed(true)
                                .setCreatedAtMs(TIME)
                                .setWelcome(bytes(7, 4)))
                        .build());
    }
}
