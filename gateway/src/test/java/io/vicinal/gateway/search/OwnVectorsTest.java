package io.vicinal.gateway.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.gateway.FakeServices;
import io.vicinal.gateway.TestGateway;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import io.vicinal.testkit.retrieval.FakeRetrieval;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A collection without a model: made, searched, versioned, and the embedding service never asked. */
@WithBroker
class OwnVectorsTest {
    private static final String OWN = "/v1/collections/own";
    private static TestGateway gateway;
    private static FakeRetrieval retrieval;
    private static FakeServices.Embedding embedding;

    @BeforeAll
    static void start(TestBroker broker) {
        gateway = TestGateway.start(broker.bootstrapServers());
        retrieval = gateway.bean(FakeRetrieval.class);
        embedding = gateway.bean(FakeServices.Embedding.class);
        assertThat(gateway.send("PUT", OWN, "{\"model\":\"none\",\"dimensions\":3}")
                        .status())
                .isEqualTo(201);
        assertThat(gateway.send("PUT", "/v1/collections/embedded", "{}").status())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void forget() {
        retrieval.asked.clear();
        embedding.asked.clear();
        embedding.sentences.clear();
    }

    @Test
    void isAsItWasMade() {
        JsonNode made = gateway.get(OWN).json();
        assertThat(made.get("model").asString()).isEqualTo("none");
        assertThat(made.get("dimensions").asInt()).isEqualTo(3);
        assertThat(made.get("late_interaction").asBoolean()).isFalse();
        assertThat(made.get("chunking").get("max_tokens").asInt()).isZero();
        assertThat(gateway.send("PUT", OWN, "{\"model\":\"none\",\"dimensions\":3}")
                        .status())
                .isEqualTo(200);
        gateway.send("PUT", OWN, "{\"model\":\"none\",\"dimensions\":4}").problem(409, "dimensions is 3, not 4");
        gateway.send("PUT", OWN, "{\"model\":\"small-model\"}").problem(409, "model is none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "{\"model\":\"none\"}                                                    | dimensions       | needs the dimensions",
                "{\"model\":\"none\",\"dimensions\":0}                                   | dimensions       | 1 to 8192",
                "{\"model\":\"none\",\"dimensions\":8193}                                | dimensions       | 1 to 8192",
                "{\"model\":\"none\",\"dimensions\":3,\"chunking\":{\"max_tokens\":64}}  | chunking         | one passage",
                "{\"model\":\"none\",\"dimensions\":3,\"late_interaction\":true}         | late_interaction | token vectors",
                "{\"dimensions\":4}                                                      | dimensions       | without a model",
            })
    void aSchemaThatCannotBeIsRefused(String schema, String field, String mention) {
        JsonNode problem = gateway.send("PUT", "/v1/collections/other", schema).problem(400, mention);
        assertThat(problem.get("field").asString()).isEqualTo(field);
    }

    @Test
    void takesEightThousandDimensions() {
        assertThat(gateway.send("PUT", "/v1/collections/wide", "{\"model\":\"none\",\"dimensions\":8192}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void wordsAloneAreLexicalAVectorAloneDenseBothHybrid() {
        CandidateQuery words = asked("{\"query\":\"zebra\",\"highlight\":true}");
        assertThat(words.query()).isEqualTo("zebra");
        assertThat(words.vector()).isNull();
        CandidateQuery vector = asked("{\"vector\":[0,0,2]}");
        assertThat(vector.query()).isNull();
        assertThat(vector.vector()).containsExactly(0, 0, 1);
        CandidateQuery both = asked("{\"query\":\"zebra\",\"vector\":[0,0,2],\"highlight\":true}");
        assertThat(both.query()).isEqualTo("zebra");
        assertThat(both.vector()).containsExactly(0, 0, 1);
        assertThat(both.tokens()).isNull();
        CandidateQuery several = asked("{\"query\":\"zebra\",\"vectors\":[[0,0,2],[0,3,0]]}");
        assertThat(several.query()).isEqualTo("zebra");
        assertThat(several.furtherVectors()).hasSize(1);
        assertThat(embedding.asked).isEmpty();
        assertThat(embedding.sentences).isEmpty();
    }

    private static CandidateQuery asked(String body) {
        retrieval.asked.clear();
        assertThat(gateway.send("POST", OWN + "/search", body).status()).isEqualTo(200);
        return retrieval.asked.getFirst();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "{\"query\":\"x\",\"mode\":\"hybrid\"}            | vector           | no model",
                "{\"query\":\"x\",\"mode\":\"dense\"}             | vector           | no model",
                "{\"vector\":[1,0]}                               | vector           | 3 dimensions",
                "{\"vector\":[0,0,0]}                             | vector           | zeros",
                "{\"query\":\"x\",\"late_interaction\":true}      | late_interaction | token vectors",
            })
    void aSearchThatNeedsAModelIsRefused(String body, String field, String mention) {
        JsonNode problem = gateway.send("POST", OWN + "/search", body).problem(400, mention);
        assertThat(problem.get("field").asString()).isEqualTo(field);
    }

    @Test
    void aVersionMayHaveAnotherFormatAndNoOtherVectors() {
        gateway.send("POST", OWN + "/versions", "{\"model\":\"small-model\"}").problem(409, "vectors of their own");
        gateway.send("POST", OWN + "/versions", "{\"dimensions\":4}").problem(409, "3");
        gateway.send("POST", OWN + "/versions", "{\"chunking\":{\"max_tokens\":64}}")
                .problem(400, "one passage");
        gateway.send("POST", "/v1/collections/embedded/versions", "{\"model\":\"none\"}")
                .problem(409, "without vectors");
        gateway.send("POST", "/v1/collections/embedded/versions", "{\"dimensions\":4}")
                .problem(400, "without a model");
        TestGateway.Answer built =
                gateway.send("POST", OWN + "/versions", "{\"vector_format\":\"binary\",\"shards\":3}");
        assertThat(built.status()).as(built.http().body()).isBetween(200, 202);
        JsonNode versions = gateway.get(OWN + "/versions").json();
        assertThat(versions.toString()).contains("\"binary\"").contains("\"none\"");
    }
}
