package dev.epochal.projections.cache;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.DirectoryReads;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.Identity;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A read model with one client, and a KeyPackage for each ref.
final class StoredDirectory implements DirectoryReads {
    static final Identity BOB =
            Identity.newBuilder().setUser("bob").setClient("phone").build();

    final Map<Identity, List<ByteString>> keys = new HashMap<>();
    int questions;

    void register(String key) {
        keys.put(BOB, List.of(ByteString.copyFromUtf8(key)));
    }

    @Override
    public Map<Identity, List<ByteString>> signatureKeys(Collection<Identity> clients) {
        questions++;
        var found = new HashMap<>(keys);
        found.keySet().retainAll(clients);
        return found;
    }

    @Override
    public Optional<ByteString> keyPackageMessage(ByteString ref) {
        return Optional.of(ByteString.copyFromUtf8("KeyPackage ").concat(ref));
    }

    @Override
    public long directorySeq(String user) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ClientRow> clients(String user) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<StockRow> stock(Identity client, long nowSeconds) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<KeyPackageRow> keyPackage(ByteString ref) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<DirectoryEvent> directoryEvents(String user, long fromSeq, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> usersWithExpired(long nowSeconds, int limit) {
        throw new UnsupportedOperationException();
    }
}
