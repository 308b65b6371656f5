package dev.epochal.bench.traffic;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// How bodies stand in a file.
final class Bodies {
    private Bodies() {}

    static List<byte[]> readAll(DataInput in) throws IOException {
        int count = in.readInt();
        var bodies = new ArrayList<byte[]>(count);
        for (int i = 0; i < count; i++) {
            var body = new byte[in.readInt()];
            in.readFully(body);
            bodies.add(body);
        }
        return bodies;
    }

    static void writeAll(DataOutput out, List<byte[]> bodies) throws IOException {
        out.writeInt(bodies.size());
        for (var body : bodies) {
            out.writeInt(body.length);
            out.write(body);
        }
    }
}
