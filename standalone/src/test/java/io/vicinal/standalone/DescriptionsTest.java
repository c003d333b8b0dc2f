package io.vicinal.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.vicinal.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/** The descriptions that tools read are what their specifications ask for, where those are at hand. */
class DescriptionsTest {

    @Test
    void theComposeFileFollowsTheComposeSpecification() throws IOException {
        validate("docker-compose.yml", "schemas/compose-spec.json");
    }

    @Test
    void theAsyncApiDocumentFollowsAsyncApi() throws IOException {
        validate("docs/asyncapi.yaml", "schemas/asyncapi-3.0.0.json");
    }

    @Test
    void everySchemaThatTheAsyncApiDocumentRefersToIsThere() throws IOException {
        Matcher references = Pattern.compile("\\$ref: (\\.\\./\\S+)").matcher(Repository.read("docs/asyncapi.yaml"));
        int count = 0;
        for (; references.find(); count++) {
            assertThat(Repository.root().resolve("docs").resolve(references.group(1)))
                    .exists();
        }
        assertThat(count).isEqualTo(9);
    }

    @Test
    void everyServiceOfTheComposeFileIsBuiltByTheDockerfileOrIsKafka() throws IOException {
        Map<String, Map<String, Object>> services = ComposeFile.services();
        assertThat(services.keySet())
                .containsExactlyInAnyOrder(
                        "kafka",
                        "ingestion",
                        "embedding",
                        "retrieval",
                        "reranking",
                        "relevance",
                        "inference",
                        "gateway");
        services.forEach((name, service) -> {
            if (!name.equals("kafka")) {
                assertThat(service).as(name).extractingByKey("build").asString().contains("SERVICE=" + name);
            }
        });
    }

    private static void validate(String file, String schemaFile) throws IOException {
        Path schema = Repository.beside(schemaFile).orElse(null);
        assumeTrue(schema != null, schemaFile + " is not beside the checkout");
        Object document = new Yaml().load(Repository.read(file));
        String json = JsonMapper.shared().writeValueAsString(document);
        Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(SchemaLocation.of(schema.toUri().toString()), Files.readString(schema), InputFormat.JSON);
        assertThat(compiled.validate(json, InputFormat.JSON)).as(file).isEqualTo(List.of());
        // The check can fail: the same document with a property of a wrong type does not pass.
        String broken = json.replaceFirst("\\{", "{\"x-y\":1,\"services\":5,\"channels\":5,");
        assertThat(compiled.validate(broken, InputFormat.JSON))
                .as("a broken " + file)
                .isNotEmpty();
    }
}
