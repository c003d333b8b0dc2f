package io.vicinal.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The services as processes of their own, wired as the compose file wires them. */
class ApartIT {
    @TempDir
    static Path folder;

    static Apart apart;
    static Api api;

    @BeforeAll
    static void start() throws Exception {
        apart = Apart.start(folder);
        api = apart.api();
    }

    @AfterAll
    static void stop() throws Exception {
        apart.close();
    }

    @Test
    void documentsByRestAndByKafkaAreFoundAlike() throws Exception {
        assertThat(api.json("PUT", "/v1/collections/both", "{\"shards\": 3}").status())
                .isEqualTo(201);
        assertThat(api.json(
                                "POST",
                                "/v1/collections/both/documents?wait=searchable",
                                "[{\"id\": \"rest\", \"text\": \"Knead the dough and let it rise.\"}]")
                        .status())
                .isEqualTo(200);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", "127.0.0.1:" + apart.port("kafka")),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(
                            "vicinal.documents.both",
                            "kafka",
                            "{\"id\": \"kafka\", \"text\": \"The rover landed on Mars.\"}"))
                    .get();
        }
        Api.await(Duration.ofSeconds(30), () -> api.documentsOf("both") == 2);
        assertThat(api.search("both", "{\"query\": \"baking bread\", \"top_k\": 1}"))
                .containsExactly("rest");
        assertThat(api.search("both", "{\"query\": \"space exploration\", \"top_k\": 1}"))
                .containsExactly("kafka");
    }

    @Test
    void aFilePassesThroughTheGatewayToIngestionAndIsFound() throws Exception {
        api.json("PUT", "/v1/collections/files", "{\"fields\": {\"content_type\": \"keyword\"}}");
        String form = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"oven.html\"\r\n\r\n"
                + "<h1>Ovens</h1><p>Bake the bread in a hot oven.</p>\r\n--x--\r\n";
        Api.Answer answer = api.send(
                "POST", "/v1/collections/files/files?wait=searchable", "multipart/form-data; boundary=x", form);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        assertThat(answer.body().path("files").path(0).path("content_type").asString())
                .isEqualTo("text/html");
        assertThat(api.search(
                        "files", "{\"query\": \"bread\", \"filter\": {\"eq\": {\"content_type\": \"text/html\"}}}"))
                .containsExactly("oven.html");
    }

    @Test
    void withTheBrokerGoneSearchesGoOnWritesAreRefusedAndAllRecovers() throws Exception {
        api.json("PUT", "/v1/collections/outage", "{}");
        List<String> documents = IntStream.range(0, 5)
                .mapToObj(i -> "{\"id\": \"" + i + "\", \"text\": \"stone number " + Corpus.mark(i) + "\"}")
                .toList();
        assertThat(api.documents("outage", documents.subList(0, 4))
                        .body()
                        .path("accepted")
                        .asInt())
                .isEqualTo(4);
        Api.await(Duration.ofSeconds(30), () -> api.documentsOf("outage") == 4);

        apart.process("kafka").kill();
        assertThat(api.search("outage", "{\"query\": \"" + Corpus.mark(2) + "\", \"mode\": \"lexical\"}"))
                .containsExactly("2");
        Api.Answer refused = api.documents("outage", documents.subList(4, 5));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.response().headers().firstValue("retry-after")).isPresent();
        assertThat(refused.body().path("type").asString()).endsWith("/broker-unavailable");
        assertThat(api.search("outage", "{\"query\": \"stone\"}"))
                .as("still, after a while")
                .hasSize(4);

        apart.process("kafka").restart();
        Api.await(
                Duration.ofSeconds(60),
                () -> api.documents("outage", documents.subList(4, 5)).status() == 200);
        Api.await(Duration.ofSeconds(60), () -> api.documentsOf("outage") == 5);
    }

    @Test
    void theRecordsOnTheTopicsFollowThePublishedSchemas() throws Exception {
        api.json("PUT", "/v1/collections/schemas", "{\"fields\": {\"year\": \"long\"}}");
        assertThat(api.json(
                                "POST",
                                "/v1/collections/schemas/documents?wait=searchable",
                                "[{\"id\": \"1\", \"title\": \"T\", \"text\": \"x\", \"fields\": {\"year\": 1}}]")
                        .status())
                .isEqualTo(200);
        assertValid("vicinal.collections", "collection.json");
        assertValid("vicinal.documents.schemas", "document.json");
        assertValid("vicinal.passages.schemas.v1", "embedded-document.json");
    }

    private static void assertValid(String topic, String schema) {
        Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(ApartIT.class.getResourceAsStream("/io/vicinal/contracts/schemas/" + schema));
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        "127.0.0.1:" + apart.port("kafka"),
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            int checked = 0;
            for (long end = System.nanoTime() + 10_000_000_000L; checked == 0 && System.nanoTime() < end; ) {
                for (ConsumerRecord<String, String> event : consumer.poll(Duration.ofMillis(200))) {
                    if (event.value() != null) {
                        assertThat(compiled.validate(event.value(), InputFormat.JSON))
                                .as(event.value())
                                .isEmpty();
                        checked++;
                    }
                }
            }
            assertThat(checked).as("records on " + topic).isPositive();
        }
    }

    @Test
    void internalEndpointsAnswerOnlyWithTheServiceToken() throws Exception {
        assertThat(new Api(apart.port("embedding"))
                        .json("GET", "/internal/embedding/models", "")
                        .status())
                .isEqualTo(401);
    }
}
