package dev.epochal.mls.crypto;

import dev.epochal.mls.codec.Octets;

/// The integers modulo p = 2²⁵⁵ − 19 (RFC 8032 §5.1), for public values: the time taken depends on them.
///
/// An element is five limbs of 51 bits, the least significant first; a limb may be a little more than that between
/// operations. An element isn't changed once it is made.
final class Field25519 {
    private static final int BITS = 51;
    private static final long MASK = (1L << BITS) - 1;

    /// 2p, which keeps differences positive.
    private static final long[] TWICE_P = {(MASK - 18) << 1, MASK << 1, MASK << 1, MASK << 1, MASK << 1};

    private Field25519() {}

    /// A number from 0 to 2³¹ − 1.
    static long[] of(int number) {
        return new long[] {number, 0, 0, 0, 0};
    }

    /// 255 bits, little-endian; the top bit of the 32 octets is left out.
    static long[] of(Octets littleEndian) {
        var x = new long[5];
        for (int bit = 0; bit < 5 * BITS; bit += 8) {
            long octet = littleEndian.at(bit / 8) & 0xff;
            int at = bit % BITS;
            x[bit / BITS] |= octet << at & MASK;
            if (at > BITS - 8 && bit / BITS < 4) {
                x[bit / BITS + 1] |= octet >> (BITS - at);
            }
        }
        return x;
    }

    static long[] plus(long[] x, long[] y) {
        return carried(x[0] + y[0], x[1] + y[1], x[2] + y[2], x[3] + y[3], x[4] + y[4]);
    }

    static long[] minus(long[] x, long[] y) {
        return carried(
                x[0] - y[0] + TWICE_P[0],
                x[1] - y[1] + TWICE_P[1],
                x[2] - y[2] + TWICE_P[2],
                x[3] - y[3] + TWICE_P[3],
                x[4] - y[4] + TWICE_P[4]);
    }

    /// The schoolbook's product: what goes beyond 2²⁵⁵ comes back 19-fold.
    static long[] times(long[] x, long[] y) {
        var sum = new long[5];
        var high = new long[5];
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                int place = i + j < 5 ? i + j : i + j - 5;
                long factor = i + j < 5 ? y[j] : 19 * y[j];
                sum[place] += x[i] * factor;
                high[place] += high(x[i] << 6, factor << 7);
            }
        }
        return carried(
                low(sum[0], high[0]) + 19 * high[4],
                low(sum[1], high[1]) + high[0],
                low(sum[2], high[2]) + high[1],
                low(sum[3], high[3]) + high[2],
                low(sum[4], high[4]) + high[3]);
    }

    /// Squares this many times. The whole cost of an exponentiation is here, so the limbs stay in registers.
    static long[] square(long[] x, int times) {
        long a = x[0];
        long b = x[1];
        long c = x[2];
        long d = x[3];
        long e = x[4];
        for (int i = 0; i < times; i++) {
            long ah = a << 7;
            long bh = b << 7;
            long ch = c << 7;
            long dh = d << 7;
            long eh = e << 7;
            long v1 = high(a << 6, ah) + high(19 * bh, eh) + high(19 * ch, dh);
            long w1 = high(ah, bh) + high(19 * ch, eh) + high(19 * (d << 6), dh);
            long r1 = high(ah, ch) + high(b << 6, bh) + high(19 * dh, eh);
            long s1 = high(ah, dh) + high(bh, ch) + high(19 * (e << 6), eh);
            long t1 = high(ah, eh) + high(bh, dh) + high(c << 6, ch);
            long v = low(a * a + 38 * (b * e + c * d), v1) + 19 * t1;
            long w = low(2 * (a * b + 19 * c * e) + 19 * d * d, w1) + v1 + (v >>> BITS);
            long r = low(2 * (a * c + 19 * d * e) + b * b, r1) + w1 + (w >>> BITS);
            long s = low(2 * (a * d + b * c) + 19 * e * e, s1) + r1 + (r >>> BITS);
            long t = low(2 * (a * e + b * d) + c * c, t1) + s1 + (s >>> BITS);
            a = (v & MASK) + 19 * (t >>> BITS);
            b = w & MASK;
            c = r & MASK;
            d = s & MASK;
            e = t & MASK;
        }
        return carried(a, b, c, d, e);
    }

    static long[] square(long[] x) {
        return square(x, 1);
    }

    /// x to the power of (p − 5)/8 = 2²⁵² − 3.
    static long[] power(long[] x) {
        long[] x2 = times(square(x), x);
        long[] x3 = times(square(x2), x);
        long[] x5 = times(square(x3, 2), x2);
        long[] x10 = times(square(x5, 5), x5);
        long[] x15 = times(square(x10, 5), x5);
        long[] x25 = times(square(x15, 10), x10);
        long[] x50 = times(square(x25, 25), x25);
        long[] x75 = times(square(x50, 25), x25);
        long[] x125 = times(square(x75, 50), x50);
        long[] x250 = times(square(x125, 125), x125);
        return times(square(x250, 2), x);
    }

    static boolean same(long[] x, long[] y) {
        long[] difference = minus(x, y);
        for (int i = 0; i < 2; i++) {
            difference = carried(difference[0], difference[1], difference[2], difference[3], difference[4]);
        }
        boolean zero = true;
        boolean p = difference[0] == MASK - 18;
        for (int i = 0; i < 5; i++) {
            zero &= difference[i] == 0;
            p &= i == 0 || difference[i] == MASK;
        }
        return zero || p;
    }

    /// A product of limbs without its lowest 51 bits, from the limbs 2⁶-fold and 2⁷-fold.
    private static long high(long x, long y) {
        return Math.multiplyHigh(x, y);
    }

    /// The lowest 51 bits of some products, added up, from the sum of the products modulo 2⁶⁴.
    private static long low(long sum, long high) {
        return sum - (high << BITS);
    }

    private static long[] carried(long a, long b, long c, long d, long e) {
        b += a >>> BITS;
        c += b >>> BITS;
        d += c >>> BITS;
        e += d >>> BITS;
        return new long[] {(a & MASK) + 19 * (e >>> BITS), b & MASK, c & MASK, d & MASK, e & MASK};
    }
}
