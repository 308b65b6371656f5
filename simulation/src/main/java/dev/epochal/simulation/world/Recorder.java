package dev.epochal.simulation.world;

import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.simulation.history.DirectoryRequest;
import dev.epochal.simulation.history.Operation;
import dev.epochal.simulation.history.Sight;
import java.util.ArrayList;
import java.util.List;

/// What clients did, heard and saw, in the order in which it happened.
final class Recorder {
    private final List<Operation> operations = new ArrayList<>();
    private final List<Sight> sights = new ArrayList<>();
    private final List<DirectoryRequest> requests = new ArrayList<>();
    private int strangers;

    Operation invoke(GroupCommand command, Operation.Intent intent, long now) {
        var operation = new Operation(operations.size(), command, intent, now);
        operations.add(operation);
        return operation;
    }

    DirectoryRequest invoke(DirectoryCommand command) {
        var request = new DirectoryRequest(command);
        requests.add(request);
        return request;
    }

    void see(Sight sight) {
        sights.add(sight);
    }

    /// A record that no api wrote came into a commands topic.
    void stranger() {
        strangers++;
    }

    List<Operation> operations() {
        return operations;
    }

    List<DirectoryRequest> requests() {
        return requests;
    }

    List<Sight> sights() {
        return sights;
    }

    int strangers() {
        return strangers;
    }
}
