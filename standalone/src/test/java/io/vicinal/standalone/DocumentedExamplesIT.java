package io.vicinal.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.testkit.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every {@code curl} in the documents is run, in order, against a platform that was just started; where a block of JSON
 * follows, every property that it shows is in the answer, with a value of the same type. A block marked {@code fails}
 * must be answered with an error.
 */
class DocumentedExamplesIT {
    private static final Pattern BLOCK =
            Pattern.compile("```bash( fails)?\\n(.*?curl.*?)```\\n(?:\\n```json\\n(.*?)```)?", Pattern.DOTALL);

    @TempDir
    static Path folder;

    static Launched platform;
    static int port;

    @BeforeAll
    static void start() throws Exception {
        port = Launched.freePort();
        platform = Launched.up(folder, port);
        new Api(port).awaitReady(platform);
    }

    @AfterAll
    static void stop() throws Exception {
        platform.close();
    }

    @Test
    void theReadmeIsTrue() throws Exception {
        assertThat(runAll("README.md")).isGreaterThanOrEqualTo(3);
    }

    @Test
    void theApiReferenceIsTrue() throws Exception {
        assertThat(runAll("docs/api.md")).isGreaterThanOrEqualTo(7);
    }

    @Test
    void labelsAreMeasuredByOneCommand() throws Exception {
        StringBuilder train = new StringBuilder("text,category\n");
        for (String what :
                List.of("bread", "a cake", "dumplings", "a pizza", "noodles", "biscuits", "pancakes", "a pie")) {
            train.append("How do I bake or cook ").append(what).append(" at home?,kitchen\n");
            train.append("\"When may we see a comet, stars or planets above ")
                    .append(what)
                    .append("?\",sky\n");
        }
        Path results = folder.resolve("labels");
        Launched eval = Launched.start(
                Map.of(),
                folder.resolve("classify.log"),
                "eval",
                "classify",
                Files.writeString(folder.resolve("train.csv"), train).toString(),
                "--test",
                Files.writeString(
                                folder.resolve("test.jsonl"),
                                "{\"text\": \"How do I cook soup?\", \"label\": \"kitchen\"}\n"
                                        + "{\"text\": \"When may we see the stars?\", \"label\": \"sky\"}\n")
                        .toString(),
                "--url",
                "http://127.0.0.1:" + port,
                "--out",
                results.toString());
        assertThat(eval.awaitExit()).as(eval.output()).isZero();
        JsonNode result = JsonMapper.shared().readTree(Files.readString(results.resolve("result.json")));
        assertThat(result.path("figures").path("accuracy").doubleValue()).isEqualTo(1);
        assertThat(result.path("runs")
                        .get(0)
                        .path("classifier")
                        .path("examples")
                        .intValue())
                .isEqualTo(16);
    }

    @Test
    void theWelcomeIsTrue() throws Exception {
        String welcome = platform.output();
        String commands = welcome.substring(welcome.indexOf("Try it:") + 7, welcome.indexOf("Ctrl-C"));
        Output output = bash(commands);
        assertThat(output.status()).as(output.text()).isZero();
        assertThat(output.text()).contains("Knead the dough");
    }

    @Test
    void theDocumentInTheEventReferenceFollowsTheSchema() throws IOException {
        String document = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL)
                .matcher(Repository.read("docs/events.md"))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(getClass().getResourceAsStream("/io/vicinal/contracts/schemas/document.json"))
                        .validate(document, InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void everyTypeOfErrorIsInTheReference() throws IOException {
        String reference = Repository.read("docs/api.md");
        for (ProblemType type : ProblemType.values()) {
            assertThat(reference).contains("`" + type.uri().substring(type.uri().lastIndexOf('/') + 1) + "`");
        }
    }

    private static int runAll(String file) throws Exception {
        List<MatchResult> blocks =
                BLOCK.matcher(Repository.read(file)).results().toList();
        for (MatchResult block : blocks) {
            Output output = bash(block.group(2));
            assertThat(output.status() != 0)
                    .as(file + ": " + block.group(2) + "\n" + output.text())
                    .isEqualTo(block.group(1) != null);
            if (block.group(3) != null) {
                JsonNode shown = JsonMapper.shared().readTree(block.group(3));
                JsonNode real = JsonMapper.shared().readTree(output.text());
                assertShown(shown, real, file + " after " + block.group(2));
            }
        }
        return blocks.size();
    }

    private static void assertShown(JsonNode shown, JsonNode real, String where) {
        assertThat(real.getNodeType()).as(where + ": " + real).isEqualTo(shown.getNodeType());
        shown.propertyStream().forEach(property -> {
            assertThat(real.has(property.getKey()))
                    .as(where + ": " + property.getKey() + " in " + real)
                    .isTrue();
            assertShown(property.getValue(), real.get(property.getKey()), where + "." + property.getKey());
        });
        if (shown.isArray()) {
            assertThat(real.size()).as(where + ": " + real).isEqualTo(shown.size());
            for (int i = 0; i < shown.size(); i++) {
                assertShown(shown.get(i), real.get(i), where + "[" + i + "]");
            }
        }
        boolean identifies = where.matches("(?s).*\\.(id|document_id|type|field|index|accepted|name|text|mode)$");
        if (shown.isValueNode() && (identifies || (where.endsWith(".status") && shown.isNumber()))) {
            assertThat(real).as(where).isEqualTo(shown);
        }
    }

    private record Output(int status, String text) {}

    private static Output bash(String script) throws IOException, InterruptedException {
        String strict = "set -eo pipefail\ncurl() { command curl -sS --fail-with-body \"$@\"; }\n"
                + script.replace("127.0.0.1:8080", "127.0.0.1:" + port);
        Process process = new ProcessBuilder("bash", "-c", strict)
                .directory(Repository.root().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Output(process.waitFor(), text);
    }
}
