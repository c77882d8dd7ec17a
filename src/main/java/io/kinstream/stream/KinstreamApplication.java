package io.kinstream.stream;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.config.Role;
import io.kinstream.monitor.Endpoints;
import io.kinstream.monitor.Health;
import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.monitor.RefusedException;
import io.kinstream.wire.ModelManifest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;

/** One running copy of Kinstream: the training application, the embedding application, or both. */
public final class KinstreamApplication implements AutoCloseable {

    private final Optional<StreamsRunner> train;
    private final Optional<EmbedApplication> embed;
    private final List<KafkaStreamsMetrics> kafkaMeters = new ArrayList<>();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    private KinstreamApplication(KinstreamConfig config, KinstreamMeters meters) {
        String instance = InstanceId.in(config.stateDir());
        train = config.roles().contains(Role.TRAIN)
                ? Optional.of(
                        new StreamsRunner(TrainTopology.of(config, meters), StreamsSettings.train(config, instance)))
                : Optional.empty();
        embed = config.roles().contains(Role.EMBED)
                ? Optional.of(new EmbedApplication(config, meters, instance))
                : Optional.empty();
    }

    /**
     * Checks the topics and starts the applications of the configured roles.
     *
     * @param registry where Kafka's own meters go
     * @throws TopicProblems if a topic is missing or not as it must be
     * @throws JobMismatch if the job ran before and the configuration does not fit what it has stored
     * @throws org.apache.kafka.common.KafkaException if the broker cannot be reached
     */
    public static KinstreamApplication start(KinstreamConfig config, KinstreamMeters meters, MeterRegistry registry)
            throws TopicProblems, JobMismatch {
        try (Admin admin = Admin.create(Map.copyOf(config.kafka()))) {
            List<String> problems = new TopicAdmin(admin, new Topics(config)).check();
            if (!problems.isEmpty()) {
                throw new TopicProblems(problems);
            }
            if (config.roles().contains(Role.TRAIN)) {
                SameJob.check(admin, config);
            }
        }
        KinstreamApplication application = new KinstreamApplication(config, meters);
        application.runners().forEach(runner -> application.watch(runner, registry));
        application.train.ifPresent(StreamsRunner::start);
        application.embed.ifPresent(EmbedApplication::start);
        return application;
    }

    private List<StreamsRunner> runners() {
        List<StreamsRunner> runners = new ArrayList<>();
        train.ifPresent(runners::add);
        embed.map(EmbedApplication::runner).ifPresent(runners::add);
        return runners;
    }

    private void watch(StreamsRunner runner, MeterRegistry registry) {
        runner.failure().thenAccept(failure::complete);
        KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(runner.streams());
        metrics.bindTo(registry);
        kafkaMeters.add(metrics);
    }

    /** Completes with what ended an application, if it does not end by being closed. */
    public CompletableFuture<Throwable> failure() {
        return failure;
    }

    /** The manifest of the version that embeds now; empty before there is one, and without the embedding role. */
    public Optional<ModelManifest> modelInService() {
        return embed.flatMap(EmbedApplication::manifest);
    }

    /** What the HTTP server answers with. */
    public Endpoints endpoints() {
        return new Endpoints(this::live, this::ready, () -> modelInService().map(ModelManifest::toJson), this::embed);
    }

    private byte[] embed(byte[] request) throws RefusedException {
        return embed.orElseThrow(RefusedException::noModel).embed(request);
    }

    /** Alive is all that a restart would not mend: starting and restoring are alive. */
    private Health live() {
        Optional<Throwable> problem = Optional.ofNullable(failure.getNow(null));
        return problem.map(cause -> new Health(false, "failed", Map.of("cause", String.valueOf(cause.getMessage()))))
                .orElseGet(() -> new Health(true, "alive", states()));
    }

    private Health ready() {
        Health live = live();
        if (!live.ok()) {
            return live;
        }
        boolean running = runners().stream().allMatch(runner -> runner.streams().state() == KafkaStreams.State.RUNNING);
        if (embed.isPresent() && modelInService().isEmpty()) {
            return new Health(false, "waiting-for-model", states());
        }
        return new Health(running, running ? "running" : "starting-or-restoring", states());
    }

    private Map<String, Object> states() {
        Map<String, Object> states = new LinkedHashMap<>();
        train.ifPresent(runner -> states.put("train", runner.streams().state().name()));
        embed.ifPresent(
                app -> states.put("embed", app.runner().streams().state().name()));
        modelInService().ifPresent(manifest -> {
            states.put("model_id", manifest.modelId());
            states.put("model_version", manifest.modelVersion());
        });
        return states;
    }

    /** Commits, stops both applications and releases everything; takes at most some tens of seconds. */
    @Override
    public void close() {
        kafkaMeters.forEach(KafkaStreamsMetrics::close);
        embed.ifPresent(EmbedApplication::close);
        train.ifPresent(StreamsRunner::close);
    }
}
