package dev.epochal.api.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S34")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class OriginsTest {
    private final Origins origins = new Origins(List.of(Network.of("10.0.0.0/8"), Network.of("fd00::/8")));

    @Test
    void is_who_opened_the_connection_unless_that_is_a_proxy() {
        assertThat(origin("192.0.2.1")).isEqualTo("c0000201");
        assertThat(origin("192.0.2.1", "198.51.100.7")).isEqualTo("c0000201");
        assertThat(origin("10.1.2.3", "198.51.100.7")).isEqualTo("c6336407");
        assertThat(origin("127.0.0.1", "198.51.100.7")).isEqualTo("c6336407");
        assertThat(origin("11.1.2.3", "198.51.100.7")).isEqualTo("0b010203");
    }

    @Test
    void is_what_the_proxy_wrote_and_not_what_the_caller_wrote_before() {
        assertThat(origin("10.1.2.3", "203.0.113.9, 198.51.100.7")).isEqualTo("c6336407");
        assertThat(origin("10.1.2.3", "203.0.113.9", "198.51.100.7, 10.9.9.9")).isEqualTo("c6336407");
        assertThat(origin("fd00::1", "198.51.100.7")).isEqualTo("c6336407");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "198.51.100.7:80", "for=198.51.100.7", "localhost", "999.1.1.1", ","})
    void is_the_proxy_where_it_wrote_no_address(String forwarded) {
        assertThat(origin("10.1.2.3", forwarded)).isEqualTo("0a010203");
    }

    @Test
    void all_addresses_of_one_ipv6_site_are_one() {
        assertThat(origin("2001:db8:0:1::1")).isEqualTo(origin("2001:db8:0:1:ffff::2"));
        assertThat(origin("2001:db8:0:1::1")).isNotEqualTo(origin("2001:db8:0:2::1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "proxy", "", "10.0.0.0/8/8", "fd00::/129"})
    void a_network_is_an_address_and_the_count_of_its_bits(String text) {
        assertThatThrownBy(() -> Network.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private String origin(String peer, String... forwarded) {
        return origins.of(new InetSocketAddress(InetAddress.ofLiteral(peer), 1), List.of(forwarded));
    }
}
