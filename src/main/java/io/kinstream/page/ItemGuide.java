package io.kinstream.page;

import java.util.Optional;

/**
 * What is known of items beside their features. The job knows nothing but ids; the demo, which made the items, knows what
 * they are and what they look like.
 */
public interface ItemGuide {

    /** Knows nothing of any item. */
    ItemGuide NONE = new ItemGuide() {
        @Override
        public Optional<String> category(String id) {
            return Optional.empty();
        }

        @Override
        public Optional<Picture> picture(String id) {
            return Optional.empty();
        }
    };

    /** What an item is, in a word. */
    Optional<String> category(String id);

    /** What an item looks like. */
    Optional<Picture> picture(String id);

    /**
     * A small grey picture.
     *
     * @param ink [width x height], row by row, from 0 for paper to 255 for ink
     */
    record Picture(int width, int height, byte[] ink) {}
}
