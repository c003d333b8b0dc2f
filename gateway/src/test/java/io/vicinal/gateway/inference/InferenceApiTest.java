package io.vicinal.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.ClassifyRequest;
import io.vicinal.contracts.inference.ExamplesRequest;
import io.vicinal.contracts.inference.NoveltyRequest;
import io.vicinal.contracts.inference.RegressRequest;
import io.vicinal.gateway.FakeServices.Inference;
import io.vicinal.gateway.TestGateway;
import io.vicinal.gateway.TestGateway.Answer;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

@WithBroker
class InferenceApiTest {
    private static final String CLASSIFY = "/v1/collections/tickets/classify";
    private static TestGateway gateway;

    @BeforeAll
    static void start(TestBroker broker) {
        gateway = TestGateway.start(broker.bootstrapServers());
        assertThat(gateway.send("PUT", "/v1/collections/tickets", "{'fields':{'topic':'keyword'}}".replace('\'', '"'))
                        .status())
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

    private static Answer classify(String body) {
        return gateway.send("POST", CLASSIFY, body.replace('\'', '"'));
    }

    private static void refused(Answer answer, int status, String field) {
        assertThat(answer.problem(status).get("field").asString()).isEqualTo(field);
    }

    @Test
    void aTextIsAnsweredWithItsLabelItsDistributionAndItsEvidence() {
        Answer answer = classify("{'texts':['red'],'label_field':'topic'}");
        assertThat(answer.http().body())
                .isEqualTo(
                        "{'results':[{'label':'red','abstained':false,'distribution':[{'label':'red','probability':1.0}],"
                                        .replace('\'', '"')
                                + "'novelty':0.5,'is_novel':false,'evidence':[{'document_id':'d','label':'red','similarity':0.9,'weight':1.0}]}],"
                                        .replace('\'', '"')
                                + "'classifier':{'examples':7,'trained_at':'1970-01-01T00:00:00Z','training':false},'warnings':[]}"
                                        .replace('\'', '"'));
    }

    @Test
    void allThatMayBeAskedReachesTheService() {
        classify(
                "{'texts':['a','b'],'label_field':'topic','k':5,'temperature':0.1,'filter':{'eq':{'topic':'x'}},"
                        + "'labels':[{'name':'n','description':'d'}],'method':'auto','max_risk':0.05,'prior':'batch','explain':true}");
        ClassifyRequest asked = service().asked.getLast();
        assertThat(asked.texts()).containsExactly("a", "b");
        assertThat(asked.labelField()).isEqualTo("topic");
        assertThat(asked.k()).isEqualTo(5);
        assertThat(asked.temperature()).isEqualTo(0.1);
        assertThat(asked.filter()).isNotNull();
        assertThat(asked.labels()).containsExactly(new ClassifyRequest.DescribedLabel("n", "d"));
        assertThat(asked.method()).isEqualTo(ClassifyRequest.Method.AUTO);
        assertThat(asked.maxRisk()).isEqualTo(0.05);
        assertThat(asked.prior()).isEqualTo(ClassifyRequest.Prior.BATCH);
        assertThat(asked.explain()).isTrue();
    }

    @Test
    void whatIsWrongIsNamed() {
        refused(classify("{'text':'x','label_field':'topic'}"), 400, "text");
        refused(classify("{'texts':'x','label_field':'topic'}"), 400, "texts");
        refused(classify("{'texts':['x'],'k':'many'}"), 400, "k");
        refused(classify("{'texts':['x'],'method':'magic'}"), 400, "method");
        refused(classify("{'texts':['x'],'prior':'none'}"), 400, "prior");
        refused(classify("{'texts':['x'],'labels':[{'nam':'x'}]}"), 400, "labels[0].nam");
        classify("{'texts':['x'").problem(400);
        gateway.send("POST", CLASSIFY, "text", "text/plain").problem(415);
        gateway.send("POST", CLASSIFY + "?k=3", "{}").problem(400, "k");
        gateway.send("POST", "/v1/collections/nowhere/classify", "{}").problem(404, "nowhere");
        classify("{'texts':['" + "x".repeat(17 << 20) + "']}").problem(413);
        gateway.send("GET", CLASSIFY, null, null).problem(405);
    }

    @Test
    void theServicesOwnProblemsAreThoseOfTheApi() {
        service().answer = _ -> Mono.error(ProblemType.UNDECLARED_FIELD.exception("label_field", "No field x."));
        refused(classify("{'texts':['x'],'label_field':'x'}"), 400, "label_field");
        service().answer = _ -> Mono.error(new IllegalStateException("the inside"));
        Answer broken = classify("{'texts':['x'],'label_field':'topic'}");
        broken.problem(503, "inference service");
        assertThat(broken.http().body()).doesNotContain("the inside");
    }

    @Test
    void anAnswerThatDoesNotComeIsEndedInTime() {
        service().answer = _ -> Mono.never();
        long began = System.nanoTime();
        classify("{'texts':['x'],'label_field':'topic'}").problem(504, "within 2 s");
        assertThat(System.nanoTime() - began).isLessThan(10_000_000_000L);
    }

    @Test
    void numbersOfTexts() {
        String regress = "/v1/collections/tickets/regress";
        Answer answer = gateway.send(
                "POST",
                regress,
                "{'texts':['four'],'value_field':'v','coverage':0.8,'explain':true}".replace('\'', '"'));
        assertThat(answer.json().get("results").get(0).get("value").asDouble()).isEqualTo(4);
        assertThat(answer.json().get("results").get(0).has("low"))
                .as("null is shown")
                .isTrue();
        assertThat(answer.json().get("regressor").get("examples").asInt()).isEqualTo(7);
        RegressRequest asked = service().estimated.getLast();
        assertThat(asked.valueField()).isEqualTo("v");
        assertThat(asked.coverage()).isEqualTo(0.8);
        assertThat(asked.explain()).isTrue();
        refused(gateway.send("POST", regress, "{\"texts\":[\"x\"],\"k\":3}"), 400, "k");
        gateway.send("POST", regress, "x", "application/x-ndjson").problem(415);
        gateway.send("POST", "/v1/collections/nowhere/regress", "{}").problem(404);
    }

    @Test
    void examplesForAPrompt() {
        String examples = "/v1/collections/tickets/examples";
        Answer answer = gateway.send(
                "POST",
                examples,
                ("{'text':'x','label_field':'topic','k':3,'max_tokens':50,'filter':{'eq':{'topic':'x'}},"
                                + "'diversity':0.5,'balance':false}")
                        .replace('\'', '"'));
        assertThat(answer.http().body())
                .isEqualTo(
                        ("{'examples':[{'document_id':'d','text':'an example','label':'red','similarity':0.9,'tokens':4}],"
                                        + "'tokens':4,'left_out':{'too_long':2,'repeated':1,'gone':0},'warnings':[]}")
                                .replace('\'', '"'));
        ExamplesRequest asked = service().prompted.getLast();
        assertThat(asked.text()).isEqualTo("x");
        assertThat(asked.labelField()).isEqualTo("topic");
        assertThat(asked.k()).isEqualTo(3);
        assertThat(asked.maxTokens()).isEqualTo(50);
        assertThat(asked.filter()).isNotNull();
        assertThat(asked.diversity()).isEqualTo(0.5);
        assertThat(asked.balance()).isFalse();
        refused(gateway.send("POST", examples, "{\"texts\":[\"x\"]}"), 400, "texts");
        refused(gateway.send("POST", examples, "{\"text\":\"x\",\"balance\":\"often\"}"), 400, "balance");
        refused(gateway.send("POST", examples + "?k=3", "{}"), 400, "k");
        gateway.send("POST", examples, "x", "text/plain").problem(415);
        gateway.send("POST", "/v1/collections/nowhere/examples", "{}").problem(404);
    }

    @Test
    void noveltyThatIsNotKnownIsShownAsNull() {
        String novelty = "/v1/collections/tickets/novelty";
        Answer answer = gateway.send(
                "POST", novelty, "{'texts':['x'],'field':'topic','filter':{'eq':{'topic':'x'}}}".replace('\'', '"'));
        assertThat(answer.http().body())
                .isEqualTo(("{'results':[{'novelty':null,'is_novel':null,'reason':'too_few_documents','nearest':null}],"
                                + "'learned':{'examples':2,'trained_at':'1970-01-01T00:00:00Z','training':false},'warnings':[]}")
                        .replace('\'', '"'));
        NoveltyRequest asked = service().judged.getLast();
        assertThat(asked.texts()).containsExactly("x");
        assertThat(asked.field()).isEqualTo("topic");
        assertThat(asked.filter()).isNotNull();
        refused(gateway.send("POST", novelty, "{\"text\":\"x\"}"), 400, "text");
        gateway.send("POST", novelty, "x", "application/x-ndjson").problem(415);
        gateway.send("POST", "/v1/collections/nowhere/novelty", "{}").problem(404);
    }

    @Test
    void whatToExpectOfAFieldIsDescribed() {
        for (String what : new String[] {"classifier", "regressor"}) {
            String path = "/v1/collections/tickets/" + what;
            JsonNode described = gateway.get(path + "?field=topic").json();
            assertThat(described.get("field").asString()).isEqualTo("topic");
            JsonNode trained =
                    gateway.send("POST", path + ":train?field=topic", "").json();
            assertThat(trained.get("field").asString()).isEqualTo("topic anew");
            refused(gateway.send("POST", path + ":train", ""), 400, "field");
            refused(gateway.get(path), 400, "field");
            refused(gateway.get(path + "?field=topic&x=1"), 400, "x");
            gateway.get("/v1/collections/nowhere/" + what + "?field=topic").problem(404);
        }
    }
}
