package io.kinstream.cli;

import io.kinstream.learn.Quality;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the job stands at one moment, in the few figures that fit on a line.
 *
 * @param count of what this process does; NaN if not known, as before the learner is there
 * @param what it does: {@code pairs}, all that were ever learned, or {@code embeddings}, those since it was started
 * @param quality over the newest pairs, if known
 * @param version of the model in service, if there is one
 */
record Standing(double count, String what, Optional<Quality> quality, OptionalLong version) {}
