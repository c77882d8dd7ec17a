package io.kinstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kinstream.monitor.Health;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;

class StatusTest {

    @Test
    void whatEndedTheProgramIsToldByBothAsLongAsTheProcessLives() {
        Throwable failure = new IllegalStateException("outer", new IOException("the model has diverged"));
        Status status = new Status(
                Optional.of(failure),
                Map.of("train", State.PENDING_ERROR),
                false,
                Optional.empty(),
                Map.of(),
                Optional.empty());
        Health failed = new Health(false, "failed", Map.of("cause", "the model has diverged"));
        assertEquals(failed, status.live());
        assertEquals(failed, status.ready());
    }

    @Test
    void brokersThatDoNotAnswerAreAReasonNotToBeReadyButNotToBeRestarted() {
        Status status = of(State.RUNNING, Duration.ofSeconds(14));
        assertTrue(status.live().ok());
        assertFalse(status.ready().ok());
        assertEquals("broker-does-not-answer", status.ready().status());
        assertEquals(14L, status.ready().detail().get("seconds_without_an_answer"));
    }

    @Test
    void onlyARunningApplicationIsReady() {
        assertEquals("running", of(State.RUNNING, null).ready().status());
        assertTrue(of(State.RUNNING, null).ready().ok());
        for (State starting : new State[] {State.CREATED, State.REBALANCING}) {
            assertEquals("starting-or-restoring", of(starting, null).ready().status());
            assertFalse(of(starting, null).ready().ok());
        }
        for (State ending : new State[] {State.PENDING_SHUTDOWN, State.NOT_RUNNING}) {
            assertEquals("stopping", of(ending, null).ready().status());
            assertFalse(of(ending, null).ready().ok());
        }
    }

    @Test
    void withoutAModelThereIsNothingToEmbedWith() {
        Status status = new Status(
                Optional.empty(), Map.of("embed", State.CREATED), true, Optional.empty(), Map.of(), Optional.empty());
        assertEquals("waiting-for-model", status.ready().status());
        assertFalse(status.ready().ok());
    }

    @Test
    void newsOfTheModelIsToldToThoseWhoAskWhetherItIsReadyAndIsNoReasonNotToBe() {
        Status status = of(State.RUNNING, null);
        assertTrue(status.ready().ok());
        assertEquals("running", status.ready().status());
        assertEquals(List.of("drifting"), status.ready().detail().get("concerns"));
        assertFalse(status.live().detail().containsKey("concerns"));
    }

    private static Status of(State state, Duration silence) {
        return new Status(
                Optional.empty(),
                Map.of("train", state),
                false,
                Optional.empty(),
                Map.of("concerns", List.of("drifting")),
                Optional.ofNullable(silence));
    }
}
