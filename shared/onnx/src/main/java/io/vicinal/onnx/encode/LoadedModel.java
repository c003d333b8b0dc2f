package io.vicinal.onnx.encode;

import io.vicinal.onnx.model.ModelFiles;
import io.vicinal.onnx.model.ModelKind;
import io.vicinal.onnx.model.ModelProfile;
import io.vicinal.onnx.schedule.ScheduleSettings;
import io.vicinal.onnx.session.GraphSession;
import io.vicinal.onnx.session.RunText;
import io.vicinal.onnx.session.Sessions;
import io.vicinal.onnx.tokenize.TextTokenizer;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model's native parts, loaded side by side and seen to fit each other.
 *
 * @param pairs of a cross-encoder; null for other kinds
 * @param schedule with what was to be measured
 */
record LoadedModel(
        ModelFiles model,
        TextTokenizer tokenizer,
        Sessions sessions,
        Readers readers,
        @Nullable PairScorer pairs,
        ScheduleSettings schedule,
        String fingerprint) {
    private static final Logger log = LoggerFactory.getLogger(LoadedModel.class);

    static LoadedModel load(ModelFiles model, EncoderSettings settings) {
        long start = System.nanoTime();
        TextTokenizer tokenizer = TextTokenizer.open(model);
        Sessions sessions = null;
        try {
            ScheduleSettings wanted = settings.schedule();
            sessions = Sessions.open(
                    model,
                    settings.device(),
                    settings.sessionsHere(),
                    settings.querySessions(),
                    wanted.runTokens(),
                    tokenizer.encode("a").ids());
            GraphSession first = sessions.all().getFirst();
            Readers readers = new Readers(model, tokenizer, first.dimensions(), first.perToken());
            PairScorer pairs = pairs(model, tokenizer);
            new FitCheck(model, tokenizer, first, readers, pairs).run();
            ScheduleSettings schedule = (model.profile().deterministic() ? wanted.sharingNothing() : wanted)
                    .measuredOn(
                            first,
                            tokens -> text(tokenizer, tokens),
                            model.profile().maxTokens());
            LoadedModel loaded =
                    new LoadedModel(model, tokenizer, sessions, readers, pairs, schedule, model.fingerprint());
            loaded.say(System.nanoTime() - start);
            return loaded;
        } catch (RuntimeException e) {
            if (sessions != null) {
                sessions.close();
            }
            tokenizer.close();
            throw e;
        }
    }

    private void say(long nanos) {
        var event = log.atInfo()
                .addKeyValue("model", model.name())
                .addKeyValue("kind", model.profile().kind().text())
                .addKeyValue("dimensions", readers.dimensions())
                .addKeyValue("max_tokens", model.profile().maxTokens())
                .addKeyValue("sessions", sessions.all().size())
                .addKeyValue("provider", sessions.provider().text())
                .addKeyValue("run_tokens", schedule.runTokens())
                .addKeyValue("short_tokens", schedule.shortTokens())
                .addKeyValue("took_ms", Duration.ofNanos(nanos).toMillis());
        (sessions.fallback() == null ? event : event.addKeyValue("fallback", sessions.fallback())).log("model loaded");
    }

    /** A text of so many tokens, the same over and over. */
    private static RunText text(TextTokenizer tokenizer, int tokens) {
        long[] plain = tokenizer.encode("a").ids();
        long[] body = new long[Math.max(1, tokens - tokenizer.specialTokens())];
        Arrays.fill(body, plain[tokenizer.leadingTokens()]);
        return RunText.of(tokenizer.framed(body));
    }

    private static @Nullable PairScorer pairs(ModelFiles model, TextTokenizer tokenizer) {
        ModelProfile profile = model.profile();
        return profile.kind() == ModelKind.CROSS_ENCODER ? new PairScorer(tokenizer, profile.maxTokens()) : null;
    }
}
