package dev.epochal.mls.crypto;

import static dev.epochal.mls.crypto.Field25519.minus;
import static dev.epochal.mls.crypto.Field25519.plus;
import static dev.epochal.mls.crypto.Field25519.power;
import static dev.epochal.mls.crypto.Field25519.same;
import static dev.epochal.mls.crypto.Field25519.square;
import static dev.epochal.mls.crypto.Field25519.times;

import dev.epochal.mls.codec.Octets;
import java.util.Optional;

/// Whether a point of edwards25519 (RFC 8032 §5.1) lies in the subgroup of prime order, without multiplying it by that
/// order.
///
/// All points form a cyclic group of order 8ℓ, so those of order ℓ are just those that are eight times another point.
/// On the Montgomery curve v² = u³ + Au² + u (RFC 7748 §4.1) that takes four exponentiations, in place of some 250
/// doublings:
///
/// - P is twice a point if its u is a square s². Let w be A + 2u ± 2v/s, with the sign that makes it a square r²; then
///   Q with u = (w − A + 2rs)/2 and v = ru is such a half, up to its sign, which doesn't matter here.
/// - Q is four times a point if (v − gu)²/u is a fourth power. That is the Tate pairing of Q with the point of
///   order 4, (1, g), where g² = A + 2.
///
/// Only y is needed: with u = (1+y)/(1−y), v/s is g√(1+dy²)/(1−y). A number that has only to be a fourth power may be
/// multiplied by fourth powers, so nothing is ever divided.
final class Ed25519Subgroup {
    private static final long[] A = Field25519.of(486_662);
    private static final long[] ZERO = Field25519.of(0);
    private static final long[] ONE = Field25519.of(1);
    private static final long[] TWO = Field25519.of(2);

    /// √−1: two isn't a square modulo p, so its power of (p − 1)/4 squares to −1.
    private static final long[] I = times(square(power(TWO)), TWO);

    private static final long[] D = minus(ZERO, times(Field25519.of(121_665), inverse(Field25519.of(121_666))));
    private static final long[] G = root(plus(A, TWO)).orElseThrow();

    /// √(i(A² − 4)): the two values that w can have multiply to A² − 4, which isn't a square, as i isn't.
    private static final long[] K =
            root(times(I, minus(square(A), Field25519.of(4)))).orElseThrow();

    private Ed25519Subgroup() {}

    /// Whether the point with this coordinate exists and has prime order.
    ///
    /// @param encoded y in 32 octets, canonical and of no point of small order; the sign of x doesn't matter
    static boolean contains(Octets encoded) {
        var y = Field25519.of(encoded);
        var onCurve = root(plus(ONE, times(D, square(y))));
        var root = root(minus(ONE, square(y)));
        if (onCurve.isEmpty() || root.isEmpty()) {
            return false;
        }
        var over = minus(ONE, y);
        var w = plus(times(A, over), times(TWO, plus(plus(ONE, y), times(G, onCurve.get()))));
        return isFourthPower(half(w, over, root.get()));
    }

    /// What has to be a fourth power, for Q of w = w/over and s = root/over.
    private static long[] half(long[] w, long[] over, long[] root) {
        var r = rootOfRatio(w, over);
        var z = ONE;
        var ratio = times(square(r), over);
        if (same(minus(ZERO, ratio), w)) {
            r = times(r, I);
        } else if (!same(ratio, w)) {
            z = r;
            r = same(ratio, times(I, w)) ? K : times(K, I);
        }
        var u = plus(times(over, minus(square(r), times(A, square(z)))), times(TWO, times(times(r, z), root)));
        var v = square(minus(r, times(G, z)));
        return times(times(times(u, v), times(square(over), over)), Field25519.of(8));
    }

    private static boolean isFourthPower(long[] x) {
        return same(times(square(power(x)), x), ONE);
    }

    private static Optional<long[]> root(long[] x) {
        var root = rootOfRatio(x, ONE);
        var square = square(root);
        if (same(square, x)) {
            return Optional.of(root);
        }
        return same(minus(ZERO, square), x) ? Optional.of(times(root, I)) : Optional.empty();
    }

    /// A square root of x/y up to a factor: its square times y is x, −x, ix or −ix. The last two aren't squares.
    private static long[] rootOfRatio(long[] x, long[] y) {
        var cube = times(square(y), y);
        var seventh = times(square(cube), y);
        return times(times(x, cube), power(times(x, seventh)));
    }

    private static long[] inverse(long[] x) {
        return times(square(power(x), 3), times(square(x), x));
    }
}
