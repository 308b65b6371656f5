package dev.epochal.api.exchange;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// From where requests come. What stands in `X-Forwarded-For` is believed only where a known proxy has written it:
/// the name of an origin is then the last address that is no proxy's.
///
/// Who has an IPv6 address has 2^64 of them, so all of these are one origin.
public final class Origins {
    private static final int IPV6_OCTETS = 16;
    private static final int IPV6_SITE_BITS = 64;

    private final List<Network> proxies;

    /// Believes these proxies, and those on this machine.
    public Origins(List<Network> proxies) {
        this.proxies = List.copyOf(proxies);
    }

    /// The name of an origin.
    ///
    /// @param peer who has opened the connection
    /// @param forwarded the values of the header field
    String of(SocketAddress peer, List<String> forwarded) {
        if (!(peer instanceof InetSocketAddress known) || known.getAddress() == null) {
            return "";
        }
        var origin = known.getAddress();
        var path = forwarded.stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(String::strip)
                .toList();
        for (var before : path.reversed()) {
            var address = address(before);
            if (!isProxy(origin) || address.isEmpty()) {
                break;
            }
            origin = address.get();
        }
        return name(origin);
    }

    private boolean isProxy(InetAddress address) {
        return address.isLoopbackAddress() || proxies.stream().anyMatch(proxy -> proxy.contains(address));
    }

    private static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String name(InetAddress address) {
        boolean isSite = address.getAddress().length == IPV6_OCTETS;
        return HexFormat.of().formatHex(isSite ? Network.start(address, IPV6_SITE_BITS) : address.getAddress());
    }
}
