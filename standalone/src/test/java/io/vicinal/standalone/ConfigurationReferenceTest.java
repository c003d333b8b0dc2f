package io.vicinal.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.testkit.Repository;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code docs/configuration.md} is generated from the configuration metadata, so that a property, its default and its
 * description stand once, in the code. To renew it: {@code ./vicinal test -pl standalone -am -Dtest=ConfigurationReferenceTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dvicinal.docs.write=true}.
 */
class ConfigurationReferenceTest {
    private static final String HEAD = """
            # Configuration

            Generated from the configuration metadata; every property can be set by its environment variable, as a JVM
            property (`-Dvicinal.kafka.bootstrap-servers=…` in `VICINAL_JAVA_OPTS`), or in an `application.yaml` in the working
            directory. `./vicinal up` sets ports and folders by its own options. Spring Boot's own properties
            ([its reference](https://docs.spring.io/spring-boot/appendix/application-properties/)) work as well, above all
            `SERVER_PORT`, `SERVER_ADDRESS` and `LOGGING_LEVEL_IO_VICINAL`.

            | property | variable | default | what |
            | --- | --- | --- | --- |
            """;

    @Test
    void theReferenceIsWhatTheMetadataSays() throws IOException {
        StringBuilder expected = new StringBuilder(HEAD);
        properties().forEach((name, row) -> expected.append(row).append('\n'));
        Path file = Repository.root().resolve("docs/configuration.md");
        if (Boolean.getBoolean("vicinal.docs.write")) {
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file)).isEqualTo(expected.toString());
    }

    @Test
    void everyPropertyHasADescription() throws IOException {
        assertThat(properties().values()).isNotEmpty().noneMatch(row -> row.endsWith("|  |"));
    }

    private static Map<String, String> properties() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        for (URL metadata : Collections.list(ConfigurationReferenceTest.class
                .getClassLoader()
                .getResources("META-INF/spring-configuration-metadata.json"))) {
            for (JsonNode property :
                    JsonMapper.shared().readTree(metadata.openStream()).path("properties")) {
                String name = property.path("name").asString();
                if (name.startsWith("vicinal.")) {
                    String variable =
                            name.toUpperCase(Locale.ROOT).replace("-", "_").replace('.', '_');
                    String value = property.has("defaultValue") ? "`" + plain(property.get("defaultValue")) + "`" : "";
                    rows.put(
                            name,
                            "| `%s` | `%s` | %s | %s |"
                                    .formatted(
                                            name,
                                            variable,
                                            value,
                                            property.path("description")
                                                    .asString("")
                                                    .replace('\n', ' ')));
                }
            }
        }
        return rows;
    }

    private static String plain(JsonNode value) {
        return value.isString() ? value.asString() : value.toString();
    }
}
