package dev.epochal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.client.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.proposal.ProposalType;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.projections.read.ClientReads.WelcomeRow;
import dev.epochal.projections.read.GroupReads.PendingProposal;
import dev.epochal.projections.read.Stay;
import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupCreated;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.GroupStateAfter;
import dev.epochal.schema.record.Permission;
import dev.epochal.schema.record.TreeNodeChange;
import dev.epochal.testkit.CommitPlan;
import dev.epochal.testkit.KeyPackageSecrets;
import dev.epochal.testkit.MlsGroup;
import dev.epochal.testkit.MlsIdentity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// A group of real clients: alice makes it and adds nine others, which is epoch 1.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class EpochTest {
    private static final ByteString CONTEXT = ByteString.copyFromUtf8("context");

    private final RunningApi server = new RunningApi();
    private final MlsGroup group =
            MlsGroup.create(MlsIdentity.generate("alice", "phone"), Octets.utf8(Samples.GROUP.toStringUtf8()));
    private Octets firstTree = Octets.empty();

    @BeforeEach
    void tell_the_history() {
        firstTree = group.treeHash();
        server.reads.put(Samples.GROUP, created());
        var staged = group.stage(CommitPlan.add(IntStream.range(0, 9)
                .mapToObj(i -> KeyPackageSecrets.generate(MlsIdentity.generate("member" + i, "phone"))
                        .message())
                .toList()));
        group.merge(staged);
        server.reads.put(Samples.GROUP, added(staged.bundle().groupInfo()));
        server.reads.put(Samples.row(1, 1), Samples.ALICE);
        server.reads.put(Samples.GROUP, Samples.BOB, new Stay(1, 1, true, OptionalLong.empty(), 0));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void the_state_of_each_epoch_is_told_as_it_began() {
        var first = server.get(Samples.PATH + "/epochs/0").json();
        assertThat(first.path("epoch").asLong()).isZero();
        assertThat(first.path("seq").asLong()).isZero();
        assertThat(first.path("headEpoch").asLong()).isEqualTo(1);
        assertThat(first.path("treeHash").asText()).isEqualTo(firstTree.toString());
        assertThat(first.path("members")).hasSize(1);
        assertThat(first.has("ratchetTree")).isFalse();
        var head = server.get(Samples.PATH + "/epochs/head?tree=true").json();
        assertThat(head)
                .isEqualTo(server.get(Samples.PATH + "/epochs/1?tree=true").json());
        assertThat(head.path("treeHash").asText()).isEqualTo(group.treeHash().toString());
        assertThat(head.path("members")).hasSize(10);
        assertThat(head.path("members").path(3).path("user").asText()).isEqualTo("member2");
        assertThat(head.path("members").path(3).path("leafIndex").asInt()).isEqualTo(3);
        assertThat(head.path("members").path(3).path("signatureKey").asText()).isNotEmpty();
        assertThat(head.path("groupContext").asText())
                .isEqualTo(Octets.utf8("context").toString());
        assertThat(head.path("ratchetTree").asText()).isNotEmpty();
    }

    @Test
    void epochs_in_which_the_caller_was_no_member_look_as_if_they_had_not_been() {
        for (var target :
                List.of("/epochs/0", "/epochs/7", "/ratchet-tree?epoch=0", "/ratchet-tree?hash=" + firstTree)) {
            var reply = server.send(server.as("bob", Samples.PATH + target));
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.problem()).isEqualTo("unknown-epoch");
        }
        assertThat(server.send(server.as("bob", Samples.PATH + "/epochs/1")).status())
                .isEqualTo(200);
        assertThat(server.send(server.as("carol", Samples.PATH + "/epochs/1")).problem())
                .isEqualTo("unknown-group");
    }

    @Test
    void who_was_removed_sees_the_last_epoch_that_it_was_in() {
        server.reads.put(Samples.row(7, 5), Samples.ALICE);
        server.reads.put(Samples.GROUP, Samples.BOB, new Stay(1, 1, true, OptionalLong.of(2), 2));
        var state = server.send(server.as("bob", Samples.PATH + "/epochs/head")).json();
        assertThat(state.path("epoch").asLong()).isEqualTo(1);
        assertThat(state.path("headSeq").asLong()).isEqualTo(2);
        assertThat(server.send(server.as("bob", Samples.PATH + "/epochs/2")).problem())
                .isEqualTo("unknown-epoch");
    }

    @Test
    void a_tree_is_sent_once_to_who_keeps_it() throws Exception {
        var whole = bytes(Samples.PATH + "/ratchet-tree", "");
        assertThat(whole.headers().firstValue("ETag")).contains(treeTag());
        assertThat(whole.headers().firstValue("Accept-Ranges")).contains("bytes");
        assertThat(whole.headers().firstValue("Epochal-Tree-Epoch")).contains("1");
        assertThat(whole.headers().firstValue("Cache-Control")).contains("private, no-cache");
        var again = server.send(server.request(Samples.PATH + "/ratchet-tree")
                .header("If-None-Match", "\"other\", W/\"" + group.treeHash() + "\""));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
        assertThat(server.send(server.request(Samples.PATH + "/ratchet-tree").header("If-None-Match", "W/\"x\""))
                        .status())
                .isEqualTo(200);
        var byHash = bytes(Samples.PATH + "/ratchet-tree?hash=" + group.treeHash(), "gzip");
        assertThat(byHash.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        assertThat(byHash.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(byHash.headers().firstValue("ETag")).contains("W/" + treeTag());
        assertThat(byHash.body().length).isLessThan(whole.body().length);
        try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(byHash.body()))) {
            assertThat(unzipped.readAllBytes()).isEqualTo(whole.body());
        }
        assertThat(bytes(Samples.PATH + "/ratchet-tree?epoch=1", "gzip;q=0").body())
                .isEqualTo(whole.body());
        assertThat(server.get(Samples.PATH + "/ratchet-tree?epoch=1&hash=AAAA").problem())
                .isEqualTo("bad-parameter");
    }

    private String treeTag() {
        return "\"" + group.treeHash() + "\"";
    }

    @Test
    void who_has_a_part_of_a_tree_gets_the_rest_of_it_uncompressed() throws Exception {
        var whole = bytes(Samples.PATH + "/ratchet-tree", "").body();
        int half = whole.length / 2;
        var rest = piece("bytes=" + half + "-", "");
        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.headers().firstValue("Content-Range"))
                .contains("bytes " + half + "-" + (whole.length - 1) + "/" + whole.length);
        assertThat(rest.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(rest.headers().firstValue("ETag")).contains(treeTag());
        assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(whole, half, whole.length));
        assertThat(piece("bytes=0-9", treeTag()).body()).isEqualTo(Arrays.copyOf(whole, 10));
    }

    @Test
    void who_has_a_part_of_something_else_gets_the_whole_tree() throws Exception {
        for (var other : List.of("W/" + treeTag(), "\"other\"", "Fri, 27 Nov 2026 12:00:00 GMT")) {
            assertThat(piece("bytes=10-", other).statusCode()).isEqualTo(200);
        }
        assertThat(piece("bytes=0-1,5-6", "").statusCode()).isEqualTo(200);
    }

    @Test
    void what_a_tree_does_not_have_is_refused_with_its_length() throws Exception {
        int length = bytes(Samples.PATH + "/ratchet-tree", "").body().length;
        var reply =
                server.send(server.request(Samples.PATH + "/ratchet-tree").header("Range", "bytes=" + length + "-"));
        assertThat(reply.status()).isEqualTo(416);
        assertThat(reply.problem()).isEqualTo("range-not-satisfiable");
        assertThat(reply.header("Content-Range")).isEqualTo("bytes */" + length);
    }

    @Test
    void a_tree_that_nobody_published_follows_from_an_earlier_one() throws Exception {
        var before = nodes(bytes(Samples.PATH + "/ratchet-tree", "").body());
        var staged = group.stage(CommitPlan.remove(List.of(9)));
        group.merge(staged);
        var tree = groupInfoTree(staged.bundle().groupInfo());
        var after = nodes(tree.toByteArray());
        var delta = after().setTreeSize(31);
        for (int i = 0; i < 31; i++) {
            var was = i < before.size() ? before.get(i) : ByteString.EMPTY;
            var is = i < after.size() ? after.get(i) : ByteString.EMPTY;
            if (!was.equals(is)) {
                delta.addTreeDelta(TreeNodeChange.newBuilder().setNodeIndex(i).setNode(is));
            }
        }
        server.reads.put(Samples.GROUP, committed(2, withoutTree(staged.bundle().groupInfo()), delta));
        server.reads.put(Samples.row(2, 2), Samples.ALICE);
        assertThat(bytes(Samples.PATH + "/ratchet-tree", "").body()).isEqualTo(tree.toByteArray());
        assertThat(server.get(Samples.PATH + "/epochs/2").json().path("members"))
                .hasSize(9);
    }

    private static List<ByteString> nodes(byte[] tree) {
        return RatchetTree.parse(dev.epochal.mls.codec.Octets.copyOf(tree)).nodes().stream()
                .map(node -> node.map(known -> ByteString.copyFrom(known.bytes().toByteArray()))
                        .orElse(ByteString.EMPTY))
                .toList();
    }

    private static ByteString groupInfoTree(Octets groupInfo) {
        return ByteString.copyFrom(parsed(groupInfo)
                .extensions()
                .find(ExtensionType.RATCHET_TREE)
                .orElseThrow()
                .toByteArray());
    }

    private static GroupInfo parsed(Octets groupInfo) {
        return ((MlsMessage.OfGroupInfo) MlsMessage.parse(groupInfo.toArray())).groupInfo();
    }

    /// Its signature does not fit any more, which no reader looks at.
    private static Octets withoutTree(Octets groupInfo) {
        var whole = parsed(groupInfo);
        var writer = new Writer().u16(1).u16(4);
        whole.groupContext().writeTo(writer);
        whole.extensions().without(ExtensionType.RATCHET_TREE).writeTo(writer);
        writer.opaque(whole.confirmationTag()).u32(whole.signer()).opaque(whole.signature());
        return Octets.of(writer.toOctets().toByteArray());
    }

    @Test
    void a_welcome_comes_with_the_tree_of_its_epoch_to_who_asks_for_it() throws Exception {
        var octets = ByteString.copyFromUtf8("octets");
        server.reads.put(Samples.ALICE, new WelcomeRow(octets, Samples.GROUP, 1, 1, octets, octets));
        var tree = Octets.of(bytes(Samples.PATH + "/ratchet-tree", "").body());
        assertThat(server.get("/v1/welcomes?tree=true")
                        .json()
                        .path("welcomes")
                        .path(0)
                        .path("ratchetTree")
                        .asText())
                .isEqualTo(tree.toString());
        assertThat(server.get("/v1/welcomes").json().path("welcomes").path(0).has("ratchetTree"))
                .isFalse();
    }

    @Test
    void an_external_join_is_offered_to_those_whom_the_policy_allows_it() {
        var info = group.groupInfo();
        offer(info, Permission.PERMISSION_ANYBODY);
        server.reads.put(Samples.GROUP, new PendingProposal(4, 1, ByteString.copyFromUtf8("ref"), selfRemove()));
        server.reads.put(
                Samples.GROUP,
                new PendingProposal(5, 1, ByteString.copyFromUtf8("other"), bytes(group.proposeRemove(3))));
        var offered = server.send(server.as("carol", Samples.PATH + "/external-join"));
        assertThat(offered.status()).isEqualTo(200);
        assertThat(offered.json().path("groupInfo").asText()).isEqualTo(info.toString());
        assertThat(offered.json().path("epoch").asLong()).isEqualTo(1);
        assertThat(offered.json().path("selfRemoves")).hasSize(1);
        assertThat(offered.json().path("selfRemoves").path(0).path("seq").asLong())
                .isEqualTo(4);
        offer(info, Permission.PERMISSION_MEMBERS);
        assertThat(server.get(Samples.PATH + "/external-join").status()).isEqualTo(200);
        assertThat(server.send(server.as("carol", Samples.PATH + "/external-join"))
                        .problem())
                .isEqualTo("unknown-group");
        offer(info, Permission.PERMISSION_NOBODY);
        var forbidden = server.get(Samples.PATH + "/external-join");
        assertThat(forbidden.problem()).isEqualTo("policy");
        assertThat(forbidden.json().path("rule").asText()).isEqualTo("external_join");
        var hidden = server.send(server.as("carol", Samples.PATH + "/external-join"));
        var absent = server.send(server.as("carol", "/v1/groups/AAAA/external-join"));
        assertThat(hidden.json().path("detail")).isEqualTo(absent.json().path("detail"));
        assertThat(hidden.status()).isEqualTo(absent.status());
    }

    private void offer(Octets groupInfo, Permission who) {
        server.reads.put(
                Samples.GROUP,
                bytes(groupInfo),
                GroupPolicy.newBuilder().setExternalJoin(who).build());
    }

    private HttpResponse<byte[]> bytes(String target, String encoding) throws IOException, InterruptedException {
        var request = server.request(target);
        if (!encoding.isEmpty()) {
            request.header("Accept-Encoding", encoding);
        }
        return send(request);
    }

    private HttpResponse<byte[]> piece(String range, String ifRange) throws IOException, InterruptedException {
        var request = server.request(Samples.PATH + "/ratchet-tree")
                .header("Accept-Encoding", "gzip")
                .header("Range", range);
        return send(ifRange.isEmpty() ? request : request.header("If-Range", ifRange));
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private GroupEvent created() {
        return GroupEvent.newBuilder()
                .setHeader(EventHeader.newBuilder().setGroupId(Samples.GROUP))
                .setGroupCreated(GroupCreated.newBuilder()
                        .setGroupInfo(bytes(group.groupInfo()))
                        .setAfter(after()))
                .build();
    }

    private GroupEvent added(Octets groupInfo) {
        return committed(1, groupInfo, after());
    }

    private static GroupEvent committed(long epoch, Octets groupInfo, GroupStateAfter.Builder after) {
        return GroupEvent.newBuilder()
                .setHeader(EventHeader.newBuilder()
                        .setGroupId(Samples.GROUP)
                        .setSeq(epoch)
                        .setEpochBefore(epoch - 1)
                        .setEpochAfter(epoch))
                .setCommitAccepted(CommitAccepted.newBuilder()
                        .setGroupInfo(bytes(groupInfo))
                        .setAfter(after))
                .build();
    }

    private GroupStateAfter.Builder after() {
        return GroupStateAfter.newBuilder().setGroupContext(CONTEXT).setTreeHash(bytes(group.treeHash()));
    }

    /// MLSMessage(mls_public_message) with a SelfRemove; its signature is nothing that a reader looks at.
    private static ByteString selfRemove() {
        var none = dev.epochal.mls.codec.Octets.EMPTY;
        var message = new Writer()
                .u16(1)
                .u16(1)
                .opaque(dev.epochal.mls.codec.Octets.ofText("group"))
                .u64(1)
                .u8(1)
                .u32(2)
                .opaque(none)
                .u8(2)
                .u16(ProposalType.SELF_REMOVE)
                .opaque(none)
                .opaque(none);
        return ByteString.copyFrom(message.toOctets().toByteArray());
    }

    private static ByteString bytes(Octets octets) {
        return ByteString.copyFrom(octets.toArray());
    }
}
