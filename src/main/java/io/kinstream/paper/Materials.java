package io.kinstream.paper;

import io.kinstream.local.Dataset;
import io.kinstream.local.MnistDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What experiments are made with. */
public final class Materials {

    private final Optional<Path> mnist;
    private final Background background;

    /** @param mnist a directory with the whole of MNIST; without it the digits that come with the program are used */
    public Materials(Optional<Path> mnist, Background background) {
        this.mnist = mnist;
        this.background = background;
    }

    /** The 4s and 9s of MNIST. */
    Dataset digits() throws IOException {
        return FoursAndNines.of(mnist.isPresent() ? MnistDataset.load(mnist.get()) : MnistDataset.bundled());
    }

    /** Of the turntable. */
    Background background() {
        return background;
    }
}
