package io.kinstream.stream;

import io.kinstream.monitor.Health;
import io.kinstream.wire.ModelManifest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;

/**
 * How a running copy is at one moment, and what that means to those who ask after its health.
 *
 * @param failure what ended it
 * @param states of the applications, by name
 * @param embeds whether it needs a model
 * @param model the version in service
 * @param condition what is known of the model itself, by name
 * @param silence for how long the brokers have not been heard of, if that is too long
 */
record Status(
        Optional<Throwable> failure,
        Map<String, KafkaStreams.State> states,
        boolean embeds,
        Optional<ModelManifest> model,
        Map<String, Object> condition,
        Optional<Duration> silence) {

    /** Alive is all that a restart would not mend: to start, to restore and to wait for a broker are alive. */
    Health live() {
        return failure.map(cause -> new Health(false, "failed", Map.of("cause", Failure.message(cause))))
                .orElseGet(() -> new Health(true, "alive", detail()));
    }

    /** Ready is what does its work now. */
    Health ready() {
        if (failure.isPresent()) {
            return live();
        }
        if (states.values().stream().anyMatch(Status::isEnding)) {
            return new Health(false, "stopping", detail());
        }
        if (silence.isPresent()) {
            return new Health(false, "broker-does-not-answer", detail());
        }
        if (embeds && model.isEmpty()) {
            return new Health(false, "waiting-for-model", detail());
        }
        Map<String, Object> detail = detail();
        detail.putAll(condition); // news of the model is no reason not to be ready
        boolean running = states.values().stream().allMatch(state -> state == KafkaStreams.State.RUNNING);
        return new Health(running, running ? "running" : "starting-or-restoring", detail);
    }

    private static boolean isEnding(KafkaStreams.State state) {
        return state.isShuttingDown() || state.hasCompletedShutdown();
    }

    private Map<String, Object> detail() {
        Map<String, Object> detail = new LinkedHashMap<>();
        states.forEach((application, state) -> detail.put(application, state.name()));
        model.ifPresent(manifest -> {
            detail.put("model_id", manifest.modelId());
            detail.put("model_version", manifest.modelVersion());
        });
        silence.ifPresent(time -> detail.put("seconds_without_an_answer", time.toSeconds()));
        return detail;
    }
}
