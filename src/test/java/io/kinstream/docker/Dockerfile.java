package io.kinstream.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The instructions of a Dockerfile, stage by stage. */
record Dockerfile(List<Stage> stages) {

    /** What one {@code FROM} begins. */
    record Stage(String image, String name, List<Instruction> instructions) {

        /** The arguments of all instructions of a kind. */
        List<String> all(String keyword) {
            return instructions.stream()
                    .filter(each -> each.keyword().equals(keyword))
                    .map(Instruction::arguments)
                    .toList();
        }

        /** The arguments of the instruction of a kind; fails unless there is exactly one. */
        String only(String keyword) {
            List<String> all = all(keyword);
            if (all.size() != 1) {
                throw new AssertionError(keyword + " must be there once, but was " + all);
            }
            return all.get(0);
        }

        /** What {@code ENV} sets. */
        Map<String, String> environment() {
            Map<String, String> variables = new TreeMap<>();
            all("ENV").stream().flatMap(words -> Stream.of(words.split(" "))).forEach(word -> {
                String[] parts = word.split("=", 2);
                variables.put(parts[0], parts[1]);
            });
            return variables;
        }
    }

    /** One instruction, with its continuation lines joined. */
    record Instruction(String keyword, String arguments) {}

    static Dockerfile read() throws IOException {
        String text = Files.readAllLines(DockerFolder.PATH.resolve("Dockerfile")).stream()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.joining("\n"));
        List<Stage> stages = new ArrayList<>();
        for (String line : text.replaceAll("\\\\\n\\s*", "").split("\n")) {
            if (line.startsWith("FROM ")) {
                String[] words = line.split(" ");
                stages.add(new Stage(words[1], words.length > 3 ? words[3] : "", new ArrayList<>()));
            } else if (!line.isBlank()) {
                String[] parts = line.split(" ", 2);
                stages.get(stages.size() - 1).instructions().add(new Instruction(parts[0], parts[1]));
            }
        }
        return new Dockerfile(stages);
    }

    Stage build() {
        return stages.get(0);
    }

    /** The last stage: what runs. */
    Stage image() {
        return stages.get(stages.size() - 1);
    }

    /** The words of an instruction in exec form, which needs no shell. */
    static List<String> words(String execForm) {
        try {
            return Arrays.asList(new ObjectMapper().readValue(execForm, String[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(execForm + " must be in exec form", e);
        }
    }

    /** Makes what the image holds of this project, in a directory that stands for its root. */
    void unpack(Path root) throws IOException {
        for (String copy : image().all("COPY")) {
            List<String> words = List.of(copy.split(" "));
            boolean built = words.get(0).equals("--from=" + build().name());
            String source = words.get(built ? 1 : 0);
            Path from = Path.of(built ? source.substring(build().only("WORKDIR").length() + 1) : source);
            Path into = Files.createDirectories(
                    root.resolve(words.get(words.size() - 1).substring(1)));
            copy(from, into);
        }
    }

    private static void copy(Path from, Path into) throws IOException {
        List<Path> files = new ArrayList<>(List.of(from));
        if (Files.isDirectory(from)) {
            try (Stream<Path> content = Files.list(from)) {
                files = content.toList();
            }
        }
        for (Path file : files) {
            Files.copy(file, into.resolve(file.getFileName()));
        }
    }
}
