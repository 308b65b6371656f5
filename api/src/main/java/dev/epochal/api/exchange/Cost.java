package dev.epochal.api.exchange;

/// What a call costs, in units: about one for each signature that is verified, and one for each KiB that is taken.
///
/// @param units what it costs beside its body
/// @param octetsPerUnit how many octets of its body cost one unit more
public record Cost(int units, int octetsPerUnit) {
    private static final int KIB = 1 << 10;

    /// A read.
    static final Cost READ = new Cost(1, KIB);

    /// A write whose body is looked at, and no more.
    static final Cost WRITE = new Cost(4, KIB);

    /// A write whose body is full of signatures: leaves and KeyPackages have about one in each 256 octets.
    public static final Cost SIGNATURES = new Cost(4, KIB / 4);

    public Cost {
        if (units < 1 || octetsPerUnit < 1) {
            throw new IllegalArgumentException("Nothing is for free");
        }
    }

    /// What the call costs with a body of so many octets.
    long of(long octets) {
        return units + more(octets);
    }

    /// What so many further octets cost.
    long more(long octets) {
        return octets / octetsPerUnit;
    }
}
