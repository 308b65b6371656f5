package dev.epochal.api.exchange;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a client wants of a body by `Range` (RFC 9110 §14.2).
sealed interface ByteRange {
    /// All of it. So is understood what isn't one range of octets: several at once, another unit, or what has no
    /// meaning (§14.2 lets a server ignore them).
    record Whole() implements ByteRange {}

    /// One piece.
    ///
    /// @param from its first octet
    /// @param to the first octet behind it
    record Piece(int from, int to) implements ByteRange {}

    /// Nothing that the body has.
    record Missing() implements ByteRange {}

    /// Reads the field's value for a body of this length.
    static ByteRange parse(String value, int length) {
        var found = Form.RANGE.matcher(value);
        if (!found.matches()) {
            return new Whole();
        }
        var first = Form.number(found, "first");
        var last = Form.number(found, "last");
        if (first.isEmpty()) {
            return last.<ByteRange>map(suffix -> end(suffix, length)).orElseGet(Whole::new);
        }
        if (last.isPresent() && last.get() < first.get()) {
            return new Whole();
        }
        if (first.get() >= length) {
            return new Missing();
        }
        long to = Math.min(last.orElse(Long.MAX_VALUE), length - 1L) + 1;
        return new Piece(Math.toIntExact(first.get()), Math.toIntExact(to));
    }

    private static ByteRange end(long suffix, int length) {
        return suffix == 0 || length == 0
                ? new Missing()
                : new Piece(Math.toIntExact(Math.max(0, length - suffix)), length);
    }

    /// How it is written.
    final class Form {
        private static final Pattern RANGE = Pattern.compile("(?i:bytes)=[ \\t]*(?<first>\\d*)-(?<last>\\d*)[ \\t]*");
        private static final int DIGITS_MAX = 18;

        private Form() {}

        /// A number that is too large for any body is as good as the largest.
        private static Optional<Long> number(Matcher found, String name) {
            var digits = found.group(name);
            if (digits.isEmpty()) {
                return Optional.empty();
            }
            var significant = digits.replaceFirst("^0+(?=\\d)", "");
            return Optional.of(significant.length() > DIGITS_MAX ? Long.MAX_VALUE : Long.parseLong(significant));
        }
    }
}
