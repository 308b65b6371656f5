package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.extension.Extension;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.Remove;
import dev.epochal.mls.vector.SampleMessages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes the seeds of the fuzz targets anew, from the project's own test clients. Run by hand in the module's
/// folder.
final class Seeds {
    private Seeds() {}

    public static void main(String[] arguments) throws IOException {
        PaperGroup group = PaperGroup.ofFour();
        staging("path", octets(group.commit(1).message()));
        staging("remove", octets(group.commit(1).with(new Remove(2)).message()));
        Add add = new Add(group.client("erin").keyPackage());
        staging("add", octets(group.commit(1).with(add).message()));
        staging("external", octets(group.join(group.client("joiner")).message()));
        staging("resync", octets(group.join(group.at(2)).with(new Remove(2)).message()));
        staging("update", octets(group.proposal(1, group.update(1, _ -> {}), _ -> {})));
        Octets tree = group.state.ratchetTree().encoded();
        Extensions extensions = new Extensions(List.of(new Extension(ExtensionType.RATCHET_TREE, tree)));
        staging("group-info", new MlsMessage.OfGroupInfo(group.groupInfo(extensions, 0), Octets.EMPTY).encoded());
        staging("key-package", new MlsMessage.OfKeyPackage(add.keyPackage(), Octets.EMPTY).encoded());
        int count = 0;
        for (Octets message : SampleMessages.all()) {
            write("dev/epochal/mls/fuzz/DecoderFuzzInputs/message", "sample-" + count, message);
            count++;
        }
        PublicMessage commit = group.commit(1).with(add, new Remove(2)).message();
        decoder("authenticatedContent", commit.authenticated().bytes());
        decoder("ratchetTree", tree);
        decoder("keyPackage", add.keyPackage().bytes());
        decoder("groupInfo", group.groupInfo(extensions, 0).bytes());
        decoder("groupContext", group.state.context().bytes());
        decoder("proposal", add.encoded());
    }

    private static Octets octets(PublicMessage message) {
        return new MlsMessage.OfPublicMessage(message, Octets.EMPTY).encoded();
    }

    private static void staging(String name, Octets octets) throws IOException {
        write("dev/epochal/mls/follow/StagingFuzzInputs/anyMessage", name, octets);
    }

    private static void decoder(String method, Octets octets) throws IOException {
        write("dev/epochal/mls/fuzz/DecoderFuzzInputs/" + method, "sample", octets);
    }

    private static void write(String folder, String name, Octets octets) throws IOException {
        Path path = Path.of("src", "test", "resources", folder);
        Files.createDirectories(path);
        Files.write(path.resolve(name), octets.toByteArray());
    }
}
