package dev.epochal.simulation.history;

/// What the server promises, whatever fails. The numbers are those of docs/simulation.md.
public enum Invariant {
    I1("the events of a group are numbered 0, 1, 2 …"),
    I2("at most one Commit is accepted in an epoch"),
    I3("each Commit starts the next epoch, and nothing else does"),
    I4("what was acknowledged stands on the log where the receipt says"),
    I5("what was refused stands nowhere"),
    I6("nothing is accepted twice"),
    I7("every read is a beginning of the final log"),
    I8("what began after an acknowledgement comes after it"),
    I9("a refusal says what was so at that moment"),
    I10("every command is answered once the world is whole again"),
    I11("the rows at a position are the fold of the log up to it"),
    I13("every checkpoint is one of the final log, and covers what was acknowledged a second before"),
    I14("each KeyPackage is claimed once, and handed to nobody else"),
    I15("a Welcome is seen only after its Commit, and only by those whom it adds"),
    I16("each command has one verdict"),
    I17("deciding the same log again gives the same events and verdicts"),
    I18("no payload is served once its erasure can be read, and none is missing that nobody has erased");

    private final String promise;

    Invariant(String promise) {
        this.promise = promise;
    }

    public String promise() {
        return promise;
    }
}
