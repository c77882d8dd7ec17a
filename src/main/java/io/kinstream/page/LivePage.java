package io.kinstream.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.config.RoutesConfig;
import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.monitor.Routes;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the page, and pushes what it shows to all who look, once a second:
 *
 * <pre>
 * GET  /              the page
 * GET  /page/...      its files
 * GET  /page/events   server-sent events "state", each a {@link Message} as JSON
 * GET  /page/item     ?id=...: features, category and picture of an item of the map
 * </pre>
 */
public final class LivePage implements Routes, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LivePage.class);
    private static final long EVERY_MS = 1000;

    private final PageFiles files = new PageFiles();
    private final Viewers viewers = new Viewers();
    private final ItemDetails details;
    private final View view;
    /** Ids and dead letters may hold anything; the events are written as single bytes. */
    private final ObjectMapper json =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final ScheduledExecutorService ticking = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "page");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Begins to watch.
     *
     * @param guide what is known of items beside their features
     */
    public LivePage(PageSource source, KinstreamMeters meters, ItemGuide guide) {
        details = new ItemDetails(source, guide);
        view = new View(source, meters, guide);
        ticking.scheduleWithFixedDelay(this::tick, 0, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void add(RoutesConfig routes) {
        files.route(routes);
        routes.get("/page/item", details::answer);
        routes.sse("/page/events", viewers::add);
    }

    private void tick() {
        try {
            view.watch();
            if (!viewers.isEmpty()) {
                viewers.send(json.writeValueAsString(view.message()));
            }
        } catch (RuntimeException | JsonProcessingException e) {
            LOG.warn("The page could not be brought up to date; it is tried again", e);
        }
    }

    @Override
    public void close() {
        ticking.shutdownNow();
        viewers.close();
    }
}
