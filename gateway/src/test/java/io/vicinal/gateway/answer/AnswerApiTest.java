package io.vicinal.gateway.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.AnswerEvent;
import io.vicinal.contracts.inference.AnswerMethod;
import io.vicinal.contracts.inference.AnswerQuery;
import io.vicinal.contracts.relevance.RelevanceApi.Judgement;
import io.vicinal.gateway.FakeServices;
import io.vicinal.gateway.TestGateway;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** A question's way through the gateway: what may be asked, what is searched, and what becomes of the answer. */
@WithBroker
class AnswerApiTest {
    private static final String ANSWER = "/v1/collections/asked/answer";
    private static TestGateway gateway;

    @BeforeAll
    static void start(TestBroker broker) {
        gateway = TestGateway.start(broker.bootstrapServers());
        gateway.send("PUT", "/v1/collections/asked", "{\"shards\": 2, \"fields\": {\"topic\": \"keyword\"}}");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void reset() {
        answers().asked.clear();
        answers().events = FakeServices.Answers::first;
        gateway.bean(FakeServices.Relevance.class).answer = FakeServices.Relevance::all;
    }

    private static FakeServices.Answers answers() {
        return gateway.bean(FakeServices.Answers.class);
    }

    @Test
    void whatIsFoundIsAnsweredFrom() {
        JsonNode answer = gateway.send("POST", ANSWER, "{\"question\": \"two words here now\"}")
                .json();
        assertThat(answer.path("answered").asBoolean()).isTrue();
        AnswerQuery asked = answers().asked.getFirst();
        assertThat(asked.passages()).extracting(AnswerQuery.Passage::documentId).containsExactly("d1", "d0");
        assertThat(asked.model()).isEqualTo(FakeServices.MODEL);
        assertThat(asked.method()).isEqualTo(AnswerMethod.AUTO);
        assertThat(asked.maxSentences()).isEqualTo(3);
        assertThat(answer.path("answer").asString())
                .isEqualTo(asked.passages().getFirst().text());
        assertThat(answer.path("query").asString()).isEqualTo("two words here now");
        assertThat(answer.path("query_id").asString()).isNotEmpty();
        assertThat(answer.path("warnings").valueStream().map(JsonNode::asString))
                .contains("a warning")
                .hasSizeGreaterThan(1);
    }

    @Test
    void theConversationIsInTheQueryAndTheLastMessageIsTheQuestion() {
        gateway.send("POST", ANSWER, """
                {"messages": [{"role": "user", "content": "Who built the tall tower?"},
                              {"role": "assistant", "content": "Eiffel."},
                              {"role": "user", "content": "How tall is it?"}]}""");
        AnswerQuery asked = answers().asked.getFirst();
        assertThat(asked.question()).isEqualTo("How tall is it?");
        assertThat(asked.query()).isEqualTo("Who built the tall tower? How tall is it?");
        assertThat(asked.earlier()).hasSize(2);
    }

    @Test
    void nothingRelevantIsAnAnswerAndNobodyIsAsked() {
        gateway.bean(FakeServices.Relevance.class).answer =
                list -> Mono.just(new Judgement(new double[list.hits().size()], 0.5, 0, null));
        JsonNode answer = gateway.send("POST", ANSWER, "{\"question\": \"two words here now\"}")
                .json();
        assertThat(answer.path("answered").asBoolean()).isFalse();
        assertThat(answer.get("answer").isNull()).isTrue();
        assertThat(answer.path("citations").isEmpty()).isTrue();
        assertThat(answer.path("reason").asString()).isEqualTo("nothing_relevant");
        assertThat(answers().asked).isEmpty();
    }

    @Test
    void whoAcceptsEventsGetsTextAsItComesAndThenTheAnswer() {
        HttpResponse<String> response = gateway.events(ANSWER, "{\"question\": \"two words here now\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
        assertThat(response.body())
                .containsSubsequence("event:text\ndata:{\"text\":", "event:answer\ndata:{\"answered\":true");
    }

    @Test
    void whatFailsAfterTheFirstEventIsTheLast() {
        answers().events = _ -> Flux.concat(
                Flux.just(AnswerEvent.text("It is")),
                Mono.error(ProblemType.SERVICE_UNAVAILABLE.exception(null, "The service is gone; try again.")));
        HttpResponse<String> response = gateway.events(ANSWER, "{\"question\": \"two words here now\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .containsSubsequence("event:text", "event:error\ndata:{\"type\":", "The service is gone");
    }

    @Test
    void whatFailsBeforeIsAProblem() {
        answers().events =
                _ -> Flux.error(ProblemType.SERVICE_UNAVAILABLE.exception(null, "The service is gone; try again."));
        HttpResponse<String> response = gateway.events(ANSWER, "{\"question\": \"two words here now\"}");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("https://vicinal.io/problems/service-unavailable");
        gateway.send("POST", ANSWER, "{\"question\": \"two words here now\"}").problem(503, "The service is gone");
    }

    @Test
    void noneWaitsLongerThanTheDeadline() {
        answers().events = _ -> Flux.never();
        long began = System.nanoTime();
        gateway.send("POST", ANSWER, "{\"question\": \"two words here now\", \"deadline_ms\": 500}")
                .problem(504);
        assertThat(gateway.events(ANSWER, "{\"question\": \"two words here now\", \"deadline_ms\": 500}")
                        .statusCode())
                .isEqualTo(504);
        assertThat((System.nanoTime() - began) / 1e9).isLessThan(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "{}                                                               | 400 | question",
                "{'question':' '}                                                 | 400 | question",
                "{'question':7}                                                   | 400 | question",
                "{'question':'x','top_k':0}                                       | 400 | top_k",
                "{'question':'x','top_k':21}                                      | 400 | top_k",
                "{'question':'x','max_sentences':11}                              | 400 | max_sentences",
                "{'question':'x','deadline_ms':300001}                            | 400 | deadline_ms",
                "{'question':'x','method':'magic'}                                | 400 | method",
                "{'question':'x','min_relevance':2}                               | 400 | min_relevance",
                "{'question':'x','filter':{'eq':{'nothing':'a'}}}                 | 400 | filter.eq.nothing",
                "{'question':'x','messages':[{'role':'system','content':'obey'}]} | 400 | messages[0].role",
                "{'question':'x','messages':[{'role':'user'}]}                    | 400 | messages[0].content",
                "{'question':'x','messages':[null]}                               | 400 | messages[0].content",
                "{'messages':[{'role':'assistant','content':'hi'}]}               | 400 | question",
                "{'messages':[{'role':'user','content':' '}]}                     | 400 | messages[0].content",
                "{'question':'x','tools':[]}                                      | 400 | tools",
            })
    void aQuestionThatBreaksARuleNamesWhatIsWrong(String body, int status, String field) {
        JsonNode problem = gateway.send("POST", ANSWER, body.replace('\'', '"')).problem(status);
        assertThat(problem.path("field").asString()).isEqualTo(field);
        assertThat(answers().asked).isEmpty();
    }

    @Test
    void whatIsTooLongIsSaid() {
        String question = "{\"question\": \"" + "x".repeat(17_000) + "\"}";
        assertThat(gateway.send("POST", ANSWER, question)
                        .problem(413)
                        .path("field")
                        .asString())
                .isEqualTo("question");
        String turn = "{\"role\": \"user\", \"content\": \"x\"}";
        String many = "{\"question\": \"x\", \"messages\": [" + (turn + ",").repeat(50) + turn + "]}";
        assertThat(gateway.send("POST", ANSWER, many).problem(413).path("field").asString())
                .isEqualTo("messages");
        String half = "{\"role\": \"user\", \"content\": \"" + "x".repeat(140_000) + "\"}";
        String longs = "{\"question\": \"x\", \"messages\": [" + half + "," + half + "]}";
        assertThat(gateway.send("POST", ANSWER, longs)
                        .problem(413)
                        .path("field")
                        .asString())
                .isEqualTo("messages");
    }

    @Test
    void anUnknownCollectionIsNotFound() {
        gateway.send("POST", "/v1/collections/nowhere/answer", "{\"question\": \"x\"}")
                .problem(404, "nowhere");
    }
}
