package io.kinstream.local;

import io.kinstream.testing.Await;
import io.kinstream.testing.BrokerProcess;
import io.kinstream.testing.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a transaction when the broker is killed while it commits it. */
class InterruptedCommitIT {

    private static final int KILLS = Integer.getInteger("commit.kills", 4);
    private static final int PARTITIONS = 40;
    private static final String TOPIC = "written";

    @TempDir
    private Path directory;

    @Test
    void noPartitionIsLeftWithATransactionThatNeverEnds() throws Exception {
        int port = FreePort.find();
        Random moments = new Random(1);
        BrokerProcess broker = BrokerProcess.start(directory, port);
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "writer", "linger.ms", "0");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
            producer.initTransactions();
            for (int kill = 0; kill < KILLS; kill++) {
                writeToAll(producer);
                CompletableFuture<Void> commit = CompletableFuture.runAsync(producer::commitTransaction);
                LockSupport.parkNanos(Duration.ofMillis(moments.nextInt(12)).toNanos());
                broker.kill();
                broker = BrokerProcess.start(directory, port);
                commit.join();
                awaitNothingOpen(admin);
            }
        } finally {
            broker.close();
        }
    }

    private static void writeToAll(KafkaProducer<byte[], byte[]> producer) {
        producer.beginTransaction();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            producer.send(new ProducerRecord<>(TOPIC, partition, null, new byte[100]));
        }
        producer.flush();
    }

    /** Readers of committed records come to the end of each partition. */
    private static void awaitNothingOpen(Admin admin) {
        Await.untilTrue(
                "the end of each partition to readers of committed records",
                Duration.ofMinutes(1),
                () -> ends(admin, IsolationLevel.READ_COMMITTED).equals(ends(admin, IsolationLevel.READ_UNCOMMITTED)));
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
