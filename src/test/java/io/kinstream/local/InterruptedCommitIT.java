package io.kinstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kinstream.testing.Await;
import io.kinstream.testing.BrokerProcess;
import io.kinstream.testing.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a transaction when the broker ends while it commits it: after the decision, before the partitions hear of it. */
class InterruptedCommitIT {

    private static final int KILLS = 3;
    private static final int STOPS = 5;
    private static final int WRITERS = 4;
    private static final int PARTITIONS_OF_ONE = 10;
    /** Many, so that a start takes its time between what it knows of them and what it does with them. */
    private static final int PARTITIONS = 200;

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int USUAL_LIMIT = 1048588;
    private static final int TOO_SMALL_FOR_A_MARK = 70;
    private static final String TOPIC = "written";
    private static final String WRITER = "writer";

    @TempDir
    private Path directory;

    /**
     * A topic whose records must be smaller than the broker's marks keeps a transaction in the midst until the broker is
     * started again, whatever becomes of the topic meanwhile.
     */
    @Test
    void eachPartitionHearsOfItAfterAKill() throws Exception {
        int port = FreePort.find();
        BrokerProcess broker = BrokerProcess.start(directory, port);
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", WRITER, "linger.ms", "100");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
            producer.initTransactions();
            for (int kill = 1; kill <= KILLS; kill++) {
                producer.beginTransaction();
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    producer.send(new ProducerRecord<>(TOPIC, partition, null, new byte[100]));
                }
                producer.flush();
                limitRecords(admin, TOO_SMALL_FOR_A_MARK);
                awaitRefusal(broker);
                CompletableFuture<Void> commit = CompletableFuture.runAsync(producer::commitTransaction);
                Await.untilTrue(
                        "the decision to commit", PATIENCE, () -> state(admin) == TransactionState.PREPARE_COMMIT);
                limitRecords(admin, USUAL_LIMIT);
                assertEquals(TransactionState.PREPARE_COMMIT, state(admin));
                broker.kill();
                broker = BrokerProcess.start(directory, port);
                commit.join();
                awaitSameEnds(admin);
            }
        } finally {
            broker.close();
        }
    }

    /** Nothing can be kept in the midst of it here, so there are many. */
    @Test
    void eachPartitionHearsOfItAroundAStop() throws Exception {
        int port = FreePort.find();
        BrokerProcess broker = BrokerProcess.start(directory, port);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
            for (int stop = 1; stop <= STOPS; stop++) {
                AtomicBoolean stopped = new AtomicBoolean();
                CountDownLatch committing = new CountDownLatch(WRITERS);
                List<CompletableFuture<Void>> writers = new ArrayList<>();
                for (int writer = 0; writer < WRITERS; writer++) {
                    String id = stop + "-" + writer;
                    String servers = broker.bootstrapServers();
                    writers.add(CompletableFuture.runAsync(
                            () -> commitUntil(stopped, committing, servers, id), task -> new Thread(task).start()));
                }
                committing.await();
                broker.stop();
                stopped.set(true);
                broker = BrokerProcess.start(directory, port);
                writers.forEach(CompletableFuture::join);
                awaitSameEnds(admin);
            }
        } finally {
            broker.close();
        }
    }

    /** Each transaction writes to other partitions: else the next one would end what was left open by the one before. */
    private static void commitUntil(
            AtomicBoolean stopped, CountDownLatch committing, String servers, String transactionalId) {
        Map<String, Object> settings = Map.of("bootstrap.servers", servers, "transactional.id", transactionalId);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            for (int partition = 0; !stopped.get(); ) {
                producer.beginTransaction();
                for (int i = 0; i < PARTITIONS_OF_ONE; i++) {
                    producer.send(new ProducerRecord<>(TOPIC, partition++ % PARTITIONS, null, new byte[100]));
                }
                producer.commitTransaction();
                committing.countDown();
            }
        }
    }

    private static void awaitSameEnds(Admin admin) {
        Await.untilTrue(
                "the end of each partition to readers of committed records",
                PATIENCE,
                () -> ends(admin, IsolationLevel.READ_COMMITTED).equals(ends(admin, IsolationLevel.READ_UNCOMMITTED)));
    }

    private static void limitRecords(Admin admin, int bytes) throws Exception {
        ConfigEntry limit = new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes));
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, TOPIC),
                        List.of(new AlterConfigOp(limit, AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    /** Waits until the broker keeps to the limit, which it hears of a moment later. */
    private static void awaitRefusal(BrokerProcess broker) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            Await.untilTrue("a record that is refused", PATIENCE, () -> isRefused(producer));
        }
    }

    private static boolean isRefused(KafkaProducer<byte[], byte[]> producer) {
        try {
            producer.send(new ProducerRecord<>(TOPIC, PARTITIONS - 1, null, new byte[100]))
                    .get();
            return false;
        } catch (InterruptedException | ExecutionException e) {
            return e.getCause() instanceof RecordTooLargeException;
        }
    }

    private static TransactionState state(Admin admin) {
        return admin.describeTransactions(List.of(WRITER))
                .description(WRITER)
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .state();
    }

    private static Map<Integer, Long> ends(Admin admin, IsolationLevel level) {
        Map<TopicPartition, OffsetSpec> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        Map<Integer, Long> ends = new TreeMap<>();
        admin.listOffsets(partitions, new ListOffsetsOptions(level))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
        return ends;
    }
}
