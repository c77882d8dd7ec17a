package io.kinstream.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Topics that the cluster was asked to create: it takes a while, and there may be other things to do meanwhile. */
final class TopicCreation {

    private static final Duration READY_WITHIN = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final Admin admin;
    private final List<Topics.Spec> specs;
    private final Map<String, KafkaFuture<Void>> asked;

    private TopicCreation(Admin admin, List<Topics.Spec> specs, Map<String, KafkaFuture<Void>> asked) {
        this.admin = admin;
        this.specs = specs;
        this.asked = asked;
    }

    /**
     * Asks for topics. The controller decides what exists: a broker's list may still name a topic just deleted.
     *
     * @param admin must not be closed before they are awaited
     * @param replicationFactor copies of each partition, -1 for the broker's default
     */
    static TopicCreation ask(Admin admin, List<Topics.Spec> specs, short replicationFactor) {
        List<NewTopic> topics = specs.stream()
                .map(spec -> new NewTopic(spec.name(), spec.partitions(), replicationFactor).configs(spec.configs()))
                .toList();
        return new TopicCreation(admin, specs, admin.createTopics(topics).values());
    }

    /**
     * Waits until each partition of the topics that were missing takes records.
     *
     * @return their names
     * @throws KafkaException if the broker refuses or cannot be reached
     */
    List<String> await() {
        List<String> created = new ArrayList<>();
        asked.forEach((name, future) -> {
            if (createdNow(name, future)) {
                created.add(name);
            }
        });
        awaitLeaders(created);
        return created;
    }

    private static boolean createdNow(String name, KafkaFuture<Void> future) {
        try {
            TopicAdmin.await(future, "topic " + name + " could not be created");
            return true;
        } catch (KafkaException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Before, a producer's first batch may be refused and its second one, on the way already, taken: then the first one is
     * out of order for ever, and the producer tries until it gives up.
     */
    private void awaitLeaders(List<String> names) {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        for (Topics.Spec spec : specs) {
            for (int i = 0; names.contains(spec.name()) && i < spec.partitions(); i++) {
                partitions.put(new TopicPartition(spec.name(), i), OffsetSpec.latest());
            }
        }
        long giveUpAt = System.nanoTime() + READY_WITHIN.toNanos();
        while (!areReady(partitions, System.nanoTime() > giveUpAt)) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** @param last whether it is a failure if they are not */
    private boolean areReady(Map<TopicPartition, OffsetSpec> partitions, boolean last) {
        try {
            TopicAdmin.await(admin.listOffsets(partitions).all(), "topics did not become ready");
            return true;
        } catch (KafkaException e) {
            if (last || !(e.getCause() instanceof RetriableException)) {
                throw e;
            }
            return false; // the broker that was asked may not have heard of them yet
        }
    }
}
