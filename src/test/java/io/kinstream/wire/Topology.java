package io.kinstream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The contract as files: the folder {@code topology}. */
final class Topology {
    /** What the samples are for, as their README says. */
    static final int SAMPLE_INPUTS = 4;

    static final int SAMPLE_MAX_BYTES = 1000;

    private static final Path FOLDER = Path.of("topology");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Topology() {}

    /** @param kind {@code valid} or {@code rejected} */
    static List<Path> samples(String kind) {
        return files("samples/" + kind, ".json");
    }

    static List<Path> schemas() {
        return files("schemas", ".schema.json");
    }

    static JsonNode schema(String name) {
        return json(FOLDER.resolve("schemas/" + name + ".schema.json"));
    }

    /** The schema of a sample's topic. */
    static JsonNode schemaOf(Path sample) {
        return schema(
                switch (topic(sample)) {
                    case FEATURES -> "features";
                    case PAIRS -> "pair";
                    case EMBEDDINGS -> "embedding";
                    case MODELS -> "manifest";
                    default -> throw new AssertionError("no JSON is on the topic of " + sample);
                });
    }

    /** The topic whose name a sample's file name starts with. */
    static Topic topic(Path sample) {
        return Stream.of(Topic.values())
                .filter(topic -> sample.getFileName().toString().startsWith(topic.word() + "-"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the name must start with a topic: " + sample));
    }

    static JsonNode asyncApi() {
        return json(FOLDER.resolve("asyncapi.json"));
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(Path file) {
        try {
            return MAPPER.readTree(bytes(file));
        } catch (IOException e) {
            throw new AssertionError(file + " is not JSON", e);
        }
    }

    private static List<Path> files(String folder, String ending) {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            List<Path> found = files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new AssertionError("nothing in " + folder);
            }
            return found;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
