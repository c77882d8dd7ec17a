package io.kinstream.page;

import io.kinstream.monitor.Health;
import io.kinstream.nn.ContrastiveLoss;
import io.kinstream.nn.Features;
import io.kinstream.wire.BadEventException;
import io.kinstream.wire.ModelManifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the page shows of the rest of the program. Every answer comes at once, from what is known; what has to be read
 * first is read in the background because it was asked for, and is there later.
 */
public interface PageSource {

    /** Whether the job does its work now, and why not. */
    Health ready();

    /** What this process runs: {@code train}, {@code embed} or both. */
    List<String> roles();

    /** The full names of topics, by their short ones. */
    Map<String, String> topics();

    /** How often this program was started before, as far as its state directory remembers. */
    long restarts();

    /** Records that are not read yet, by the short names of topics. */
    Map<String, Long> lag();

    /** What the learner makes small. */
    ContrastiveLoss loss();

    /** The model that embeds; empty before there is one, and without that role. */
    Optional<Space> space();

    /** A sample of the newest items, oldest first. */
    List<Item> items();

    /** The newest dead letters, newest first. */
    List<Letter> deadLetters();

    /** Versions that were published before this process looked, oldest first; empty until they have been read. */
    List<ModelManifest> published();

    /** A version of the model, ready to embed. */
    interface Space {
        ModelManifest manifest();

        /** @throws BadEventException if the embedding is not finite */
        float[] embed(Features features) throws BadEventException;
    }

    /**
     * An item as its features came.
     *
     * @param id as users gave it
     */
    record Item(String id, Features features) {}
}
