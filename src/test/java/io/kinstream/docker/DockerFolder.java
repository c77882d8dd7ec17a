package io.kinstream.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The files in {@code docker/}. */
final class DockerFolder {

    static final Path PATH = Path.of("docker");

    private DockerFolder() {}

    static JsonNode yaml(String file) throws IOException {
        return new YAMLMapper().readTree(PATH.resolve(file).toFile());
    }

    static JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(PATH.resolve(file).toFile());
    }

    /** A file of variables, as {@code env_file} takes it. */
    static Map<String, String> variables(String file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(PATH.resolve(file))) {
            properties.load(reader);
        }
        Map<String, String> variables = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> variables.put(name, properties.getProperty(name)));
        return variables;
    }

    /** The members of an object that are text or numbers, as {@code environment} takes them. */
    static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(member -> texts.put(member.getKey(), member.getValue().asText()));
        return texts;
    }
}
