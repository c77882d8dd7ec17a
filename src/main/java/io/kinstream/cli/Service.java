package io.kinstream.cli;

import io.kinstream.config.KinstreamConfig;
import io.kinstream.config.Role;
import io.kinstream.learn.Quality;
import io.kinstream.monitor.Figures;
import io.kinstream.monitor.HttpEndpoint;
import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.page.ItemGuide;
import io.kinstream.page.LivePage;
import io.kinstream.stream.JobMismatch;
import io.kinstream.stream.KinstreamApplication;
import io.kinstream.stream.TopicProblems;
import io.kinstream.wire.ModelManifest;
import io.kinstream.wire.Reason;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The applications of one configuration with their meters and HTTP server, as one thing to start and stop. */
final class Service implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final KinstreamApplication application;
    private final KinstreamMeters meters = new KinstreamMeters(
            registry, Arrays.stream(Reason.values()).map(Reason::word).toList());
    private final boolean learns;
    private final LivePage page;
    private final Optional<HttpEndpoint> http;

    /**
     * Starts all of it, or nothing.
     *
     * @param guide what is known of items beside their features
     * @throws TopicProblems if a topic is missing or not as it must be
     * @throws JobMismatch if the job ran before and the configuration does not fit what it has stored
     * @throws IOException if another process has the state directory, or the HTTP server cannot listen
     */
    Service(KinstreamConfig config, ItemGuide guide) throws TopicProblems, JobMismatch, IOException {
        learns = config.roles().contains(Role.TRAIN);
        meters.margin(config.loss().margin());
        new JvmMemoryMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        application = KinstreamApplication.start(config, meters, registry);
        page = new LivePage(application.page(), meters, guide);
        try {
            http = config.httpEnabled() ? Optional.of(listen(config)) : Optional.empty();
        } catch (IOException e) {
            page.close();
            application.close();
            throw e;
        }
    }

    private HttpEndpoint listen(KinstreamConfig config) throws IOException {
        try {
            return HttpEndpoint.start(config.httpHost(), config.httpPort(), registry, application.endpoints(), page);
        } catch (IllegalStateException e) {
            throw new IOException(e.getMessage() + "; with http.port=0 a free port is taken", e);
        }
    }

    KinstreamApplication application() {
        return application;
    }

    /**
     * Runs until the process is told to end, and tells meanwhile how it goes.
     *
     * @param out perhaps a terminal
     * @param lines takes a line now and then where it is none
     * @throws Termination.Failed if the applications end by themselves
     */
    void run(Termination termination, PrintWriter out, Consumer<String> lines) {
        Progress progress = new Progress(OptionalLong.empty(), Progress.terminal(out), lines, BETWEEN_LINES);
        try {
            termination.await(application.failure(), LOOK_EVERY, () -> progress.show(standing()));
        } finally {
            progress.leave();
        }
    }

    /** Where it stands: what it has learned, or embedded where it only does that. */
    Standing standing() {
        Figures figures = meters.figures();
        Optional<ModelManifest> served = application.modelInService();
        OptionalLong version =
                served.map(model -> OptionalLong.of(model.modelVersion())).orElse(OptionalLong.empty());
        Optional<Quality> quality = figures.quality().or(() -> served.map(ModelManifest::quality));
        return learns
                ? new Standing(figures.learningVersion(), "pairs", quality, version)
                : new Standing(figures.embeddings(), "embeddings", quality, version);
    }

    /** Where the HTTP server listens, if there is one. */
    Optional<String> httpAddress(KinstreamConfig config) {
        return http.map(server -> "http://" + config.httpHost() + ":" + server.port() + "/");
    }

    @Override
    public void close() {
        application.close(); // who asks after its health meanwhile hears why it ends
        page.close();
        http.ifPresent(HttpEndpoint::close);
        registry.close();
    }
}
