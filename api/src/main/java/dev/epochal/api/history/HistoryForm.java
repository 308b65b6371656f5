package dev.epochal.api.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.api.history.HistoryLine.Closing;
import dev.epochal.api.history.HistoryLine.Hashes;
import dev.epochal.api.history.HistoryLine.Logged;
import dev.epochal.api.history.HistoryLine.Opening;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.schema.history.Payload;
import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.CommitReported;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupCreated;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.GroupStateAfter;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.MessageAccepted;
import dev.epochal.schema.record.PayloadsErased;
import dev.epochal.schema.record.PolicyChanged;
import dev.epochal.schema.record.Position;
import dev.epochal.schema.record.ProposalAccepted;
import java.util.List;
import java.util.Optional;

/// The lines of an exported history as JSON; `docs/history.md` defines them. Each line has one spelling only, so that a
/// changed octet can't hide in one that says the same.
public final class HistoryForm {
    /// What the first line names as its format.
    public static final String FORMAT = "epochal-history/1";

    private HistoryForm() {}

    /// The line, without its newline.
    public static ByteString write(HistoryLine line) {
        return Json.write(
                switch (line) {
                    case Opening opening -> opening(opening);
                    case Logged logged -> logged(logged);
                    case Closing closing -> Json.object().put("checkpoint", closing.checkpoint());
                });
    }

    private static ObjectNode opening(Opening opening) {
        var json = Json.object()
                .put("format", FORMAT)
                .put("groupId", Base64Url.encode(opening.groupId()))
                .put("logId", Base64Url.encode(opening.logId()))
                .put("origin", opening.origin());
        var keys = json.putArray("keys");
        opening.keys().forEach(keys::add);
        return json;
    }

    /// The line of an event as it stands on the log.
    public static Logged line(GroupEvent event) {
        var hashes = after(event)
                .map(after -> new Hashes(after.getTreeHash(), after.getConfirmedTranscriptHash()))
                .orElse(Hashes.NONE);
        return new Logged(event, hashes);
    }

    private static Optional<GroupStateAfter> after(GroupEvent event) {
        return switch (event.getBodyCase()) {
            case GROUP_CREATED -> Optional.of(event.getGroupCreated().getAfter());
            case COMMIT_ACCEPTED -> Optional.of(event.getCommitAccepted().getAfter());
            case PROPOSAL_ACCEPTED, MESSAGE_ACCEPTED, POLICY_CHANGED, COMMIT_REPORTED, PAYLOADS_ERASED, BODY_NOT_SET ->
                Optional.empty();
        };
    }

    private static ObjectNode logged(Logged logged) {
        var event = logged.event();
        var header = event.getHeader();
        var json = Json.object()
                .put("seq", header.getSeq())
                .put("kind", event.getBodyCase().getNumber())
                .put("epochBefore", header.getEpochBefore())
                .put("epochAfter", header.getEpochAfter())
                .put("acceptedAt", header.getAcceptedAtMs());
        if (SealedEvents.isErased(event)) {
            json.put("sender", Base64Url.encode(header.getSenderRef()));
        } else {
            json.put("user", header.getSubmittedBy().getUser())
                    .put("client", header.getSubmittedBy().getClient());
        }
        json.put("partition", header.getCommand().getPartition())
                .put("offset", header.getCommand().getOffset())
                .put("bodyDigest", Base64Url.encode(header.getBodyDigest()));
        if (!SealedEvents.isErased(event)) {
            json.put("salt", Base64Url.encode(header.getPayloadSalt()));
            var payload = json.putArray("payload");
            Payload.parts(event).forEach(part -> payload.add(Base64Url.encode(part)));
        }
        json.put("payloadHash", Base64Url.encode(header.getPayloadHash()))
                .put("previousHead", Base64Url.encode(header.getPreviousHead()))
                .put("leafHash", Base64Url.encode(header.getLeafHash()));
        if (!logged.after().equals(Hashes.NONE)) {
            json.put("treeHash", Base64Url.encode(logged.after().treeHash()))
                    .put(
                            "confirmedTranscriptHash",
                            Base64Url.encode(logged.after().confirmedTranscriptHash()));
        }
        return json;
    }

    /// Reads a first line.
    ///
    /// @return empty if it is anything else
    public static Optional<Opening> parseOpening(ByteString line) {
        return Members.of(line)
                .filter(members -> members.text("format").equals(FORMAT))
                .flatMap(members -> exact(
                        line,
                        new Opening(
                                members.octets("groupId"),
                                members.octets("logId"),
                                members.text("origin"),
                                members.texts("keys"))));
    }

    /// Reads a line behind the first one.
    ///
    /// @param opening the first line
    /// @return empty if it is neither an event nor the end
    public static Optional<HistoryLine> parse(ByteString line, Opening opening) {
        return Members.of(line)
                .flatMap(members ->
                        members.has("checkpoint") ? closing(line, members) : parseLogged(line, members, opening));
    }

    private static Optional<HistoryLine> closing(ByteString line, Members members) {
        return exact(line, new Closing(members.text("checkpoint")));
    }

    private static Optional<HistoryLine> parseLogged(ByteString line, Members members, Opening opening) {
        try {
            var event = members.has("sender")
                    ? erased(members.number("kind"))
                    : body(members.number("kind"), members.list("payload"));
            event.setHeader(header(members, opening));
            var hashes = members.has("treeHash")
                    ? new Hashes(members.octets("treeHash"), members.octets("confirmedTranscriptHash"))
                    : Hashes.NONE;
            return exact(line, new Logged(event.build(), hashes));
        } catch (InvalidProtocolBufferException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static <L extends HistoryLine> Optional<L> exact(ByteString line, L read) {
        return Optional.of(read).filter(_ -> write(read).equals(line));
    }

    private static EventHeader header(Members members, Opening opening) {
        var header = EventHeader.newBuilder()
                .setGroupId(opening.groupId())
                .setLogId(opening.logId())
                .setSeq(members.number("seq"))
                .setEpochBefore(members.number("epochBefore"))
                .setEpochAfter(members.number("epochAfter"))
                .setAcceptedAtMs(members.number("acceptedAt"))
                .setCommand(Position.newBuilder()
                        .setPartition((int) members.number("partition"))
                        .setOffset(members.number("offset")))
                .setBodyDigest(members.octets("bodyDigest"))
                .setPayloadHash(members.octets("payloadHash"))
                .setPreviousHead(members.octets("previousHead"))
                .setLeafHash(members.octets("leafHash"));
        if (members.has("sender")) {
            return header.setSenderRef(members.octets("sender")).build();
        }
        return header.setSubmittedBy(
                        Identity.newBuilder().setUser(members.text("user")).setClient(members.text("client")))
                .setPayloadSalt(members.octets("salt"))
                .build();
    }

    /// What is left of an event of a kind without its payload; only messages can be erased.
    ///
    /// @throws IllegalArgumentException if the kind is another one
    static GroupEvent.Builder erased(long kind) {
        if (kind != GroupEvent.MESSAGE_ACCEPTED_FIELD_NUMBER) {
            throw new IllegalArgumentException("An event of kind " + kind + " can't be erased");
        }
        return GroupEvent.newBuilder().setMessageAccepted(MessageAccepted.getDefaultInstance());
    }

    /// An event of a kind with a payload, without its header.
    ///
    /// @throws IllegalArgumentException if there is no such kind, or it has other parts
    static GroupEvent.Builder body(long kind, List<ByteString> parts) throws InvalidProtocolBufferException {
        var event = GroupEvent.newBuilder();
        return switch ((int) kind) {
            case GroupEvent.GROUP_CREATED_FIELD_NUMBER ->
                event.setGroupCreated(GroupCreated.newBuilder()
                        .setGroupInfo(part(parts, 0, 3))
                        .setHandshakesValue(octet(part(parts, 1, 3)))
                        .setPolicy(GroupPolicy.parseFrom(part(parts, 2, 3))));
            case GroupEvent.PROPOSAL_ACCEPTED_FIELD_NUMBER ->
                event.setProposalAccepted(ProposalAccepted.newBuilder().setProposal(part(parts, 0, 1)));
            case GroupEvent.COMMIT_ACCEPTED_FIELD_NUMBER ->
                event.setCommitAccepted(CommitAccepted.newBuilder()
                        .setCommit(part(parts, 0, 3))
                        .setWelcome(part(parts, 1, 3))
                        .setGroupInfo(part(parts, 2, 3)));
            case GroupEvent.MESSAGE_ACCEPTED_FIELD_NUMBER ->
                event.setMessageAccepted(MessageAccepted.newBuilder().setMessage(part(parts, 0, 1)));
            case GroupEvent.POLICY_CHANGED_FIELD_NUMBER ->
                event.setPolicyChanged(PolicyChanged.newBuilder().setPolicy(GroupPolicy.parseFrom(part(parts, 0, 1))));
            case GroupEvent.COMMIT_REPORTED_FIELD_NUMBER ->
                event.setCommitReported(CommitReported.newBuilder().setReport(part(parts, 0, 1)));
            case GroupEvent.PAYLOADS_ERASED_FIELD_NUMBER ->
                event.setPayloadsErased(PayloadsErased.parseFrom(part(parts, 0, 1)));
            default -> throw new IllegalArgumentException("There is no event of kind " + kind);
        };
    }

    private static ByteString part(List<ByteString> parts, int index, int count) {
        if (parts.size() != count) {
            throw new IllegalArgumentException("A payload of " + parts.size() + " parts");
        }
        return parts.get(index);
    }

    private static int octet(ByteString part) {
        if (part.size() != 1) {
            throw new IllegalArgumentException("A part of " + part.size() + " octets where one belongs");
        }
        return part.byteAt(0);
    }
}
