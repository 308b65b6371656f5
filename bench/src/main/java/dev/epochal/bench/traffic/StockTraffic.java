package dev.epochal.bench.traffic;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/// One user's KeyPackages.
///
/// @param user the user
/// @param count how many KeyPackages there are
/// @param registrations the one of its client
/// @param publications the JSON bodies that publish them
public record StockTraffic(String user, int count, List<Registration> registrations, List<byte[]> publications) {
    static StockTraffic read(DataInput in) throws IOException {
        return new StockTraffic(in.readUTF(), in.readInt(), Registration.readAll(in), Bodies.readAll(in));
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(user);
        out.writeInt(count);
        Registration.writeAll(out, registrations);
        Bodies.writeAll(out, publications);
    }
}
