package dev.epochal.bench.traffic;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/// One user's KeyPackages.
///
/// @param user the user
/// @param count how many KeyPackages there are
/// @param publications the JSON bodies that publish them
public record StockTraffic(String user, int count, List<byte[]> publications) {
    static StockTraffic read(DataInput in) throws IOException {
        return new StockTraffic(in.readUTF(), in.readInt(), Bodies.readAll(in));
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(user);
        out.writeInt(count);
        Bodies.writeAll(out, publications);
    }
}
