package dev.epochal.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EmbeddedBrokerIT {
    private static final String TOPIC = "letters";

    @TempDir
    private Path folder;

    @Test
    void keeps_its_records_over_a_stop_and_a_kill() throws Exception {
        try (var broker = EmbeddedBroker.start(settings(), _ -> {})) {
            createTopic(broker);
            send(broker, "a");
            broker.stop();
            assertThat(broker.isAlive()).isFalse();
            broker.restart();
            send(broker, "b");
            broker.kill();
            broker.restart();
            send(broker, "c");
        }
        try (var broker = EmbeddedBroker.start(settings(), _ -> {})) {
            assertThat(read(broker, 3)).containsExactly("a", "b", "c");
        }
    }

    @Test
    void serves_transactions() throws Exception {
        try (var broker = EmbeddedBroker.start(settings(), _ -> {})) {
            createTopic(broker);
            Map<String, Object> properties =
                    Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "writer");
            try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
                producer.initTransactions();
                producer.beginTransaction();
                var first = producer.send(new ProducerRecord<>(TOPIC, "kept"));
                producer.commitTransaction();
                producer.beginTransaction();
                var second = producer.send(new ProducerRecord<>(TOPIC, "dropped"));
                producer.abortTransaction();
                producer.beginTransaction();
                var third = producer.send(new ProducerRecord<>(TOPIC, "kept too"));
                producer.commitTransaction();
                assertThat(List.of(first, second, third)).allMatch(Future::isDone);
            }
            assertThat(read(broker, 2)).containsExactly("kept", "kept too");
        }
    }

    @Test
    void formats_its_folder_once() {
        var lines = new ArrayList<String>();
        EmbeddedBroker.start(settings(), lines::add).close();
        EmbeddedBroker.start(settings(), lines::add).close();
        assertThat(lines).containsExactly("formatting the broker's folder", "starting the broker");
    }

    @Test
    void names_a_port_that_is_in_use() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var settings = settings().withPort(other.getLocalPort());
            assertThatThrownBy(() -> EmbeddedBroker.start(settings, _ -> {}))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("Port " + other.getLocalPort())
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void tells_why_it_did_not_start() {
        var settings = settings();
        var wrong = new BrokerSettings(
                folder.resolve("nothing"), folder, 0, Durability.FSYNC, settings.javaHome(), List.of());
        assertThatThrownBy(() -> EmbeddedBroker.start(wrong, _ -> {}))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("The broker did not start")
                .hasMessageContaining("ClassNotFoundException");
    }

    @Test
    void ends_with_a_killed_parent_and_starts_again_at_once() throws Exception {
        var orphan = Orphan.of("broker", folder, folder);
        try (var broker = EmbeddedBroker.start(settings(), _ -> {})) {
            createTopic(broker);
        }
        orphan.awaitEnd();
    }

    private BrokerSettings settings() {
        return BrokerSettings.of(folder, Durability.FSYNC);
    }

    private static void createTopic(EmbeddedBroker broker) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private static void send(EmbeddedBroker broker, String letter) throws Exception {
        Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, letter)).get();
        }
    }

    private static List<String> read(EmbeddedBroker broker, int count) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed");
        var values = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            var partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (values.size() < count) {
                consumer.poll(Duration.ofMillis(100)).forEach(entry -> values.add(entry.value()));
            }
        }
        return values;
    }
}
