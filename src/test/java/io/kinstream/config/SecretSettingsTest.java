package io.kinstream.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSettingsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hush",
                "Module required password=\"hush\"",
                "Module hush required;",
                "Module required hush;",
                "Module required password=\"hush;",
                "Module required password=\"hush\" hush;"
            })
    void aMalformedSecretIsAProblemButNotShown(String jaas) {
        Map<String, String> environment =
                Map.of("KINSTREAM_KAFKA_SASL_JAAS_CONFIG", jaas, "KINSTREAM_KAFK_TOKEN", jaas);
        ConfigProblems problems = assertThrows(
                ConfigProblems.class, () -> KinstreamConfig.load(Map.of("model.layers", "4,2"), environment, Map.of()));
        assertTrue(problems.getMessage().contains("kafka.sasl.jaas.config must be"), problems::getMessage);
        assertTrue(problems.getMessage().contains("(from KINSTREAM_KAFKA_SASL_JAAS_CONFIG)"), problems::getMessage);
        assertTrue(problems.getMessage().contains("KINSTREAM_KAFK_TOKEN must be a known key"), problems::getMessage);
        assertFalse(problems.getMessage().contains("hush"), problems::getMessage);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" password=\"b;= 'c\";",
                " Module  requisite\n  a='b c'\n  d = e ; ",
                "Module required a=\"b\\\"c\";",
                "Module required;",
                "${file:/run/secrets/kafka:jaas}"
            })
    void aJaasEntryOfAnyFormThatKafkaTakesIsTaken(String jaas) throws ConfigProblems {
        assertEquals(jaas, load(Map.of("kafka.sasl.jaas.config", jaas)).kafka().get("sasl.jaas.config"));
    }

    @Test
    void secretsAreNeverShown() throws ConfigProblems {
        List<String> secrets = List.of(
                "kafka.ssl.key.password",
                "kafka.ssl.keystore.key",
                "kafka.sasl.jaas.config",
                "kafka.sasl.oauthbearer.client.credentials.client.secret",
                "kafka.consumer.SSL.Truststore.Password",
                "kafka.my.token");
        Map<String, String> file = new HashMap<>();
        secrets.forEach(key -> file.put(key, "hush"));
        file.put("kafka.sasl.jaas.config", "Module required password=hush;");
        file.put("kafka.sasl.mechanism", "PLAIN");

        KinstreamConfig config = load(file);

        assertEquals("hush", config.kafka().get("my.token"));
        List<String> lines = config.describe().lines().toList();
        secrets.forEach(key -> assertTrue(lines.contains(key + " = [hidden]"), key));
        assertTrue(lines.contains("kafka.sasl.mechanism = PLAIN"));
        assertFalse(config.describe().contains("hush"));
    }

    private static KinstreamConfig load(Map<String, String> file) throws ConfigProblems {
        Map<String, String> complete = new HashMap<>(Map.of("model.layers", "4,2"));
        complete.putAll(file);
        return KinstreamConfig.load(complete, Map.of(), Map.of());
    }
}
