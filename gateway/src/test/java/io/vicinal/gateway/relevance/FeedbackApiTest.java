package io.vicinal.gateway.relevance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.relevance.Feedback;
import io.vicinal.contracts.topic.RecordHeaders;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.gateway.TestGateway;
import io.vicinal.gateway.TestGateway.Answer;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.codec.EventHeaders;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@WithBroker
class FeedbackApiTest {
    private static TestGateway gateway;

    @BeforeAll
    static void start(TestBroker broker) {
        gateway = TestGateway.start(broker.bootstrapServers());
        assertThat(gateway.send("PUT", "/v1/collections/judged", "{}").status()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Answer send(String body) {
        return gateway.send("POST", "/v1/feedback", body.replace('\'', '"'));
    }

    private static Answer judgements(String judgements) {
        return send("{'query_id':'q','collection':'judged','judgements':" + judgements + "}");
    }

    private static Answer clicks(String clicks) {
        return send("{'query_id':'q','collection':'judged','clicks':" + clicks + "}");
    }

    private static void refused(Answer answer, int status, String field) {
        assertThat(answer.problem(status).get("field").asString()).isEqualTo(field);
    }

    private static ConsumerRecord<byte[], byte[]> last() {
        TopicPartition partition = new TopicPartition(Topics.FEEDBACK, 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(gateway.bean(KafkaSettings.class).consumer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, consumer.endOffsets(List.of(partition)).get(partition) - 1);
            return consumer.poll(Duration.ofSeconds(10)).iterator().next();
        }
    }

    @Test
    void isOnTheLogWhenItIsAccepted() {
        Answer taken = send("{'query_id':'q7','collection':'judged','judgements':[{'document_id':'a','relevant':true},"
                + "{'document_id':'b','relevant':false,'weight':0.5}],'clicks':[{'document_id':'a','position':1}],"
                + "'others':'unknown'}");
        assertThat(taken.status()).isEqualTo(202);
        assertThat(taken.json().toString()).isEqualTo("{\"accepted\":true}");
        ConsumerRecord<byte[], byte[]> record = last();
        assertThat(new String(record.key())).isEqualTo("q7");
        Feedback feedback = Json.mapper().readValue(record.value(), Feedback.class);
        assertThat(feedback.judged()).extracting(Feedback.Judgement::weight).containsExactly(null, 0.5);
        assertThat(feedback.othersOrDefault()).isEqualTo(Feedback.Others.UNKNOWN);
        assertThat(EventHeaders.text(record.headers(), RecordHeaders.CE_TYPE)).isEqualTo(EventHeaders.FEEDBACK);
    }

    @Test
    void whatIsWrongIsNamed() {
        refused(judgements("'?'"), 400, "judgements");
        refused(judgements("[{'document_id':'a'}]"), 400, "judgements[0].relevant");
        refused(judgements("[{'document_id':'','relevant':true}]"), 400, "judgements[0].document_id");
        refused(
                judgements("[{'document_id':'" + "x".repeat(513) + "','relevant':true}]"),
                400,
                "judgements[0].document_id");
        refused(judgements("[{'document_id':'a','relevant':'yes'}]"), 400, "judgements[0].relevant");
        refused(judgements("[{'document_id':'a','relevant':true,'weight':0}]"), 400, "judgements[0].weight");
        refused(judgements("[{'document_id':'a','relevant':true,'weight':1.5}]"), 400, "judgements[0].weight");
        refused(judgements("[null]"), 400, "judgements[0]");
        refused(
                judgements("[{'document_id':'a','relevant':true},{'document_id':'a','relevant':false}]"),
                400,
                "judgements[1]");
        refused(
                judgements("[" + "{'document_id':'a','relevant':true},".repeat(1000)
                        + "{'document_id':'a','relevant':true}]"),
                413,
                "judgements");
        refused(clicks("[{'document_id':'a','position':0}]"), 400, "clicks[0].position");
        refused(clicks("[{'document_id':'a'}]"), 400, "clicks[0].position");
        refused(clicks("[]"), 400, "judgements");
        refused(send("{'collection':'judged','clicks':[{'document_id':'a','position':1}]}"), 400, "query_id");
        refused(send("{'query_id':'q','clicks':[{'document_id':'a','position':1}]}"), 400, "collection");
        refused(
                send(
                        "{'query_id':'q','collection':'judged','clicks':[{'document_id':'a','position':1}],'others':'unknown'}"),
                400,
                "others");
        refused(send("{'query_id':'q','collection':'judged','stars':5}"), 400, "stars");
    }

    @Test
    void aCollectionThatThereIsNotIsUnknown() {
        send("{'query_id':'q','collection':'nowhere','clicks':[{'document_id':'a','position':1}]}")
                .problem(404, "nowhere");
    }

    @Test
    void theModelOfACollectionIsDescribedAndRolledBack() {
        JsonNode described = gateway.get("/v1/collections/judged/relevance").json();
        assertThat(described.get("model").asInt()).isZero();
        assertThat(described.get("thresholds").get("balanced").asDouble()).isEqualTo(0.2);
        assertThat(described.has("report")).isFalse();
        gateway.get("/v1/collections/nowhere/relevance").problem(404);
        String rollBack = "/v1/collections/judged/relevance:rollback";
        assertThat(gateway.send("POST", rollBack, "{\"version\":0}").status()).isEqualTo(200);
        assertThat(gateway.send("POST", rollBack, "{\"version\":3}")
                        .problem(404)
                        .get("field")
                        .asString())
                .isEqualTo("version");
        gateway.send("POST", rollBack, "{}").problem(400, "version");
        gateway.send("POST", rollBack, "{\"version\":-1}").problem(400, "version");
    }
}
