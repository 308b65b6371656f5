package dev.epochal.mls.follow;

import static dev.epochal.mls.follow.PaperGroup.assertRefused;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.extension.AppDataDictionary;
import dev.epochal.mls.extension.ComponentId;
import dev.epochal.mls.extension.Extension;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.keypackage.KeyPackage;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.RfcCheck;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KeyPackageRefusalTest {
    private final PaperGroup group = PaperGroup.ofFour();
    private final PaperClient client = group.client("erin");

    @Test
    void accepts_a_last_resort_key_package() {
        KeyPackage keyPackage =
                client.keyPackage(_ -> {}, paper -> paper.extensions = extension(ExtensionType.LAST_RESORT));
        Assertions.assertThat(
                        group.observer.checkKeyPackage(keyPackage).orThrow().isLastResort())
                .isTrue();
        Assertions.assertThat(client.keyPackage().isLastResort()).isFalse();
        Assertions.assertThat(withDictionary("0400040000").isLastResort()).isFalse();
        Assertions.assertThat(withDictionary("03000400").isLastResort()).isTrue();
        Assertions.assertThat(withDictionary("03000500").isLastResort()).isFalse();
        Assertions.assertThat(withDictionary("0400040161").isLastResort()).isFalse();
    }

    private KeyPackage withDictionary(String contents) {
        Extension dictionary = new Extension(ExtensionType.APP_DATA_DICTIONARY, Octets.ofHex(contents));
        return client.keyPackage(_ -> {}, paper -> paper.extensions = new Extensions(List.of(dictionary)));
    }

    @Test
    void knows_a_last_resort_key_package_by_its_component_too() {
        Octets marked = new AppDataDictionary(new TreeMap<>(Map.of(ComponentId.LAST_RESORT_KEY_PACKAGE, Octets.EMPTY)))
                .encoded();
        Octets other = new AppDataDictionary(new TreeMap<>(Map.of(0x8001, Octets.EMPTY))).encoded();

        Assertions.assertThat(withDictionary(marked).isLastResort()).isTrue();
        Assertions.assertThat(withDictionary(other).isLastResort()).isFalse();
        Assertions.assertThat(withDictionary(Octets.ofHex("ff")).isLastResort()).isFalse();
    }

    private KeyPackage withDictionary(Octets contents) {
        Extension dictionary = new Extension(ExtensionType.APP_DATA_DICTIONARY, contents);
        return client.keyPackage(_ -> {}, paper -> paper.extensions = new Extensions(List.of(dictionary)));
    }

    @Test
    @RfcCheck(CheckId.CIPHER_SUITE)
    void refuses_an_unknown_suite() {
        assertRefused(
                group.observer.checkKeyPackage(client.keyPackage(_ -> {}, paper -> paper.suite = 0x0a0a)),
                CheckId.CIPHER_SUITE);
    }

    @Test
    @RfcCheck({CheckId.KEY_PACKAGE_VERSION, CheckId.KEY_PACKAGE_SUITE})
    void refuses_another_version_or_suite() {
        refuses(paper -> paper.version = 2, CheckId.KEY_PACKAGE_VERSION);
        refuses(paper -> paper.suite = 3, CheckId.KEY_PACKAGE_SUITE);
    }

    @Test
    @RfcCheck(CheckId.KEY_PACKAGE_SIGNATURE)
    void refuses_a_signature_by_another_key() {
        refuses(paper -> paper.signer = group.at(0).key(), CheckId.KEY_PACKAGE_SIGNATURE);
    }

    @Test
    @RfcCheck(CheckId.KEY_PACKAGE_INIT_KEY)
    void refuses_an_init_key_that_is_the_encryption_key() {
        PaperLeaf leaf = client.leaf();
        KeyPackage keyPackage = client.keyPackage(
                changed -> changed.encryptionKey = leaf.encryptionKey, paper -> paper.initKey = leaf.encryptionKey);
        assertRefused(group.stage(group.commit(0).with(new Add(keyPackage))), CheckId.KEY_PACKAGE_INIT_KEY);
    }

    @Test
    @RfcCheck({CheckId.KEY_PACKAGE_EXTENSIONS, CheckId.EXTENSION_PLACE})
    void refuses_extensions_that_are_not_listed_or_belong_elsewhere() {
        refuses(paper -> paper.extensions = extension(0xf222), CheckId.KEY_PACKAGE_EXTENSIONS);
        refuses(paper -> paper.extensions = extension(ExtensionType.RATCHET_TREE), CheckId.EXTENSION_PLACE);
    }

    private static Extensions extension(int type) {
        return new Extensions(List.of(new Extension(type, Octets.EMPTY)));
    }

    private void refuses(Consumer<PaperClient.PaperKeyPackage> change, CheckId check) {
        Add add = new Add(client.keyPackage(_ -> {}, change));
        assertRefused(group.stage(group.commit(0).with(add)), check);
        assertRefused(group.observer.verifyProposal(group.state, group.proposal(2, add, _ -> {})), check);
    }
}
