package io.vicinal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.Answer;
import io.vicinal.contracts.inference.Answer.Reason;
import io.vicinal.contracts.inference.AnswerApi;
import io.vicinal.contracts.inference.AnswerEvent;
import io.vicinal.contracts.inference.AnswerMethod;
import io.vicinal.contracts.inference.AnswerQuery;
import io.vicinal.service.client.ServiceClients;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A stream of a service and its HTTP client, through a real server: events come one by one, and hanging up is heard. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "vicinal.service.token=secret")
class AnswerStreamTest {
    private static final CountDownLatch CANCELLED = new CountDownLatch(1);

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {
        @Bean
        Answers answers() {
            return new Answers();
        }
    }

    @RestController
    static class Answers implements AnswerApi {
        @Override
        public Mono<Answer> answer(AnswerQuery query) {
            return Mono.just(Answer.none(Reason.NOTHING_FOUND, List.of(query.question())));
        }

        @Override
        public Flux<AnswerEvent> stream(AnswerQuery query) {
            return switch (query.question()) {
                case "endless" ->
                    Flux.interval(Duration.ofMillis(20))
                            .map(i -> AnswerEvent.text("and\n" + i))
                            .doOnCancel(CANCELLED::countDown);
                case "wrong" -> Flux.error(ProblemType.MISSING_VALUE.exception("query", "There is no query."));
                default ->
                    Flux.just(
                            AnswerEvent.text("No"), AnswerEvent.answer(Answer.none(Reason.NOT_IN_PASSAGES, List.of())));
            };
        }
    }

    @LocalServerPort
    int port;

    private AnswerApi client() {
        return new ServiceClients("secret").create(AnswerApi.class, URI.create("http://127.0.0.1:" + port));
    }

    private static AnswerQuery asked(String question) {
        return new AnswerQuery("c", null, question, question, List.of(), List.of(), AnswerMethod.AUTO, 3);
    }

    @Test
    void eventsAndAnswersAreWhatAMethodCallWouldShow() {
        assertThat(client().stream(asked("x")).collectList().block())
                .containsExactly(
                        AnswerEvent.text("No"), AnswerEvent.answer(Answer.none(Reason.NOT_IN_PASSAGES, List.of())));
        assertThat(client().answer(asked("x")).block()).isEqualTo(Answer.none(Reason.NOTHING_FOUND, List.of("x")));
    }

    @Test
    void eventsComeOneByOneAndHangingUpIsHeard() throws Exception {
        assertThat(client().stream(asked("endless")).take(3).collectList().block(Duration.ofSeconds(20)))
                .extracting(AnswerEvent::text)
                .containsExactly("and\n0", "and\n1", "and\n2");
        assertThat(CANCELLED.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aProblemIsThrownAsItself() {
        assertThatThrownBy(() -> client().stream(asked("wrong")).blockLast())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().field()).isEqualTo("query"));
    }
}
