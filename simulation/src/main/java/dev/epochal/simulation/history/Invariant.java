package dev.epochal.simulation.history;

/// What the server promises, whatever fails. The numbers are those of docs/simulation.md.
public enum Invariant {
    I1("the events of a group are numbered 0, 1, 2 …"),
    I2("at most one Commit is accepted in an epoch"),
    I3("each Commit starts the next epoch, and nothing else does"),
    I4("what was acknowledged stands on the log where the receipt says"),
    I5("what was refused stands nowhere"),
    I6("nothing is accepted twice"),
    I10("every operation gets an answer once the world is whole again"),
    I16("each command has one verdict");

    private final String promise;

    Invariant(String promise) {
        this.promise = promise;
    }

    public String promise() {
        return promise;
    }
}
