package io.vicinal.inference.answer;

import static io.vicinal.inference.answer.ChatUpstream.failing;
import static io.vicinal.inference.answer.ChatUpstream.saying;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.inference.Answer;
import io.vicinal.contracts.inference.Answer.Citation;
import io.vicinal.contracts.inference.Answer.Degradation;
import io.vicinal.contracts.inference.Answer.Reason;
import io.vicinal.contracts.inference.AnswerEvent;
import io.vicinal.contracts.inference.AnswerMethod;
import io.vicinal.service.deadline.Deadline;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import tools.jackson.databind.JsonNode;

/** A language model at a server that speaks the protocol, well or otherwise. */
@Timeout(60)
class UpstreamTest {
    private static final String GOOD = "Its main span is 1,280 metres long [1]. Whales sing at night [2].";

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private ChatUpstream upstream;
    private AnswerController answers;

    @BeforeEach
    void start() throws Exception {
        upstream = new ChatUpstream();
        answers = Questions.controller(Questions.properties(upstream.url()), new WordOverlap(), metrics);
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    private Answer ask() {
        return Objects.requireNonNull(
                answers.answer(Questions.bridge(AnswerMethod.AUTO)).block());
    }

    /** The documents answer instead, and it is said why. */
    private void assertDegraded(Answer answer, Degradation why, int requests) {
        assertThat(answer.degraded()).isTrue();
        assertThat(answer.degradedReason()).isEqualTo(why);
        assertThat(answer.method()).isEqualTo(AnswerMethod.EXTRACTIVE);
        assertThat(answer.answered()).isTrue();
        assertThat(answer.answer()).contains("1,280 metres");
        assertThat(upstream.requests).hasSize(requests);
        assertThat(upstreams(AnswerMetrics.name(why))).isEqualTo(1);
    }

    private double upstreams(String outcome) {
        return metrics.counter("vicinal.inference.answer.upstream", "outcome", outcome)
                .count();
    }

    @Test
    void wordsTheAnswerAndSaysWhatIsBorneOut() {
        upstream.then(saying(GOOD));
        List<AnswerEvent> events = answers.stream(Questions.bridge(AnswerMethod.MODEL))
                .collectList()
                .block();
        assertThat(events).hasSizeGreaterThan(5);
        assertThat(events.stream()
                        .map(AnswerEvent::text)
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining()))
                .isEqualTo(GOOD);
        Answer answer = events.getLast().answer();
        assertThat(answer.answer()).isEqualTo(GOOD);
        assertThat(answer.degraded()).isFalse();
        assertThat(answer.sentences()).hasSize(2);
        Answer.Sentence first = answer.sentences().getFirst();
        assertThat(first.supported()).isTrue();
        Citation citation = answer.citations().get(first.citations().getFirst());
        assertThat(citation.documentId()).isEqualTo("bridge");
        assertThat(citation.text()).isEqualTo("Its main span is 1,280 metres long.");
        assertThat(Questions.BRIDGE.substring(citation.start() - 100, citation.end() - 100))
                .isEqualTo(citation.text());
        Answer.Sentence second = answer.sentences().getLast();
        assertThat(second.supported()).isFalse();
        assertThat(second.support()).isLessThan(0.5);
        assertThat(answer.warnings()).anyMatch(warning -> warning.contains("1 of 2 sentences"));
        assertThat(upstreams("complete")).isEqualTo(1);
    }

    @Test
    void sendsTheProtocolsRequest() {
        upstream.then(saying(GOOD));
        ask();
        JsonNode request = upstream.requests.getFirst();
        assertThat(request.path("model").asString()).isEqualTo("some-model");
        assertThat(request.path("stream").asBoolean()).isTrue();
        assertThat(request.path("max_tokens").asInt()).isEqualTo(200);
        assertThat(request.path("messages").size()).isEqualTo(2);
        assertThat(upstream.heads.getFirst()).contains("POST /v1/chat/completions", "Bearer a-secret");
    }

    @Test
    void noAnswerInThePassagesIsAnAnswerAndNothingOfItIsShown() {
        upstream.then(connection -> {
            connection.begin("text/event-stream");
            connection.token("NO_");
            connection.token("ANSWER");
            connection.finish("stop");
        });
        List<AnswerEvent> events = answers.stream(Questions.bridge(AnswerMethod.AUTO))
                .collectList()
                .block();
        assertThat(events).hasSize(1);
        Answer answer = events.getFirst().answer();
        assertThat(answer.answered()).isFalse();
        assertThat(answer.reason()).isEqualTo(Reason.NOT_IN_PASSAGES);
        assertThat(answer.citations()).isEmpty();
    }

    @Test
    void numbersThatWereNeverGivenAreLeftOutAndSaid() {
        upstream.then(saying("Its main span is 1,280 metres long [1][7]. So says the book [99]."));
        Answer answer = ask();
        assertThat(answer.answer()).isEqualTo("Its main span is 1,280 metres long [1]. So says the book.");
        assertThat(answer.citations()).extracting(Citation::number).containsExactly(1);
        assertThat(answer.sentences().getLast().supported()).isFalse();
        assertThat(answer.warnings()).anyMatch(warning -> warning.contains("2 citations are left out"));
        assertThat(metrics.counter("vicinal.inference.answer.citations.dropped").count())
                .isEqualTo(2);
    }

    @Test
    void oneThatHangsIsLeftAndNotAskedAgain() throws Exception {
        upstream.then(ChatUpstream.Connection::hang);
        assertDegraded(ask(), Degradation.UPSTREAM_TIMEOUT, 1);
        assertThat(upstream.sawHangUp()).isTrue();
    }

    @Test
    void oneThatStopsBetweenTokensIsLeftAndNotAskedAgain() throws Exception {
        upstream.then(connection -> {
            connection.begin("text/event-stream");
            connection.token("Its ");
            connection.hang();
        });
        assertDegraded(ask(), Degradation.UPSTREAM_TIMEOUT, 1);
        assertThat(upstream.sawHangUp()).isTrue();
    }

    @Test
    void commentsThatKeepAConnectionAreNoTokens() throws Exception {
        upstream.then(connection -> {
            connection.begin("text/event-stream");
            while (true) {
                connection.chunk(": keep\n\n");
                Thread.sleep(50);
            }
        });
        assertDegraded(ask(), Degradation.UPSTREAM_TIMEOUT, 1);
        assertThat(upstream.sawHangUp()).isTrue();
    }

    @Test
    void itsTimeEndsBeforeTheDeadlineSoThatTheDocumentsStillAnswer() {
        upstream.then(connection -> {
            connection.begin("text/event-stream");
            while (true) {
                connection.token("and ");
                Thread.sleep(50);
            }
        });
        Duration deadline = Duration.ofSeconds(4);
        long began = System.nanoTime();
        Answer answer = answers.answer(Questions.bridge(AnswerMethod.AUTO))
                .contextWrite(Deadline.in(deadline)::into)
                .block();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(deadline);
        assertDegraded(answer, Degradation.UPSTREAM_TIMEOUT, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"choices\": [{\"delta\": {\"content\n\n",
                "data: no json at all\n\n",
                "data: [1, 2]\n\n",
                "data: {\"object\": \"something\"}\n\n",
                "\u0000\u0001\u0002 not an event either",
                "<html><body>Bad gateway</body></html>"
            })
    void garbageIsLeft(String garbage) {
        upstream.then(connection -> {
            connection.begin("text/event-stream");
            connection.chunk(garbage);
            connection.end();
        });
        Answer answer = ask();
        assertThat(answer.degradedReason()).isIn(Degradation.UPSTREAM_GARBAGE, Degradation.UPSTREAM_ENDED_EARLY);
        assertDegraded(answer, answer.degradedReason(), 1);
    }

    @Test
    void garbageWithoutEndIsLeftToo() {
        upstream.then(connection -> {
            connection.begin("text/event-stream");
            String block = "x".repeat(10_000);
            for (int i = 0; i < 2000; i++) {
                connection.chunk(block);
            }
            connection.end();
        });
        assertDegraded(ask(), Degradation.UPSTREAM_GARBAGE, 1);
        assertThat(upstream.sent.get()).isLessThan(15_000_000);
    }

    @Test
    void whatIsNoStreamIsLeft() {
        upstream.then(connection -> {
            connection.begin("text/html");
            connection.chunk("<html>Sign in</html>");
            connection.end();
        });
        assertDegraded(ask(), Degradation.UPSTREAM_GARBAGE, 1);
    }

    @Test
    void anErrorInTheMiddleIsNoAnswer() {
        upstream.then(connection -> {
            connection.begin("text/event-stream");
            connection.token("Its main ");
            connection.chunk("data: {\"error\": {\"message\": \"out of memory\"}}\n\n");
            connection.end();
        });
        assertDegraded(ask(), Degradation.UPSTREAM_UNAVAILABLE, 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneThatEndsInTheMiddleIsNotAskedAgain(boolean breaksOff) {
        upstream.then(connection -> {
            connection.begin("text/event-stream");
            connection.token("Its main ");
            Thread.sleep(100);
            if (breaksOff) {
                connection.breakOff();
            } else {
                connection.end();
            }
        });
        List<AnswerEvent> events = answers.stream(Questions.bridge(AnswerMethod.AUTO))
                .collectList()
                .block();
        assertThat(events.getFirst().text()).isEqualTo("Its main ");
        assertDegraded(events.getLast().answer(), Degradation.UPSTREAM_ENDED_EARLY, 1);
    }

    @Test
    void oneThatBreaksOffBeforeItBeginsMayHaveWorkedAndIsNotAskedAgain() {
        upstream.then(ChatUpstream.Connection::breakOff);
        assertDegraded(ask(), Degradation.UPSTREAM_ENDED_EARLY, 1);
    }

    @Test
    void oneThatSaysNothingIsNoAnswer() {
        upstream.then(connection -> {
            connection.begin("text/event-stream");
            connection.finish("stop");
        });
        Answer answer = ask();
        assertThat(answer.degradedReason()).isEqualTo(Degradation.UPSTREAM_EMPTY);
        assertThat(upstream.requests).hasSize(1);
    }

    @Test
    void isAskedAgainAfterServerErrorsBeforeTheFirstToken() {
        upstream.then(failing(500, "")).then(failing(503, "")).then(saying(GOOD));
        assertThat(ask().answer()).isEqualTo(GOOD);
        assertThat(upstream.requests).hasSize(3);
        assertThat(upstreams("retried")).isEqualTo(2);
    }

    @Test
    void serverErrorsThatStayAreTriedThreeTimes() {
        upstream.then(failing(500, ""));
        assertDegraded(ask(), Degradation.UPSTREAM_UNAVAILABLE, 3);
    }

    @Test
    void waitsAsLongAsABusyServerAsks() {
        upstream.then(failing(429, "retry-after: 1\r\n")).then(saying(GOOD));
        long began = System.nanoTime();
        assertThat(ask().answer()).isEqualTo(GOOD);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(1));
        assertThat(upstream.requests).hasSize(2);
    }

    @Test
    void doesNotWaitForAnHour() {
        upstream.then(failing(429, "retry-after: 3600\r\n"));
        assertDegraded(ask(), Degradation.UPSTREAM_BUSY, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404})
    void whatIsRefusedAsSuchIsNotSentAgain(int status) {
        upstream.then(failing(status, ""));
        assertDegraded(ask(), Degradation.UPSTREAM_REFUSED, 1);
    }

    @Test
    void twentyMegabytesOfTokensAreCutAndTheConnectionClosed() throws Exception {
        upstream.then(connection -> {
            connection.begin("text/event-stream");
            String token = "metres ".repeat(1000);
            for (int i = 0; i < 3000; i++) {
                connection.token(token);
            }
            connection.finish("stop");
        });
        Answer answer = ask();
        assertThat(answer.truncated()).isTrue();
        assertThat(answer.degraded()).isFalse();
        assertThat(answer.answer()).hasSizeLessThanOrEqualTo(200 * 8);
        assertThat(answer.warnings()).anyMatch(warning -> warning.contains("was cut"));
        assertThat(upstream.sawHangUp()).isTrue();
        assertThat(upstream.sent.get()).isLessThan(15_000_000);
        assertThat(upstream.requests).hasSize(1);
    }

    @Test
    void anAnswerThatTheModelsOwnLimitCutSaysSo() {
        upstream.then(connection -> {
            connection.begin("text/event-stream");
            connection.token("Its main span is 1,280 metres");
            connection.finish("length");
        });
        assertThat(ask().truncated()).isTrue();
    }

    @Test
    void hangingUpClosesTheConnectionToTheModel() throws Exception {
        upstream.then(connection -> {
            connection.begin("text/event-stream");
            while (true) {
                connection.token("and ");
                Thread.sleep(20);
            }
        });
        CountDownLatch first = new CountDownLatch(1);
        Disposable asking = answers.stream(Questions.bridge(AnswerMethod.AUTO)).subscribe(_ -> first.countDown());
        assertThat(first.await(5, TimeUnit.SECONDS)).isTrue();
        asking.dispose();
        assertThat(upstream.sawHangUp()).isTrue();
        assertThat(upstreams("cancelled")).isEqualTo(1);
        assertThat(upstream.requests).hasSize(1);
    }

    @Test
    void oneThatFailsTooOftenIsLeftAlone() {
        upstream.then(failing(500, ""));
        ask();
        ask();
        int before = upstream.requests.size();
        assertThat(ask().degradedReason()).isEqualTo(Degradation.CIRCUIT_OPEN);
        assertThat(upstream.requests).hasSize(before);
        assertThat(metrics.get("vicinal.inference.answer.circuit.open").gauge().value())
                .isEqualTo(1);
    }

    @Test
    void oneThatIsAwayIsDoneWithout() {
        AnswerController away = Questions.controller(
                Questions.properties(URI.create("http://127.0.0.1:1/v1")), new WordOverlap(), metrics);
        assertDegraded(away.answer(Questions.bridge(AnswerMethod.AUTO)).block(), Degradation.UPSTREAM_UNAVAILABLE, 0);
    }

    @ParameterizedTest
    @CsvSource({"AUTO,false", "EXTRACTIVE,false", "MODEL,true"})
    void withoutOneTheDocumentsAnswer(AnswerMethod method, boolean degraded) {
        Answer answer = Questions.controller(Questions.properties(null), new WordOverlap(), metrics)
                .answer(Questions.bridge(method))
                .block();
        assertThat(answer.degraded()).isEqualTo(degraded);
        assertThat(answer.degradedReason()).isEqualTo(degraded ? Degradation.NO_MODEL : null);
        assertThat(answer.answer()).contains("1,280 metres");
    }
}
