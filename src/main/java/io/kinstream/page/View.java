package io.kinstream.page;

import io.kinstream.learn.Quality;
import io.kinstream.monitor.Figures;
import io.kinstream.monitor.KinstreamMeters;
import io.kinstream.wire.ModelManifest;
import java.util.List;
import java.util.Optional;

/** Puts together what the page shows. Used by one thread. */
final class View {

    private final long started = System.nanoTime();
    private final PageSource source;
    private final KinstreamMeters meters;
    private final Curves curves = new Curves();
    private final SpaceMap space;
    private SpaceMap.View map;
    private List<PageSource.Item> drawn = List.of();
    private final Throttle throttle = new Throttle();
    private double lastPublished = Double.NaN;
    private boolean began;

    View(PageSource source, KinstreamMeters meters, ItemGuide guide) {
        this.source = source;
        this.meters = meters;
        this.space = new SpaceMap(guide);
    }

    /** Adds to the curves, whether somebody looks or not. */
    void watch() {
        Figures figures = meters.figures();
        if (figures.quality().isPresent()) {
            add(
                    figures.measuredVersion(),
                    figures.publishedVersion(),
                    figures.quality().get());
        } else {
            served().ifPresent(model -> add(model.modelVersion(), model.modelVersion(), model.quality()));
        }
    }

    private void add(double pairs, double published, Quality quality) {
        boolean isNew = !Double.isNaN(published) && published != lastPublished;
        lastPublished = published;
        if (pairs > 0) {
            curves.add(new Curves.Point((long) pairs, quality, isNew));
        }
    }

    Message message() {
        Figures figures = meters.figures();
        Optional<ModelManifest> served = served();
        begin();
        drawMap();
        return new Message(
                System.currentTimeMillis(),
                source.ready(),
                source.roles(),
                source.topics(),
                Message.Model.of(served.orElse(null), figures.learningVersion(), figures.publishedVersion()),
                Flow.of(figures, source, (System.nanoTime() - started) / 1_000_000),
                curves.columns(),
                meters.window()
                        .newest()
                        .map(pairs -> Springs.of(pairs, source.loss(), threshold(figures, served)))
                        .orElse(null),
                map,
                source.deadLetters());
    }

    private Optional<ModelManifest> served() {
        return source.space().map(PageSource.Space::manifest);
    }

    private static double threshold(Figures figures, Optional<ModelManifest> served) {
        return figures.quality()
                .or(() -> served.map(ModelManifest::quality))
                .map(Quality::threshold)
                .orElse(Double.NaN);
    }

    /** The curves begin with the versions of the newest model that were published before. */
    private void begin() {
        List<ModelManifest> published = source.published();
        if (began || published.isEmpty()) {
            return;
        }
        began = true;
        String model = published.get(published.size() - 1).modelId();
        curves.before(published.stream()
                .filter(version -> version.modelId().equals(model) && version.modelVersion() > 0)
                .map(version -> new Curves.Point(version.modelVersion(), version.quality(), true))
                .toList());
    }

    private void drawMap() {
        source.space().ifPresent(model -> {
            List<PageSource.Item> items = source.items();
            boolean changed = map == null || !isOf(map, model.manifest()) || !items.equals(drawn);
            if (changed && throttle.mayWork()) {
                throttle.work(() -> map = space.draw(model, items));
                drawn = items;
            }
        });
    }

    private static boolean isOf(SpaceMap.View map, ModelManifest model) {
        return map.modelId().equals(model.modelId()) && map.modelVersion() == model.modelVersion();
    }
}
