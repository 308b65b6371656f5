package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Codes;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.framing.WireFormat;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Enforces;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/// The wire formats that members support and that a group requires (MLS extensions draft, `WireFormats`). Those of
/// the RFC go without saying.
final class WireFormats {
    private WireFormats() {}

    /// What a leaf lists; nothing if its list is malformed, which is refused elsewhere.
    static Codes supportedBy(LeafNode leaf) {
        try {
            return leaf.extensions()
                    .find(ExtensionType.SUPPORTED_WIRE_FORMATS)
                    .map(WireFormats::parse)
                    .orElse(Codes.NONE);
        } catch (MalformedException _) {
            return Codes.NONE;
        }
    }

    /// What a GroupContext requires beyond the RFC's.
    @Enforces(CheckId.WIRE_FORMATS)
    static Codes requiredBy(Extensions extensions) {
        return read(extensions, ExtensionType.REQUIRED_WIRE_FORMATS);
    }

    /// Refuses a malformed list of a leaf.
    @Enforces(CheckId.WIRE_FORMATS)
    static void check(Extensions extensions) {
        read(extensions, ExtensionType.SUPPORTED_WIRE_FORMATS);
    }

    /// Refuses a leaf that lacks something required.
    @Enforces(CheckId.WIRE_FORMATS)
    static void checkSupport(Codes required, LeafNode leaf) {
        IntPredicate supported = supportedBy(leaf).lookup();
        beyondDefault(required, code -> CheckId.WIRE_FORMATS.require(supported.test(code), "the wire format " + code));
    }

    /// Refuses a tree with a member that lacks something required.
    @Enforces(CheckId.WIRE_FORMATS)
    static void checkSupport(Codes required, TrackedTree tree) {
        beyondDefault(
                required,
                code -> CheckId.WIRE_FORMATS.require(
                        tree.allSupport(Tallies.Kind.WIRE_FORMAT, code), "the wire format " + code));
    }

    private static void beyondDefault(Codes required, IntConsumer check) {
        for (int i = 0; i < required.size(); i++) {
            int code = required.at(i);
            if (!WireFormat.isDefault(code)) {
                check.accept(code);
            }
        }
    }

    private static Codes read(Extensions extensions, int type) {
        try {
            return extensions.find(type).map(WireFormats::parse).orElse(Codes.NONE);
        } catch (MalformedException e) {
            throw CheckId.WIRE_FORMATS.refuse(String.valueOf(e.getMessage()));
        }
    }

    private static Codes parse(Octets contents) {
        return Reader.whole(contents, "WireFormats", reader -> reader.codes("WireFormats.wire_formats"));
    }
}
