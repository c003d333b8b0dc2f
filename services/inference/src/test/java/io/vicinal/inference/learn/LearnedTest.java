package io.vicinal.inference.learn;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.vicinal.contracts.json.Json;
import io.vicinal.inference.Clusters;
import io.vicinal.inference.classifier.ClassifierModel;
import io.vicinal.inference.classifier.ClassifierTrainer;
import io.vicinal.inference.classifier.LabelDescription;
import io.vicinal.inference.classifier.TrainingOptions;
import io.vicinal.inference.examples.Example;
import io.vicinal.inference.examples.Sample;
import io.vicinal.inference.novelty.NoveltyTrainer;
import io.vicinal.inference.regression.NumericExample;
import io.vicinal.inference.regression.RegressionModel;
import io.vicinal.inference.regression.RegressionTrainer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What stands on the log is what the published schema says, and is read back as it was; anything else is not taken for it. */
class LearnedTest {
    private static final Subject SUBJECT = new Subject("notes", 2, Instant.parse("2026-01-02T03:04:05Z"), "topic");
    private static final Clusters CLUSTERS = new Clusters(3, 0.5, 5);

    private static Schema schema() {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(LearnedTest.class.getResourceAsStream("/io/vicinal/contracts/schemas/classifier.json"));
    }

    private static ClassifierModel classifier(Sample<Example> examples, LabelDescription... described) {
        return ClassifierTrainer.train(examples, new TrainingOptions(2, List.of(described)));
    }

    private static Learned learned(@Nullable ClassifierModel classifier, @Nullable RegressionModel regressor) {
        return new Learned(SUBJECT, 7, Instant.parse("2026-01-03T03:04:05Z"), 0.25, classifier, regressor);
    }

    private static Learned writtenAndRead(Learned learned) {
        String json = Json.mapper().writeValueAsString(learned);
        assertThat(schema().validate(json, InputFormat.JSON)).as(json).isEmpty();
        Learned read = Json.mapper().readValue(json, Learned.class);
        assertThat(read.isWholeOf("notes/topic")).isTrue();
        assertThat(read.isWholeOf("notes/other")).isFalse();
        assertThat(Json.mapper().writeValueAsString(read)).isEqualTo(json);
        return read;
    }

    @Test
    void aClassifier() {
        ClassifierModel model = classifier(Clusters.sample(CLUSTERS.examples(12)));
        assertThat(model.head()).isNotNull();
        assertThat(writtenAndRead(learned(model, null)).examples()).isEqualTo(36);
    }

    @Test
    void aClassifierOfDescriptionsOrOfNothing() {
        ClassifierModel described = classifier(
                Clusters.sample(List.of()),
                new LabelDescription("a", CLUSTERS.centre(0)),
                new LabelDescription("b", CLUSTERS.centre(1)));
        assertThat(writtenAndRead(learned(described, null)).examples()).isZero();
        writtenAndRead(learned(classifier(Clusters.sample(List.of())), null));
    }

    @Test
    void aRegressor() {
        Sample<NumericExample> numbers = RegressionTrainer.sample();
        for (int i = 0; i < 30; i++) {
            numbers.add(new NumericExample("d" + i, CLUSTERS.of(i % 3), i % 3));
        }
        assertThat(writtenAndRead(learned(null, RegressionTrainer.train(numbers, 2)))
                        .examples())
                .isEqualTo(30);
        writtenAndRead(learned(null, RegressionTrainer.train(RegressionTrainer.sample(), 2)));
    }

    @Test
    void whatAllDocumentsAreLike() {
        Sample<NoveltyTrainer.Document> documents = NoveltyTrainer.sample();
        for (int i = 0; i < 30; i++) {
            documents.add(new NoveltyTrainer.Document("d" + i, CLUSTERS.of(i % 3)));
        }
        Subject all = new Subject("notes", 2, SUBJECT.createdAt(), Subject.ALL_DOCUMENTS);
        Learned learned = new Learned(
                all, 7, Instant.parse("2026-01-03T03:04:05Z"), 0.25, null, null, NoveltyTrainer.train(documents, 2));
        String json = Json.mapper().writeValueAsString(learned);
        assertThat(schema().validate(json, InputFormat.JSON)).as(json).isEmpty();
        Learned read = Json.mapper().readValue(json, Learned.class);
        assertThat(read.isWholeOf("notes/")).isTrue();
        assertThat(read.examples()).isEqualTo(30);
        assertThat(Json.mapper().writeValueAsString(read)).isEqualTo(json);

        ObjectNode broken = (ObjectNode) Json.mapper().readTree(json);
        ((ObjectNode) broken.get("documents")).remove("novelty");
        assertThat(Json.mapper().treeToValue(broken, Learned.class).isWholeOf("notes/"))
                .isFalse();
    }

    @Test
    void oneThatLacksAPartIsNotTaken() {
        ObjectNode whole = (ObjectNode)
                Json.mapper().valueToTree(learned(classifier(Clusters.sample(CLUSTERS.examples(12))), null));
        for (String part : new String[] {"subject", "trained_at", "classifier"}) {
            assertThat(isTaken(without(whole, part))).as(part).isFalse();
        }
        for (String part : new String[] {
            "format", "labels", "supports", "voting", "mixture", "thresholds", "risks", "novelty", "report"
        }) {
            ObjectNode broken = whole.deepCopy();
            ((ObjectNode) broken.get("classifier")).remove(part);
            assertThat(isTaken(broken)).as(part).isFalse();
        }
        ObjectNode otherHead = whole.deepCopy();
        ((ObjectNode) otherHead.get("classifier")).put("dimensions", 3);
        assertThat(isTaken(otherHead)).as("a head of other dimensions").isFalse();
        assertThat(isTaken(whole)).isTrue();
    }

    private static ObjectNode without(ObjectNode whole, String part) {
        ObjectNode broken = whole.deepCopy();
        broken.remove(part);
        return broken;
    }

    private static boolean isTaken(ObjectNode json) {
        try {
            return Json.mapper().treeToValue(json, Learned.class).isWholeOf("notes/topic");
        } catch (tools.jackson.core.JacksonException _) {
            return false;
        }
    }
}
