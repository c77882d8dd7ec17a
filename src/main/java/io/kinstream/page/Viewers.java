package io.kinstream.page;

import io.javalin.http.sse.SseClient;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The browsers that look at the page. A slow one misses messages, of which each is the whole picture, and holds up
 * nobody: it is written to by a thread of its own, and given up when its connection is idle for too long.
 */
final class Viewers implements AutoCloseable {

    /** More are turned away; a browser that asks again later finds out whether one has left. */
    static final int MOST = 16;

    private final List<Viewer> viewers = new CopyOnWriteArrayList<>();
    private final ExecutorService senders = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "page-viewer");
        thread.setDaemon(true);
        return thread;
    });

    private record Viewer(SseClient client, AtomicBoolean busy) {}

    void add(SseClient client) {
        if (viewers.size() >= MOST) {
            client.sendEvent("full", Integer.toString(MOST));
            client.close();
            return;
        }
        Viewer viewer = new Viewer(client, new AtomicBoolean());
        client.onClose(() -> viewers.remove(viewer));
        client.keepAlive();
        viewers.add(viewer);
    }

    boolean isEmpty() {
        return viewers.isEmpty();
    }

    /** @param message in ASCII, as it is written byte by byte */
    void send(String message) {
        for (Viewer viewer : viewers) {
            if (viewer.busy().compareAndSet(false, true)) {
                senders.execute(() -> send(viewer, message));
            }
        }
    }

    private void send(Viewer viewer, String message) {
        try {
            viewer.client().sendEvent("state", message);
        } finally {
            viewer.busy().set(false);
            if (viewer.client().terminated()) {
                viewers.remove(viewer);
            }
        }
    }

    @Override
    public void close() {
        viewers.forEach(viewer -> viewer.client().close());
        senders.shutdownNow();
    }
}
