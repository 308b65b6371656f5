package dev.epochal.embedded;

/// When a record counts as written.
public enum Durability {
    /// Once it is on the disk: nothing that was acknowledged is lost, not even when the machine loses its power.
    FSYNC,
    /// Once the operating system has it: nothing is lost when a process is killed, but the machine must stay up.
    OS
}
