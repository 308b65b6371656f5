package dev.epochal.bench.traffic;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/// One group's traffic: the JSON bodies that its creator submits, in their order.
///
/// @param groupId the group's id in base64url
/// @param user the creator's user
/// @param registrations those of all its members
/// @param preparation the body that creates the group, and that of the Commit that adds the other members
/// @param commits the bodies of the Commits, one for each epoch from 1 on
/// @param messages the bodies of the messages of epoch 1
public record GroupTraffic(
        String groupId,
        String user,
        List<Registration> registrations,
        List<byte[]> preparation,
        List<byte[]> commits,
        List<byte[]> messages) {
    /// The client of each user.
    public static final String CLIENT = "bench";

    static GroupTraffic read(DataInput in) throws IOException {
        return new GroupTraffic(
                in.readUTF(),
                in.readUTF(),
                Registration.readAll(in),
                Bodies.readAll(in),
                Bodies.readAll(in),
                Bodies.readAll(in));
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(groupId);
        out.writeUTF(user);
        Registration.writeAll(out, registrations);
        Bodies.writeAll(out, preparation);
        Bodies.writeAll(out, commits);
        Bodies.writeAll(out, messages);
    }
}
