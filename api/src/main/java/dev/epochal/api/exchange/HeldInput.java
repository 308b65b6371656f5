package dev.epochal.api.exchange;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body that is held as it comes: what somebody only announces takes no room from others. For one thread.
final class HeldInput extends FilterInputStream {
    private final Visit visit;

    HeldInput(InputStream in, Visit visit) {
        super(in);
        this.visit = visit;
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        if (octet >= 0) {
            visit.holdBody(1);
        }
        return octet;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        int read = super.read(octets, offset, length);
        if (read > 0) {
            visit.holdBody(read);
        }
        return read;
    }
}
