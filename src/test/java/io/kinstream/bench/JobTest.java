package io.kinstream.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberAssignment;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class JobTest {

    private static final Set<String> PROCESSES = Set.of("one", "two");

    @Test
    void theOneWithTheTrainingLogLearns() {
        assertEquals(
                Optional.of("two"),
                learner(
                        GroupState.STABLE,
                        member("one-StreamThread-1-consumer", "job.pairs"),
                        member("two-StreamThread-1-consumer", "job.features"),
                        member("two-StreamThread-2-consumer", "job.training-log")));
    }

    @Test
    void nobodyIsSaidToLearnBeforeAllProcessesShareTheWork() {
        assertEquals(
                Optional.empty(),
                learner(
                        GroupState.STABLE,
                        member("one-StreamThread-1-consumer", "job.pairs"),
                        member("one-StreamThread-2-consumer", "job.training-log")));
    }

    @Test
    void nobodyIsSaidToLearnWhileTheWorkIsMoving() {
        MemberDescription one = member("one-StreamThread-1-consumer", "job.training-log");
        MemberDescription two = member("two-StreamThread-1-consumer", "job.pairs");
        assertEquals(Optional.of("one"), learner(GroupState.STABLE, one, two));
        assertEquals(Optional.empty(), learner(GroupState.PREPARING_REBALANCE, one, two));
        assertEquals(
                Optional.empty(), learner(GroupState.STABLE, member("one-StreamThread-1-consumer", "job.pairs"), two));
    }

    private static Optional<String> learner(GroupState state, MemberDescription... members) {
        return Job.learner(
                new ConsumerGroupDescription(
                        "job-train",
                        true,
                        Arrays.asList(members),
                        "stream",
                        GroupType.CLASSIC,
                        state,
                        new Node(1, "127.0.0.1", 9092),
                        Set.of(),
                        Optional.empty(),
                        Optional.empty()),
                PROCESSES);
    }

    private static MemberDescription member(String client, String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        return new MemberDescription(
                client + "-1",
                Optional.empty(),
                Optional.empty(),
                client,
                "/127.0.0.1",
                new MemberAssignment(Set.of(partition)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
