package dev.epochal.api.exchange;

import java.net.InetAddress;
import java.util.Arrays;

/// A range of IP addresses.
///
/// @param address one of its addresses
/// @param prefix how many leading bits all of them share
public record Network(InetAddress address, int prefix) {
    public Network {
        if (prefix < 0 || prefix > bits(address)) {
            throw new IllegalArgumentException("A network's prefix is within the bits of its address");
        }
    }

    /// What is written as `10.0.0.0/8`, `fd00::/8`, or an address that is meant alone.
    ///
    /// @throws IllegalArgumentException if it is nothing like that
    public static Network of(String text) {
        int slash = text.indexOf('/');
        var address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        return new Network(address, slash < 0 ? bits(address) : Integer.parseInt(text.substring(slash + 1)));
    }

    /// Whether an address is one of its own.
    public boolean contains(InetAddress other) {
        return Arrays.equals(start(address, prefix), start(other, prefix));
    }

    /// The leading bits of an address; the others are zero.
    static byte[] start(InetAddress address, int prefix) {
        var octets = address.getAddress();
        for (int i = 0; i < octets.length; i++) {
            int kept = Math.clamp(prefix - 8L * i, 0, 8);
            octets[i] &= (byte) (0xff << (8 - kept));
        }
        return octets;
    }

    private static int bits(InetAddress address) {
        return 8 * address.getAddress().length;
    }
}
