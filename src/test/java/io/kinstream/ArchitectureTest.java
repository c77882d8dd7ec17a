package io.kinstream;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * The layers, read from the compiled classes. Think hard about the layering before changing this table: it is written
 * from the bottom up, so a cycle cannot be written down.
 */
class ArchitectureTest {

    private static final Pattern DEPENDENCY = Pattern.compile("(?m)^\\s+io\\.kinstream\\.(\\w+)\\s+->\\s+([\\w.]+)\\s");
    private static final String OURS = "io.kinstream.";

    /** What a package may use beside itself and the Java platform: our packages by name, others by prefix. */
    private static final Map<String, List<String>> LAYERS = layers();

    private static Map<String, List<String>> layers() {
        Map<String, List<String>> layers = new LinkedHashMap<>();
        layers.put("nn", List.of("org.ejml", "dev.ludovic.netlib"));
        layers.put("learn", List.of("nn"));
        layers.put("wire", List.of("nn", "learn", "com.fasterxml.jackson"));
        layers.put(
                "monitor",
                List.of(
                        "nn",
                        "learn",
                        "wire",
                        "io.micrometer",
                        "io.javalin",
                        "org.eclipse.jetty",
                        "jakarta",
                        "org.slf4j"));
        layers.put(
                "page", List.of("nn", "learn", "wire", "monitor", "com.fasterxml.jackson", "io.javalin", "org.slf4j"));
        layers.put("config", List.of("nn", "learn", "org.apache.kafka.common.config", "org.apache.kafka.clients"));
        layers.put(
                "stream",
                List.of(
                        "nn",
                        "learn",
                        "wire",
                        "monitor",
                        "page",
                        "config",
                        "org.apache.kafka",
                        "org.rocksdb",
                        "io.micrometer",
                        "org.slf4j"));
        layers.put(
                "local",
                List.of(
                        "nn",
                        "learn",
                        "wire",
                        "page",
                        "config",
                        "stream",
                        "org.apache.kafka",
                        "scala",
                        "org.slf4j",
                        "kafka",
                        "com.fasterxml.jackson",
                        "dev.ludovic.netlib"));
        layers.put(
                "bench",
                List.of(
                        "nn",
                        "learn",
                        "wire",
                        "config",
                        "stream",
                        "local",
                        "org.apache.kafka.common",
                        "org.apache.kafka.clients",
                        "org.apache.kafka.streams",
                        "com.fasterxml.jackson",
                        "dev.ludovic.netlib"));
        layers.put("paper", List.of("nn", "config", "local", "bench", "org.ejml"));
        layers.put(
                "cli",
                List.of(
                        "nn",
                        "learn",
                        "wire",
                        "monitor",
                        "page",
                        "config",
                        "stream",
                        "local",
                        "bench",
                        "paper",
                        "org.apache.kafka",
                        "io.micrometer",
                        "picocli",
                        "org.slf4j"));
        return layers;
    }

    @Test
    void eachPackageUsesOnlyWhatIsBelowIt() {
        Map<String, Set<String>> used = dependencies();
        Map<String, Set<String>> illegal = new TreeMap<>();
        used.forEach((name, packages) -> packages.stream()
                .filter(target -> !allowed(name, target))
                .forEach(target ->
                        illegal.computeIfAbsent(name, key -> new TreeSet<>()).add(target)));
        assertEquals(Map.of(), illegal);
        assertEquals(LAYERS.keySet(), used.keySet(), "the packages that were looked at");
    }

    @Test
    void onlyStreamAndTheYardstickOfBenchKnowKafkaStreams() {
        assertEquals(Set.of("bench", "stream"), users("org.apache.kafka.streams"));
    }

    @Test
    void onlyLocalKnowsTheBrokersOwnClasses() {
        assertEquals(Set.of("local"), users("kafka."));
    }

    private static Set<String> users(String prefix) {
        Set<String> users = new TreeSet<>();
        dependencies().forEach((name, packages) -> {
            if (packages.stream().anyMatch(target -> target.startsWith(prefix))) {
                users.add(name);
            }
        });
        return users;
    }

    private static boolean allowed(String name, String target) {
        return target.startsWith("java.")
                || target.equals(OURS + name)
                || LAYERS.getOrDefault(name, List.of()).stream()
                        .anyMatch(layer ->
                                target.equals(OURS + layer) || target.startsWith(layer + ".") || target.equals(layer));
    }

    /** All packages that each of ours uses, as jdeps finds them. */
    private static Map<String, Set<String>> dependencies() {
        StringWriter found = new StringWriter();
        PrintWriter out = new PrintWriter(found);
        int status = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(
                        out,
                        out,
                        "-verbose:package",
                        "-filter:none",
                        "--multi-release",
                        "base",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "target/classes");
        assertEquals(0, status, found::toString);
        return DEPENDENCY
                .matcher(found.toString())
                .results()
                .collect(groupingBy(
                        (MatchResult match) -> match.group(1),
                        TreeMap::new,
                        mapping(match -> match.group(2), toCollection(TreeSet::new))));
    }
}
