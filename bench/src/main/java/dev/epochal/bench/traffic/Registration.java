package dev.epochal.bench.traffic;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What a user's client sends before anything else.
///
/// @param user the user
/// @param json the body that registers the client's signature key
public record Registration(String user, String json) {
    static List<Registration> readAll(DataInput in) throws IOException {
        int count = in.readInt();
        var all = new ArrayList<Registration>(count);
        for (int i = 0; i < count; i++) {
            all.add(new Registration(in.readUTF(), in.readUTF()));
        }
        return all;
    }

    static void writeAll(DataOutput out, List<Registration> all) throws IOException {
        out.writeInt(all.size());
        for (var registration : all) {
            out.writeUTF(registration.user());
            out.writeUTF(registration.json());
        }
    }
}
