package io.vicinal.onnx.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.onnx.model.ModelFiles;
import io.vicinal.onnx.model.ModelProfile;
import io.vicinal.onnx.schedule.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The default model scales activations over a run; described as deterministic, no two texts share one. */
class DeterministicModelTest {

    @Test
    void givesAShortPassageTheSameBytesInCompanyAndAlone() throws Exception {
        ModelFiles found = ModelFiles.find("bge-small-en-v1.5");
        ModelProfile profile = found.profile();
        ModelFiles deterministic = new ModelFiles(
                "deterministic",
                found.graph(),
                found.tokenizer(),
                new ModelProfile(profile.head(), profile.maxTokens(), profile.prompts(), null, null, true));
        try (TextEncoder encoder =
                TextEncoder.open(deterministic, EncoderSettings.DEFAULT, new SimpleMeterRegistry())) {
            float[] alone = encoder.encodePassage("the market of item 3", Deadline.none())
                    .get()
                    .dense();
            List<CompletableFuture<Embedding>> company = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                company.add(encoder.encodePassage("the market of item " + i % 10, Deadline.none()));
            }
            for (int i = 3; i < company.size(); i += 10) {
                assertThat(company.get(i).get().dense()).containsExactly(alone);
            }
        }
    }
}
