package io.vicinal.embedding.model;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.model.ModelProfile;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.Flow;
import io.vicinal.onnx.session.OutputReader;
import io.vicinal.onnx.tokenize.TextTokenizer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A model that ONNX Runtime runs in this process. */
public final class LocalModel implements Model {
    private final TextEncoder encoder;
    private final MeterRegistry metrics;
    private final ModelCard card;

    /** @param encoder closed with this */
    public LocalModel(TextEncoder encoder, MeterRegistry metrics) {
        this.encoder = encoder;
        this.metrics = metrics;
        ModelProfile profile = encoder.profile();
        this.card = new ModelCard(
                encoder.name(),
                encoder.kind(),
                encoder.dimensions(),
                profile.matryoshkaDimensions(),
                encoder.maxTokens(),
                prompts(profile),
                profile.deterministic(),
                encoder.provider(),
                encoder.fallback(),
                encoder.fingerprint());
    }

    /** Its own, and the names that every model has. */
    private static Map<String, String> prompts(ModelProfile profile) {
        Map<String, String> prompts = new LinkedHashMap<>();
        prompts.put("query", profile.queryPrefix());
        prompts.put("passage", profile.passagePrefix());
        prompts.put("document", profile.passagePrefix());
        profile.prompts().forEach(prompts::putIfAbsent);
        return Collections.unmodifiableMap(prompts);
    }

    @Override
    public Optional<ModelCard> known() {
        return Optional.of(card);
    }

    @Override
    public String name() {
        return card.name();
    }

    @Override
    public int maxTokens() {
        return card.maxTokens();
    }

    @Override
    public TextTokenizer tokenizer() {
        return encoder.tokenizer();
    }

    @Override
    public String passagePrefix() {
        return encoder.profile().passagePrefix();
    }

    @Override
    public Optional<TextEncoder> local() {
        return Optional.of(encoder);
    }

    @Override
    public OutputReader<float[]> dense(int dimensions, boolean normalised) {
        return encoder.dense(dimensions, normalised);
    }

    @Override
    public <T> CompletableFuture<T> encode(Flow flow, ModelText text, OutputReader<T> reader, Deadline deadline) {
        return encoder.encode(flow, text.ids(), reader, deadline);
    }

    @Override
    public CompletableFuture<float[]> encodeWhenRoom(Flow flow, ModelText text) throws InterruptedException {
        return encoder.encodeWhenRoom(flow, text.ids(), encoder.dense(encoder.dimensions(), true));
    }

    /** Ends the run in progress, fails what waits, frees the native parts, and takes its meters out. */
    @Override
    public void close() {
        encoder.close();
        metrics.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("vicinal.onnx.")
                        && name().equals(meter.getId().getTag("model")))
                .forEach(metrics::remove);
    }
}
