package dev.epochal.processor.log;

/// A state in memory, with how far the read model must have come to know what the state itself may have forgotten.
///
/// A state recalls its newest events, so of older ones the read model must know all. Instead of the position of every
/// event, two marks are kept; the newer one always lies within what the state recalls.
///
/// @param <S> a state
/// @param state after its newest event
/// @param end position behind the newest event that this processor appended for it; 0 if none
/// @param older an earlier mark
/// @param newer a later mark
record LiveState<S>(S state, long end, Mark older, Mark newer) {
    /// A position, and how many events of the key were appended since.
    private record Mark(long position, int since) {
        private Mark passed(int events) {
            return new Mark(position, since + events);
        }
    }

    /// A state that was just loaded.
    static <S> LiveState<S> loaded(S state) {
        var mark = new Mark(0, 0);
        return new LiveState<>(state, 0, mark, mark);
    }

    /// After events were appended.
    ///
    /// @param recalled how many of its newest events the state recalls
    LiveState<S> after(S next, long nextEnd, int events, int recalled) {
        Mark passed = newer.passed(events);
        return passed.since() < recalled / 2
                ? new LiveState<>(next, nextEnd, older.passed(events), passed)
                : new LiveState<>(next, nextEnd, passed, new Mark(nextEnd, 0));
    }

    /// The position up to which the read model must know the events, so that what the state has forgotten is found.
    long forgottenBefore(int recalled) {
        return older.since() <= recalled ? older.position() : newer.position();
    }
}
