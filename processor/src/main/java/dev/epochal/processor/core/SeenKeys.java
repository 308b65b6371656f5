package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// An immutable set that grows and never shrinks: the KeyPackageRefs and init keys that a user has ever published.
///
/// A large part that is shared between versions and a small part that is copied, so that adding stays cheap.
///
/// @param shared the large part
/// @param newer the small part
record SeenKeys(Set<ByteString> shared, Set<ByteString> newer) {
    private static final int NEWER_MAX = 1_024;

    static final SeenKeys NONE = new SeenKeys(Set.of(), Set.of());

    boolean contains(ByteString key) {
        return newer.contains(key) || shared.contains(key);
    }

    SeenKeys with(Collection<ByteString> keys) {
        Set<ByteString> more = new HashSet<>(newer);
        more.addAll(keys);
        if (more.size() <= NEWER_MAX) {
            return new SeenKeys(shared, more);
        }
        Set<ByteString> all = new HashSet<>(shared);
        all.addAll(more);
        return new SeenKeys(all, Set.of());
    }

    int size() {
        return shared.size() + newer.size();
    }
}
