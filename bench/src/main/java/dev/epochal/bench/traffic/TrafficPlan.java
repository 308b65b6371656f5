package dev.epochal.bench.traffic;

import java.util.List;

/// What traffic is to be made.
///
/// @param groups how many groups; none if KeyPackages are wanted
/// @param members how many members each group has, its creator included
/// @param commits how many path Commits the creator of each group makes
/// @param messages how many application messages the creator of each group sends, in its first epoch with members
/// @param messageOctets how long the text of a message is
/// @param users how many users have KeyPackages in stock
/// @param keyPackages how many each of them has
public record TrafficPlan(
        int groups, int members, int commits, int messages, int messageOctets, int users, int keyPackages) {
    /// Changes with the form of the file.
    private static final String FORM = "traffic2";

    /// Groups of so many members with Commits.
    public static TrafficPlan commits(int groups, int members, int commits) {
        return new TrafficPlan(groups, members, commits, 0, 0, 0, 0);
    }

    /// Groups of so many members with messages.
    public static TrafficPlan messages(int groups, int members, int messages, int octets) {
        return new TrafficPlan(groups, members, 0, messages, octets, 0, 0);
    }

    /// Users with KeyPackages.
    public static TrafficPlan keyPackages(int users, int each) {
        return new TrafficPlan(0, 0, 0, 0, 0, users, each);
    }

    /// The plan that [#arguments] wrote.
    static TrafficPlan parse(List<String> arguments) {
        var numbers = arguments.stream().mapToInt(Integer::parseInt).toArray();
        return new TrafficPlan(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]);
    }

    /// The plan as arguments of a program.
    List<String> arguments() {
        return List.of(groups, members, commits, messages, messageOctets, users, keyPackages).stream()
                .map(String::valueOf)
                .toList();
    }

    /// A file name that no other plan has.
    String fileName() {
        return FORM + "-" + String.join("-", arguments());
    }

    /// How many MLS messages it takes, which is what making it costs.
    public long work() {
        return (long) groups * (1L + members + commits + messages) + (long) users * keyPackages;
    }
}
