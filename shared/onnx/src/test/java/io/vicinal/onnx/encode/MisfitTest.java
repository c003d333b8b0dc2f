package io.vicinal.onnx.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.onnx.model.ModelException;
import io.vicinal.testkit.model.TinyModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A graph or a tokenizer that doesn't fit its description fails at load, in one sentence. */
class MisfitTest {
    @TempDir
    Path folder;

    @Test
    void refusesAnOutputOfAnotherShape() {
        TinyModels.misshapen(folder);
        refused(
                "is expected to have one output of [texts, tokens, dimensions] of float32, float16, bfloat16 or int8, and"
                        + " has [pooled FLOAT[-1, 4]].");
    }

    @Test
    void refusesAnOutputThatIsNotThere() throws Exception {
        TinyModels.dense(folder);
        describe("pooling: mean\nmax_tokens: 64\noutput: other\n");
        refused("an output other of [texts, tokens, dimensions]");
    }

    @Test
    void refusesInputsThatAreNotKnown() {
        TinyModels.unknownInput(folder);
        refused("is expected to take input_ids, attention_mask and perhaps token_type_ids and position_ids");
        refused("and takes task_id");
    }

    @Test
    void refusesATokenizerWithMoreTokensThanTheGraphHasVectors() {
        TinyModels.withUnknownWord(TinyModels.dense(folder));
        refused("is expected to read each of the tokenizer's 14 tokens, and fails");
        TinyModels.withUnknownWord(TinyModels.sparse(folder));
        refused("is expected to weigh each of the tokenizer's 14 tokens, and weighs 13");
    }

    @Test
    void refusesMoreTokensThanTheGraphHasPositions() throws Exception {
        TinyModels.positions(folder);
        describe("pooling: mean\nmax_tokens: 65\n");
        refused("is expected to read texts of 65 tokens, its max_tokens, and fails");
    }

    @Test
    void refusesAModelThatAnswersAPlainTextWithNaN() {
        TinyModels.alwaysNan(folder);
        refused("is expected to answer a plain text with numbers, and fails");
    }

    @Test
    void refusesOtherLabelsThanTheGraphGives() throws Exception {
        TinyModels.crossEncoder(folder, 3);
        describe("kind: cross-encoder\nmax_tokens: 64\ncross_encoder: {labels: 1}\n");
        refused("is expected to answer a pair with 1 labels, and answers with 3");
    }

    @Test
    void refusesMatryoshkaDimensionsAboveTheModels() throws Exception {
        TinyModels.dense(folder);
        describe("pooling: mean\nmax_tokens: 64\nmatryoshka_dimensions: [2, 8]\n");
        refused("lengths of 1 to 4, the model's dimensions, and holds 8");
    }

    @Test
    void refusesAMarkerThatTheTokenizerDoesNotHave() throws Exception {
        TinyModels.lateInteraction(folder);
        describe("kind: late-interaction\nmax_tokens: 64\nlate_interaction: {query_marker: '[X]'}\n");
        refused("is expected to have the token '[X]', and has not");
    }

    @Test
    void refusesATokenizerThatIsNone() throws Exception {
        Files.writeString(TinyModels.dense(folder).resolve("tokenizer.json"), "{}");
        refused("tokenizer.json");
    }

    private void refused(String part) {
        ModelException refusal = catchThrowableOfType(
                ModelException.class,
                () -> TextEncoder.open(folder.toString(), EncoderSettings.DEFAULT, new SimpleMeterRegistry())
                        .close());
        assertThat(refusal).as("refusal").isNotNull();
        assertThat(refusal.getMessage()).contains(part);
    }

    private void describe(String yaml) throws IOException {
        Files.writeString(folder.resolve("vicinal-model.yaml"), yaml);
    }
}
