package io.kinstream.page;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.kinstream.nn.Features;
import io.kinstream.page.ItemGuide.Picture;
import io.kinstream.page.PageSource.Item;
import java.util.Map;

/** All that is known of one item of the map. */
final class ItemDetails {

    private final PageSource source;
    private final ItemGuide guide;

    ItemDetails(PageSource source, ItemGuide guide) {
        this.source = source;
        this.guide = guide;
    }

    /**
     * An item's details.
     *
     * @param features as users write them
     * @param category null if that is not known
     * @param picture null if there is none
     */
    record Details(String id, Object features, String category, Picture picture) {}

    /** Answers {@code ?id=...}. */
    void answer(Context context) {
        String id = context.queryParam("id");
        Item item = source.items().stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new NotFoundResponse("there is no such item on the map any more"));
        context.json(new Details(
                item.id(),
                written(item.features()),
                guide.category(item.id()).orElse(null),
                guide.picture(item.id()).orElse(null)));
    }

    private static Object written(Features features) {
        if (features instanceof Features.Sparse sparse) {
            return Map.of("indices", sparse.indices(), "values", sparse.values());
        }
        return ((Features.Dense) features).values();
    }
}
