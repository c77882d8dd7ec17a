package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.config.Role;
import io.kinstream.wire.CheckpointCodec;
import io.kinstream.wire.SnapshotCodec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.IntegerDeserializer;

/**
 * What a training job that ran before has left on the cluster. Reading it changes nothing.
 *
 * @param positions next offset to read of each partition that the job has read
 * @param ends next offset to be written of each partition of `features`, `pairs` and the training log
 * @param joinPartitions how many partitions each topic of the join has; empty in direct mode
 * @param checkpoint blocks of the learner's state, null where there is none; see {@link CheckpointCodec}
 * @param model what is on `models`
 */
record StoredJob(
        Map<TopicPartition, Long> positions,
        Map<TopicPartition, Long> ends,
        Map<String, Integer> joinPartitions,
        IntFunction<byte[]> checkpoint,
        SnapshotCodec.Assembly model) {

    /** Reads it; all is empty if the job has not run before. */
    static StoredJob read(Admin admin, KinstreamConfig config) {
        String group = config.applicationId(Role.TRAIN);
        Topics topics = new Topics(config);
        Set<String> existing = TopicAdmin.await(admin.listTopics().names(), "topics could not be listed");
        Map<TopicPartition, Long> positions = positions(admin, group); // before the ends, which go on meanwhile
        Map<String, Integer> sources = partitions(
                admin,
                Stream.of(topics.features(), topics.pairs(), topics.trainingLog())
                        .filter(existing::contains));
        Map<String, Integer> join =
                partitions(admin, TrainTopology.joinTopics(group).filter(existing::contains));
        String changelog = CheckpointStore.changelog(group);
        Map<Integer, byte[]> blocks = existing.contains(changelog)
                ? NewestRecords.readEnd(config.kafka(), changelog, new IntegerDeserializer(), CheckpointStore.FIRST)
                : Map.of();
        return new StoredJob(positions, ends(admin, sources), join, blocks::get, new ModelReader(config).newest());
    }

    private static Map<TopicPartition, Long> positions(Admin admin, String group) {
        return TopicAdmin.await(
                        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
                        "positions of " + group + " could not be read")
                .entrySet()
                .stream()
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

    private static Map<TopicPartition, Long> ends(Admin admin, Map<String, Integer> partitions) {
        Map<TopicPartition, OffsetSpec> latest = partitions.entrySet().stream()
                .flatMap(topic ->
                        IntStream.range(0, topic.getValue()).mapToObj(i -> new TopicPartition(topic.getKey(), i)))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        return TopicAdmin.await(admin.listOffsets(latest).all(), "ends of topics could not be read").entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }
}
