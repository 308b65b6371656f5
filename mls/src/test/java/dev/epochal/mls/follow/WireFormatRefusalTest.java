package dev.epochal.mls.follow;

import static dev.epochal.mls.follow.PaperGroup.assertRefused;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.extension.Extension;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.GroupContextExtensions;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Checked;
import dev.epochal.mls.validation.RfcCheck;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WireFormatRefusalTest {
    private static final Extensions SUPPORTS = extension(ExtensionType.SUPPORTED_WIRE_FORMATS, "06f0010a0af002");
    private static final Extensions REQUIRES = extension(ExtensionType.REQUIRED_WIRE_FORMATS, "040001f001");

    @Test
    @RfcCheck(CheckId.WIRE_FORMATS)
    void refuses_a_member_that_lacks_a_required_wire_format() {
        PaperGroup group = PaperGroup.create(Rules.strict(), Extensions.NONE);
        assertRefused(group.stage(group.commit(0).with(new GroupContextExtensions(REQUIRES))), CheckId.WIRE_FORMATS);
        PaperCommit capable =
                group.commit(0).with(new GroupContextExtensions(REQUIRES)).leaf(leaf -> leaf.extensions = SUPPORTS);
        group.accept(capable);
        Add lacking = new Add(group.client("old").keyPackage());
        assertRefused(group.stage(upToDate(group).with(lacking)), CheckId.WIRE_FORMATS);
        Add supporting = new Add(group.client("new").keyPackage(leaf -> leaf.extensions = SUPPORTS, _ -> {}));
        Assertions.assertThat(group.stage(upToDate(group).with(supporting))).isInstanceOf(Checked.Passed.class);
        assertRefused(group.stage(group.commit(0)), CheckId.WIRE_FORMATS);
    }

    @Test
    @RfcCheck(CheckId.WIRE_FORMATS)
    void refuses_a_malformed_list_of_wire_formats() {
        PaperGroup group = PaperGroup.ofFour();
        Extensions odd = extension(ExtensionType.SUPPORTED_WIRE_FORMATS, "03f00100");
        assertRefused(group.stage(group.commit(0).leaf(leaf -> leaf.extensions = odd)), CheckId.WIRE_FORMATS);
        Extensions oddGroup = extension(ExtensionType.REQUIRED_WIRE_FORMATS, "03f00100");
        assertRefused(group.stage(group.commit(0).with(new GroupContextExtensions(oddGroup))), CheckId.WIRE_FORMATS);
        Extensions ofTheRfc = extension(ExtensionType.REQUIRED_WIRE_FORMATS, "0400010002");
        Assertions.assertThat(group.stage(group.commit(0).with(new GroupContextExtensions(ofTheRfc))))
                .isInstanceOf(Checked.Passed.class);
    }

    private static PaperCommit upToDate(PaperGroup group) {
        return group.commit(0).leaf(leaf -> leaf.extensions = SUPPORTS);
    }

    private static Extensions extension(int type, String contents) {
        return new Extensions(List.of(new Extension(type, Octets.ofHex(contents))));
    }
}
