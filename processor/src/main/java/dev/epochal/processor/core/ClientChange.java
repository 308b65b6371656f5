package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.crypto.PublicKeyForm;
import dev.epochal.mls.crypto.SignaturePublicKey;
import dev.epochal.mls.crypto.SignatureScheme;
import dev.epochal.schema.record.ClientRegistered;
import dev.epochal.schema.record.ClientRemoved;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.RegisterClient;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Decides who signs for a user: which clients there are, and with which keys.
///
/// A client speaks for itself when it registers; every client of a user may remove another one, which may be lost.
final class ClientChange {
    private final DirectoryState state;
    private final Identity caller;
    private final Limits limits;

    ClientChange(DirectoryState state, Identity caller, Limits limits) {
        this.state = state;
        this.caller = caller;
        this.limits = limits;
    }

    /// The registration that this one repeats: the same keys of the same client, which are in force.
    static Optional<DirectoryState.Remembered> repeated(DirectoryState state, DirectoryCommand command) {
        RegisterClient wanted = command.getRegisterClient();
        boolean inForce = state.holdings()
                .client(wanted.getClient())
                .filter(present -> !present.removed() && present.signatureKeys().equals(wanted.getSignatureKeysList()))
                .isPresent();
        return inForce ? state.find(event -> isRegistration(event, wanted.getClient())) : Optional.empty();
    }

    private static boolean isRegistration(DirectoryEvent event, String client) {
        return event.getClientRegistered().getClient().equals(client) && event.hasClientRegistered();
    }

    /// Checks, in this order: owner, number and form of the keys, removal before, number of clients.
    ClientRegistered register(RegisterClient wanted) {
        if (!wanted.getClient().equals(caller.getClient())) {
            throw Refusals.keyPackageOwnerMismatch("The registration");
        }
        List<ByteString> keys = wanted.getSignatureKeysList();
        checkKeys(keys, wanted.getClient());
        Optional<Registration> present = state.holdings().client(wanted.getClient());
        if (present.filter(Registration::removed).isPresent()) {
            throw Refusals.clientGone();
        }
        if (present.isEmpty()) {
            limits.checkSize(
                    "clients",
                    state.holdings().clientCount() + 1,
                    limits.directory().clientsOfUserMax());
        }
        return ClientRegistered.newBuilder()
                .setClient(wanted.getClient())
                .addAllSignatureKeys(keys)
                .addAllRevoked(state.holdings().signedByOthers(wanted.getClient(), keys))
                .build();
    }

    private void checkKeys(List<ByteString> keys, String client) {
        if (keys.isEmpty()) {
            throw Refusals.malformed("A client registers with at least one signature key.");
        }
        limits.checkSize("signature_keys", keys.size(), limits.directory().signatureKeysOfClientMax());
        boolean isShared = state.holdings().clients().entrySet().stream()
                .filter(other -> !other.getKey().equals(client))
                .anyMatch(other -> !Collections.disjoint(other.getValue().signatureKeys(), keys));
        if (isShared
                || new HashSet<>(keys).size() < keys.size()
                || !keys.stream().allMatch(ClientChange::isKey)) {
            throw Refusals.invalidSignatureKey();
        }
    }

    private static boolean isKey(ByteString key) {
        SignaturePublicKey signatureKey = new SignaturePublicKey(Bytes.octets(key));
        return Arrays.stream(SignatureScheme.values()).anyMatch(scheme -> PublicKeyForm.accepts(scheme, signatureKey));
    }

    ClientRemoved remove(String client) {
        Registration present = state.holdings().client(client).orElseThrow(Refusals::unknownClient);
        if (present.removed()) {
            throw Refusals.clientGone();
        }
        return ClientRemoved.newBuilder()
                .setClient(client)
                .addAllRevoked(state.holdings().signedByOthers(client, List.of()))
                .build();
    }

    /// Refuses a caller that has not registered.
    static Registration require(DirectoryState state, Identity client) {
        Registration present = state.holdings().client(client.getClient()).orElseThrow(Refusals::unknownClient);
        if (present.removed()) {
            throw Refusals.clientGone();
        }
        return present;
    }
}
