package io.kinstream.faults;

import io.kinstream.testing.Program;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Starts the program of a round: as it is, with some class of it broken, or so that it ends at a chosen moment. */
final class Launch {

    private final Setup setup;
    private final Path config;
    private final List<Path> patches;

    /**
     * @param directory for the configuration file
     * @param patches directories of classes that stand in for the program's own, empty for the program as it is
     */
    Launch(Setup setup, Path directory, List<Path> patches) throws IOException {
        this.setup = setup;
        this.config = directory.resolve(setup.name() + ".properties");
        this.patches = patches;
        Properties properties = new Properties();
        properties.putAll(setup.values());
        try (Writer out = Files.newBufferedWriter(config)) {
            properties.store(out, null);
        }
    }

    Program program() throws IOException {
        return run(setup.name(), Map.of());
    }

    /** A second instance, which shares the work. */
    Program rival() throws IOException {
        String name = setup.name() + "-rival";
        return run(name, Map.of("KINSTREAM_STATE_DIR", setup.values().get("state.dir") + "-rival"));
    }

    /** The program with a mine in it: it ends like after {@code kill -9} at the {@code count}-th time it counts something. */
    Program mined(String meter, int count) throws IOException {
        List<String> java = jvm();
        java.addAll(List.of(
                "-cp",
                classPath(Path.of("target", "test-classes")),
                MinedProgram.class.getName(),
                config.toString(),
                meter,
                Integer.toString(count)));
        return Program.startJava(setup.name(), Map.of(), java);
    }

    private Program run(String name, Map<String, String> environment) throws IOException {
        List<String> java = jvm();
        if (patches.isEmpty()) {
            java.addAll(List.of("-jar", jar()));
        } else {
            java.addAll(List.of("-cp", classPath(), "io.kinstream.cli.Main"));
        }
        java.addAll(List.of("run", "--config", config.toString()));
        return Program.startJava(name, environment, java);
    }

    private String classPath(Path... more) {
        List<String> path = new ArrayList<>();
        patches.forEach(patch -> path.add(patch.toString()));
        path.add(jar()); // which names its libraries
        for (Path directory : more) {
            path.add(directory.toString());
        }
        return String.join(File.pathSeparator, path);
    }

    private List<String> jvm() {
        List<String> java = new ArrayList<>(List.of("-Xmx256m", "-XX:+UseSerialGC"));
        if (!setup.compiled()) {
            java.add("-XX:TieredStopAtLevel=1");
        }
        return java;
    }

    private static String jar() {
        return System.getProperty("kinstream.jar");
    }
}
