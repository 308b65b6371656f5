package dev.epochal.server.setting;

import dev.epochal.api.Protection;
import dev.epochal.api.exchange.Allowances;
import dev.epochal.api.exchange.Guard;
import dev.epochal.api.exchange.Network;
import dev.epochal.api.exchange.Room;
import java.util.List;
import java.util.stream.Stream;

/// How much the interface takes from whom, as the environment says it.
final class Intake {
    private Intake() {}

    /// What `RATE_UNITS_PER_SECOND`, `RATE_UNITS_BURST`, `REQUESTS_PER_USER_MAX`, `TRUSTED_PROXIES` and
    /// `SUBMISSIONS_WAITING_MAX` say, or else the standard.
    static Protection of(Environment environment) {
        var standard = Protection.standard();
        var rate = standard.limits().rate();
        var room = standard.limits().room();
        return new Protection(
                new Guard.Limits(
                        new Allowances.Rate(
                                atLeast(0, "RATE_UNITS_PER_SECOND", environment, rate.unitsPerSecond()),
                                atLeast(1, "RATE_UNITS_BURST", environment, rate.burst())),
                        new Room(
                                atLeast(1, "REQUESTS_PER_USER_MAX", environment, room.requestsPerUser()),
                                room.octets()),
                        standard.limits().pace(),
                        proxies(environment)),
                atLeast(1, "SUBMISSIONS_WAITING_MAX", environment, standard.waitingMax()));
    }

    private static int atLeast(int least, String name, Environment environment, int otherwise) {
        int number = environment.number(name).orElse(otherwise);
        if (number < least) {
            throw new StartRefusedException(name + " must be at least " + least + ", not " + number);
        }
        return number;
    }

    private static List<Network> proxies(Environment environment) {
        return environment.value("TRUSTED_PROXIES").stream()
                .flatMap(list -> Stream.of(list.split(",", -1)))
                .map(text -> network(text.strip()))
                .toList();
    }

    private static Network network(String text) {
        try {
            return Network.of(text);
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException(
                    "TRUSTED_PROXIES takes addresses and networks (10.0.0.0/8) with commas between, not \"" + text
                            + "\"",
                    e);
        }
    }
}
