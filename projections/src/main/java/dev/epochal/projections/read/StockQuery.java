package dev.epochal.projections.read;

import static dev.epochal.schema.sql.Tables.KEY_PACKAGE;
import static dev.epochal.schema.sql.Tables.LOW_STOCK;
import static org.jooq.impl.DSL.boolOr;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.not;

import dev.epochal.projections.read.DirectoryReads.StockRow;
import dev.epochal.schema.record.Identity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.Condition;
import org.jooq.DSLContext;

/// Counts what a client has in stock.
///
/// @param sql where to ask
/// @param client the client
/// @param nowSeconds what counts as out of time
record StockQuery(DSLContext sql, Identity client, long nowSeconds) {
    /// What can be claimed as long as it is in time.
    static Condition inStock() {
        return KEY_PACKAGE
                .ENDED_SEQ
                .isNull()
                .and(KEY_PACKAGE.CLAIMED_SEQ.isNull().or(condition(KEY_PACKAGE.LAST_RESORT)));
    }

    /// By cipher suite. A suite that ran out is known by its low-water mark.
    List<StockRow> rows() {
        Map<Integer, Integer> marks = marks();
        Map<Integer, StockRow> rows = new TreeMap<>();
        marks.forEach((suite, mark) -> rows.put(suite, new StockRow(suite, 0, false, true)));
        sql.select(
                        KEY_PACKAGE.CIPHER_SUITE,
                        count().filterWhere(not(condition(KEY_PACKAGE.LAST_RESORT))),
                        boolOr(condition(KEY_PACKAGE.LAST_RESORT)))
                .from(KEY_PACKAGE)
                .where(KEY_PACKAGE.USER_ID.eq(client.getUser()))
                .and(KEY_PACKAGE.CLIENT_ID.eq(client.getClient()))
                .and(inStock())
                .and(Unsigned.atLeast(KEY_PACKAGE.NOT_AFTER, nowSeconds))
                .groupBy(KEY_PACKAGE.CIPHER_SUITE)
                .forEach(row -> rows.put(
                        row.value1(),
                        new StockRow(
                                row.value1(),
                                row.value2(),
                                row.value3(),
                                row.value2() < marks.getOrDefault(row.value1(), 0))));
        return List.copyOf(rows.values());
    }

    /// The mark below which a stock has fallen the last time, by cipher suite.
    private Map<Integer, Integer> marks() {
        Map<Integer, Integer> marks = new TreeMap<>();
        sql.select(LOW_STOCK.CIPHER_SUITE, LOW_STOCK.LOW_WATER)
                .distinctOn(LOW_STOCK.CIPHER_SUITE)
                .from(LOW_STOCK)
                .where(LOW_STOCK.USER_ID.eq(client.getUser()))
                .and(LOW_STOCK.CLIENT_ID.eq(client.getClient()))
                .orderBy(LOW_STOCK.CIPHER_SUITE, LOW_STOCK.SEQ.desc())
                .forEach(row -> marks.put(row.value1(), row.value2()));
        return marks;
    }
}
