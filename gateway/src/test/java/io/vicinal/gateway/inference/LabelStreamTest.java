package io.vicinal.gateway.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.ClassifyRequest;
import io.vicinal.contracts.json.Json;
import io.vicinal.gateway.FakeServices.Inference;
import io.vicinal.gateway.TestGateway;
import io.vicinal.gateway.TestGateway.Answer;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** A text a line in, its label a line out. */
@WithBroker
@Timeout(60)
class LabelStreamTest {
    private static final String NDJSON = "application/x-ndjson";
    private static final String CLASSIFY = "/v1/collections/streamed/classify?label_field=topic";
    private static TestGateway gateway;

    @BeforeAll
    static void start(TestBroker broker) {
        gateway = TestGateway.start(broker.bootstrapServers());
        assertThat(gateway.send("PUT", "/v1/collections/streamed", "{}").status())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void behave() {
        service().answer = Inference::labelled;
    }

    private static Inference service() {
        return gateway.bean(Inference.class);
    }

    private static String line(String text) {
        return "{\"text\":\"" + text + "\"}\n";
    }

    private static List<JsonNode> lines(Answer answer) {
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        assertThat(answer.http().headers().firstValue("content-type").orElse(""))
                .startsWith(NDJSON);
        return answer.http().body().lines().map(Json.mapper()::readTree).toList();
    }

    private static List<JsonNode> send(String body) {
        return lines(gateway.send("POST", CLASSIFY, body, NDJSON));
    }

    @Test
    void anyNumberOfTextsIsAnsweredInOrderHoweverLongEachTakes() {
        service().answer = asked -> Inference.labelled(asked)
                .delayElement(Duration.ofMillis(asked.texts().contains("t0") ? 200 : 1));
        int count = 3000;
        List<JsonNode> answered =
                send(IntStream.range(0, count).mapToObj(i -> line("t" + i)).collect(Collectors.joining()));
        assertThat(answered).hasSize(count);
        assertThat(IntStream.range(0, count)
                        .allMatch(i -> answered.get(i).get("label").asString().equals("t" + i)))
                .isTrue();
        assertThat(answered.getFirst().get("evidence")).hasSize(1);
    }

    @Test
    void emptyLinesAndALastOneWithoutAnEndAreFine() {
        assertThat(send("\n" + line("a") + "\r\n\n{\"text\":\"b\"}")).hasSize(2);
        assertThat(send("")).isEmpty();
    }

    @Test
    void whatElseStandsInABodyStandsInTheAddress() {
        String path = CLASSIFY + "&k=3&temperature=0.5&max_risk=0.1&method=auto&explain=true";
        lines(gateway.send("POST", path, line("a"), NDJSON));
        ClassifyRequest asked = service().asked.getLast();
        assertThat(asked.labelField()).isEqualTo("topic");
        assertThat(asked.k()).isEqualTo(3);
        assertThat(asked.temperature()).isEqualTo(0.5);
        assertThat(asked.maxRisk()).isEqualTo(0.1);
        assertThat(asked.method()).isEqualTo(ClassifyRequest.Method.AUTO);
        assertThat(asked.explain()).isTrue();
        for (String wrong :
                new String[] {"k=0", "k=x", "temperature=x", "max_risk=x", "method=x", "explain=x", "y=1"}) {
            Answer refused = gateway.send("POST", CLASSIFY + "&" + wrong, line("a"), NDJSON);
            assertThat(refused.problem(400).get("field").asString()).isEqualTo(wrong.split("=")[0]);
        }
    }

    @Test
    void aLineAtFaultEndsTheAnswerWithALineThatSaysWhy() {
        for (String wrong : new String[] {"not JSON\n", "{\"txt\":\"x\"}\n", "{\"text\":\" \"}\n", "[]\n"}) {
            List<JsonNode> answered = send(line("a") + line("b") + wrong + line("c"));
            JsonNode last = answered.getLast();
            assertThat(last.get("error").get("status").asInt()).as(wrong).isEqualTo(400);
            assertThat(last.toString()).doesNotContain("Exception", "io.vicinal");
            assertThat(answered).filteredOn(one -> one.has("error")).hasSize(1);
            assertThat(answered.stream()
                            .filter(one -> one.has("label"))
                            .map(one -> one.get("label").asString()))
                    .as("what came before it is answered, what came after is not")
                    .containsExactly("a", "b");
        }
    }

    @Test
    void aLineThatIsTooLongIsAtFaultToo() {
        List<JsonNode> answered = send(line("a") + line("x".repeat(2 << 20)));
        JsonNode error = answered.getLast().get("error");
        assertThat(error.get("status").asInt()).isEqualTo(413);
        assertThat(error.get("detail").asString()).contains("longer than 1048576 bytes");
    }

    @Test
    void aServiceThatFailsInTheMiddleIsTheLastLine() {
        service().answer = asked -> asked.texts().contains("t200")
                ? Mono.error(ProblemType.SHARD_UNAVAILABLE.exception(null, "The shard is not here."))
                : Inference.labelled(asked);
        List<JsonNode> answered =
                send(IntStream.range(0, 500).mapToObj(i -> line("t" + i)).collect(Collectors.joining()));
        assertThat(answered.getLast().get("error").get("status").asInt()).isEqualTo(503);
        assertThat(answered).hasSizeLessThan(201);
    }

    @Test
    void aClientMayWaitForEachAnswerBeforeItSendsTheNextText() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            out.write(("POST " + CLASSIFY + " HTTP/1.1\r\nhost: x\r\ncontent-type: " + NDJSON
                            + "\r\ntransfer-encoding: chunked\r\n\r\n")
                    .getBytes(UTF_8));
            for (String text : new String[] {"first", "second", "third"}) {
                chunk(out, line(text));
                assertThat(next(in)).contains("\"label\":\"" + text + "\"");
            }
            chunk(out, "");
        }
    }

    private static void chunk(OutputStream out, String text) throws IOException {
        out.write((Integer.toHexString(text.length()) + "\r\n" + text + "\r\n").getBytes(UTF_8));
        out.flush();
    }

    /** Headers and chunks' lengths passed over. */
    private static String next(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && !line.startsWith("{")) {
            line = in.readLine();
        }
        return String.valueOf(line);
    }
}
