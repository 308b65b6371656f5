package dev.epochal.server;

import dev.epochal.client.EpochalProblemException;
import dev.epochal.client.EpochalUnreachableException;
import dev.epochal.client.Octets;
import dev.epochal.client.Receipt;
import dev.epochal.testkit.MlsClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/// A member that writes to its group until it is told to stop, whatever happens to the server meanwhile.
final class Writer implements Runnable {
    private static final int TURNS_FOR_A_COMMIT = 3;

    private final MlsClient client;
    private final Octets groupId;
    private final List<Receipt> receipts = new CopyOnWriteArrayList<>();
    private final AtomicBoolean stopped = new AtomicBoolean();

    Writer(MlsClient client, Octets groupId) {
        this.client = client;
        this.groupId = groupId;
    }

    MlsClient client() {
        return client;
    }

    Octets groupId() {
        return groupId;
    }

    /// The receipts of all that the server has acknowledged.
    List<Receipt> receipts() {
        return List.copyOf(receipts);
    }

    void stop() {
        stopped.set(true);
    }

    @Override
    public void run() {
        for (int turn = 0; !stopped.get(); turn++) {
            try {
                receipts.add(write(turn));
            } catch (EpochalUnreachableException _) {
                // Nothing was acknowledged, so nothing is promised.
            } catch (EpochalProblemException e) {
                if (e.problem().status() < 500) {
                    throw e;
                }
            }
        }
    }

    private Receipt write(int turn) {
        // Reads what the other has written while it still has the keys of that epoch.
        client.group(groupId).sync(Duration.ZERO);
        return turn % TURNS_FOR_A_COMMIT == 0
                ? client.update(groupId).receipt()
                : client.group(groupId).send(client.identity().name() + " " + turn);
    }
}
