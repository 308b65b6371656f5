package dev.epochal.server.fault;

/// Something bad, and its end.
///
/// @param name what it is, as a person would say it
record Fault(String name, Deed deed) {
    interface Deed {
        void happen() throws InterruptedException;
    }
}
