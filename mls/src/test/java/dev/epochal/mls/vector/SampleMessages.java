package dev.epochal.mls.vector;

import dev.epochal.mls.codec.Codes;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import java.util.List;

/// Well-formed messages without valid signatures, built octet by octet: one of each wire format, with unknown
/// and GREASE values wherever the RFC lets them stand.
public final class SampleMessages {
    private static final Octets KEY = Octets.ofText("0123456789abcdef0123456789abcdef");
    private static final Octets SIGNATURE = Octets.ofText("s".repeat(64));

    private SampleMessages() {}

    /// One of each kind.
    public static List<Octets> all() {
        return List.of(
                publicMessage(new Writer().u8(1).opaque(Octets.ofText("data"))),
                publicMessage(new Writer().u8(2).u16(1).raw(keyPackage())),
                commit(),
                new Writer()
                        .raw(Octets.ofHex("00010002"))
                        .opaque(Octets.ofText("group"))
                        .u64(7)
                        .u8(1)
                        .opaque(Octets.EMPTY)
                        .opaque(KEY)
                        .opaque(SIGNATURE)
                        .toOctets(),
                welcome(),
                groupInfo(),
                new Writer().raw(Octets.ofHex("00010005")).raw(keyPackage()).toOctets());
    }

    /// A PublicMessage of member 1 whose content (with its type) is given; not for a Commit.
    public static Octets publicMessage(Writer content) {
        return framed(content)
                .opaque(SIGNATURE)
                .opaque(Octets.ofText("membership"))
                .toOctets();
    }

    private static Writer framed(Writer content) {
        return new Writer()
                .raw(Octets.ofHex("00010001"))
                .opaque(Octets.ofText("group"))
                .u64(-1)
                .u8(1)
                .u32(1)
                .opaque(Octets.ofText("authenticated"))
                .raw(content.toOctets());
    }

    private static Octets commit() {
        Writer commit = new Writer()
                .u8(3)
                .vector(list -> list.u8(1)
                        .u16(3)
                        .u32(4_000_000_000L)
                        .u8(2)
                        .opaque(KEY)
                        .u8(1)
                        .u16(10)
                        .u8(1)
                        .raw(Octets.ofHex("0008800001"))
                        .opaque(Octets.ofText("update")))
                .u8(1)
                .raw(leafNode(3))
                .vector(nodes ->
                        nodes.opaque(KEY).vector(list -> list.opaque(KEY).opaque(SIGNATURE)));
        return framed(commit)
                .opaque(SIGNATURE)
                .opaque(Octets.ofText("confirmation"))
                .opaque(Octets.ofText("membership"))
                .toOctets();
    }

    private static Octets welcome() {
        return new Writer()
                .raw(Octets.ofHex("000100030001"))
                .vector(list -> list.opaque(KEY).opaque(KEY).opaque(SIGNATURE))
                .opaque(Octets.ofText("sealed"))
                .toOctets();
    }

    private static Octets groupInfo() {
        Octets tree = new Writer()
                .vector(nodes -> nodes.u8(1)
                        .u8(1)
                        .raw(leafNode(2))
                        .u8(1)
                        .u8(2)
                        .opaque(KEY)
                        .opaque(Octets.EMPTY)
                        .vector(leaves -> leaves.u32(0).u32(1))
                        .u8(1)
                        .u8(1)
                        .raw(leafNode(3)))
                .toOctets();
        return new Writer()
                .raw(Octets.ofHex("0001000400010001"))
                .opaque(Octets.ofText("group"))
                .u64(8)
                .opaque(KEY)
                .opaque(KEY)
                .opaque(Octets.EMPTY)
                .vector(list -> list.u16(2).opaque(tree).u16(0x0a0a).opaque(KEY))
                .opaque(Octets.ofText("confirmation"))
                .u32(0)
                .opaque(SIGNATURE)
                .toOctets();
    }

    private static Octets keyPackage() {
        return new Writer()
                .u16(1)
                .u16(1)
                .opaque(KEY)
                .raw(leafNode(1))
                .vector(list -> list.u16(10).opaque(Octets.EMPTY))
                .opaque(SIGNATURE)
                .toOctets();
    }

    private static Octets leafNode(int source) {
        Writer writer = new Writer()
                .opaque(KEY)
                .opaque(KEY)
                .u16(1)
                .opaque(Octets.ofText("alice/phone"))
                .codes(Codes.of(1))
                .codes(Codes.of(1, 2, 0x1a1a))
                .codes(Codes.of(0x2a2a))
                .codes(Codes.of(0x3a3a))
                .codes(Codes.of(1, 0x4a4a))
                .u8(source);
        if (source == 1) {
            writer.u64(1).u64(2);
        } else if (source == 3) {
            writer.opaque(KEY);
        }
        return writer.vector(list -> list.u16(0x2a2a).opaque(KEY))
                .opaque(SIGNATURE)
                .toOctets();
    }
}
