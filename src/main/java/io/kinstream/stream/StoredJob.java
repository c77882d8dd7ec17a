package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.config.Role;
import io.kinstream.wire.CheckpointCodec;
import io.kinstream.wire.SnapshotCodec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.IntegerDeserializer;

/**
 * What a training job that ran before has left on the cluster. Reading it changes nothing.
 *
 * @param positions next offset to read of each partition that the job has read
 * @param ends next offset to be written of each partition of `features`, `pairs` and the training log
 * @param joinPartitions how many partitions each topic of the join has; empty in direct mode
 * @param checkpoint blocks of the learner's state, null where there is none; see {@link CheckpointCodec}
 * @param model reads what is on `models`
 */
record StoredJob(
        Map<TopicPartition, Long> positions,
        Map<TopicPartition, Long> ends,
        Map<String, Integer> joinPartitions,
        IntFunction<byte[]> checkpoint,
        Supplier<SnapshotCodec.Assembly> model) {

    /**
     * Reads it; all is empty if the job has not run before.
     *
     * @param settled waits for transactions that are about to commit positions
     */
    static StoredJob read(Admin admin, KinstreamConfig config, boolean settled) {
        String group = config.applicationId(Role.TRAIN);
        Topics topics = new Topics(config);
        Set<String> existing = TopicAdmin.await(admin.listTopics().names(), "topics could not be listed");
        Map<String, Integer> sources = partitions(
                admin,
                Stream.of(topics.features(), topics.pairs(), topics.trainingLog())
                        .filter(existing::contains));
        // Before the ends, which go on meanwhile.
        Map<TopicPartition, Long> positions =
                settled ? settledPositions(config, group, all(sources)) : positions(admin, group);
        Map<String, Integer> join = partitions(
                admin,
                TrainTopology.repartitionedByItem()
                        .map(name -> InternalTopics.repartitionTopic(group, name))
                        .filter(existing::contains));
        String changelog = CheckpointStore.changelog(group);
        Map<Integer, byte[]> blocks = existing.contains(changelog)
                ? NewestRecords.readEnd(config.kafka(), changelog, new IntegerDeserializer(), CheckpointStore.FIRST)
                : Map.of();
        return new StoredJob(positions, ends(admin, sources), join, blocks::get, new ModelReader(config)::newest);
    }

    private static Map<TopicPartition, Long> positions(Admin admin, String group) {
        return offsets(TopicAdmin.await(
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
                "positions of " + group + " could not be read"));
    }

    /** An Admin passes over positions that a transaction is about to change; a consumer waits for them. */
    private static Map<TopicPartition, Long> settledPositions(
            KinstreamConfig config, String group, Set<TopicPartition> partitions) {
        Map<String, Object> settings = NewestRecords.settings(config.kafka());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return offsets(consumer.committed(partitions));
        }
    }

    private static Map<TopicPartition, Long> offsets(Map<TopicPartition, OffsetAndMetadata> positions) {
        return positions.entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private static Map<String, Integer> partitions(Admin admin, Stream<String> topics) {
        List<String> names = topics.toList();
        return TopicAdmin.await(admin.describeTopics(names).allTopicNames(), "topics could not be described")
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().partitions().size()));
    }

    private static Set<TopicPartition> all(Map<String, Integer> partitions) {
        return partitions.entrySet().stream()
                .flatMap(topic ->
                        IntStream.range(0, topic.getValue()).mapToObj(i -> new TopicPartition(topic.getKey(), i)))
                .collect(Collectors.toSet());
    }

    private static Map<TopicPartition, Long> ends(Admin admin, Map<String, Integer> partitions) {
        Map<TopicPartition, OffsetSpec> latest = all(partitions).stream()
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        return TopicAdmin.await(admin.listOffsets(latest).all(), "ends of topics could not be read").entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }
}
