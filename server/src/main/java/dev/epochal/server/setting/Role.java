package dev.epochal.server.setting;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// A part of the server that can run in a process of its own.
public enum Role {
    /// Answers over HTTP.
    API,
    /// Decides commands.
    PROCESSOR,
    /// Derives the read model from the events.
    PROJECTIONS;

    /// The roles named in a list separated by commas; `all` is each of them.
    public static Set<Role> parse(String list) {
        var roles = EnumSet.noneOf(Role.class);
        for (var name : list.split(",", -1)) {
            var word = name.strip().toLowerCase(Locale.ROOT);
            if (word.equals("all")) {
                return EnumSet.allOf(Role.class);
            }
            roles.add(Arrays.stream(values())
                    .filter(role -> role.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new StartRefusedException("There is no role \"" + word
                            + "\": --role takes all, or some of api, processor, projections, separated by commas")));
        }
        return roles;
    }

    /// The role as it is written on the command line.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
