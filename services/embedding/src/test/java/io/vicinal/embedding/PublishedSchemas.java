package io.vicinal.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import io.vicinal.testkit.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The schemas of an OpenAPI description that others publish, where it is at hand. */
final class PublishedSchemas {
    private final SchemaRegistry registry;
    private final JsonNode components;

    PublishedSchemas(String file, Dialect dialect) throws Exception {
        Path path = Repository.beside("schemas/" + file).orElse(null);
        assumeTrue(path != null, file + " is not beside the checkout");
        registry = SchemaRegistry.withDefaultDialect(dialect);
        components = JsonMapper.shared().readTree(Files.readString(path)).path("components");
    }

    /** @param schema a name under {@code components/schemas} */
    void assertValid(JsonNode value, String schema) {
        assertThat(components.path("schemas").has(schema)).as(schema).isTrue();
        ObjectNode document = JsonMapper.shared().createObjectNode();
        document.putArray("allOf").addObject().put("$ref", "#/components/schemas/" + schema);
        document.set("components", components);
        assertThat(registry.getSchema(document).validate(value)).as(schema).isEqualTo(List.of());
        // The check can fail.
        assertThat(registry.getSchema(document)
                        .validate(JsonMapper.shared().createObjectNode().put("x", 1)))
                .as("a broken " + schema)
                .isNotEmpty();
    }
}
