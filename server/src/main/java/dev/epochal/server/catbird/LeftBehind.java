package dev.epochal.server.catbird;

import java.sql.SQLException;

/// Counts what can't be carried over, and what is carried over but was in disorder.
final class LeftBehind {
    private LeftBehind() {}

    static void count(CatbirdSource source, ImportReport report) throws SQLException {
        if (source.columns().has("messages", "seq")) {
            report.left(
                    "numbers that several messages of a conversation have: their order is that of their times",
                    source.count("select count(*) from (select 1 from messages where coalesce(seq::bigint, 0) > 0"
                            + " group by convo_id, seq having count(*) > 1) repeated"));
        }
        report.left(
                "epochs with more than one Commit: members may have followed different ones",
                source.count("select count(*) from (select 1 from messages where message_type::text = 'commit'"
                        + " group by convo_id, epoch having count(*) > 1) raced"));
        if (source.columns().has("key_packages", "id")) {
            report.left(
                    "KeyPackages: clients register their keys here and publish new ones",
                    source.count("select count(*) from key_packages"));
        }
    }
}
