package dev.epochal.processor.log;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.BootstrapConfiguration;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarker;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarkerTopic;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest;
import org.apache.kafka.common.requests.WriteTxnMarkersResponse;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.LogContext;

/// Writes the marker that ends a transaction in one partition, as its coordinator would have.
///
/// Kafka's admin client can only abort, and to abort what a coordinator has committed would take back what processors
/// have built on. So the request is sent with the network layer of Kafka's clients, which is no public interface of
/// theirs: another version may need another form of this class. Safe for use by several threads.
///
/// @param connection properties of the connection to the cluster
record TransactionMarkers(Map<String, Object> connection) {
    private static final int TIMEOUT_MS = 5_000;
    private static final int BACKOFF_MS = 50;
    private static final int SYSTEM_BUFFER = -1;
    /// Brokers then refuse a marker for any but the transaction that it is meant for.
    private static final byte TRANSACTION_VERSION = 2;

    /// Ends it.
    ///
    /// @param leader of the partition
    /// @throws org.apache.kafka.common.errors.ApiException if the broker refuses, for example for want of the right
    /// to alter the cluster
    /// @throws IOException if it can't be reached
    void write(HangingTransaction hanging, boolean committed, Node leader) throws IOException {
        var partition = hanging.partition();
        var producer = hanging.producer();
        var marker = new WritableTxnMarker()
                .setProducerId(producer.producerId())
                .setProducerEpoch((short) (producer.producerEpoch() + 1))
                .setCoordinatorEpoch(producer.coordinatorEpoch().orElse(0))
                .setTransactionResult(committed)
                .setTransactionVersion(TRANSACTION_VERSION);
        marker.topics()
                .add(new WritableTxnMarkerTopic()
                        .setName(partition.topic())
                        .setPartitionIndexes(List.of(partition.partition())));
        var request = new WriteTxnMarkersRequestData();
        request.markers().add(marker);
        var answer = (WriteTxnMarkersResponse) ask(leader, new WriteTxnMarkersRequest.Builder(request));
        Errors error = answer.errorsByProducerId()
                .getOrDefault(producer.producerId(), Map.of())
                .getOrDefault(partition, Errors.UNKNOWN_SERVER_ERROR);
        error.maybeThrow();
    }

    /// Sends one request to a broker and waits for the answer.
    AbstractResponse ask(Node broker, AbstractRequest.Builder<?> request) throws IOException {
        var config = new AdminClientConfig(connection);
        var log = new LogContext("[epochal-markers] ");
        try (var metrics = new Metrics();
                var channels = ClientUtils.createChannelBuilder(config, Time.SYSTEM, log);
                var selector = new Selector(TIMEOUT_MS, metrics, Time.SYSTEM, "epochal-markers", channels, log);
                var client = client(selector, broker, log)) {
            if (!NetworkClientUtils.awaitReady(client, broker, Time.SYSTEM, TIMEOUT_MS)) {
                throw new DisconnectException("Broker " + broker + " doesn't answer");
            }
            var asked = client.newClientRequest(broker.idString(), request, Time.SYSTEM.milliseconds(), true);
            var answer = NetworkClientUtils.sendAndReceive(client, asked, Time.SYSTEM);
            UnsupportedVersionException unsupported = answer.versionMismatch();
            if (unsupported != null) {
                throw unsupported;
            }
            return answer.responseBody();
        }
    }

    private static NetworkClient client(Selector selector, Node broker, LogContext log) {
        return new NetworkClient(
                selector,
                new ManualMetadataUpdater(List.of(broker)),
                "epochal-markers",
                1,
                BACKOFF_MS,
                BACKOFF_MS,
                SYSTEM_BUFFER,
                SYSTEM_BUFFER,
                TIMEOUT_MS,
                TIMEOUT_MS,
                TIMEOUT_MS,
                Time.SYSTEM,
                true,
                new ApiVersions(),
                log,
                MetadataRecoveryStrategy.NONE,
                BootstrapConfiguration.DISABLED,
                false);
    }
}
