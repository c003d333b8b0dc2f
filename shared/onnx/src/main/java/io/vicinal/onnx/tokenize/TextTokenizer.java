package io.vicinal.onnx.tokenize;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import io.vicinal.onnx.model.ModelException;
import io.vicinal.onnx.model.ModelFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * A model's own tokenizer. It never pads and never truncates. Thread-safe; single-threaded within a call. Closing waits for
 * calls in progress, and a call that comes later fails with {@link ModelClosedException}: what the native code reads is
 * never freed under it.
 */
public final class TextTokenizer implements AutoCloseable {
    static {
        // DJL would otherwise report its use to its makers when it runs in a cloud.
        if (System.getProperty("OPT_OUT_TRACKING") == null) {
            System.setProperty("OPT_OUT_TRACKING", "true");
        }
    }

    private static final Map<String, String> AS_IT_IS =
            Map.of("padding", "false", "truncation", "false", "modelMaxLength", Integer.toString(Integer.MAX_VALUE));

    private final String model;
    private final HuggingFaceTokenizer tokenizer;
    private final Vocabulary words;
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;
    /** {@code a} between the special tokens. */
    private final Tokens framed;

    private final int specialTokens;
    private final long vocabulary;

    private TextTokenizer(String model, HuggingFaceTokenizer tokenizer, Vocabulary words) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.words = words;
        this.framed = encode("a");
        this.specialTokens = framed.count() - framed.plain();
        this.vocabulary = words.size();
    }

    /**
     * Opens the tokenizer of a model; a late-interaction model's markers become tokens that are found in a text.
     *
     * @throws ModelException where it cannot be read or lacks a marker
     */
    public static TextTokenizer open(ModelFiles model) {
        try {
            Vocabulary words = new Vocabulary(model.tokenizer());
            List<String> markers = Markers.of(model, words);
            byte[] file = markers.isEmpty() ? model.tokenizer() : words.finding(markers);
            TextTokenizer tokenizer = new TextTokenizer(
                    model.name(), HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(file), AS_IT_IS), words);
            markers.forEach(marker -> Markers.check(marker, tokenizer));
            return tokenizer;
        } catch (ModelException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new ModelException(
                    "The tokenizer.json of '" + model.name() + "' is expected to be a Hugging Face tokenizer, and"
                            + " cannot be read: " + e.getMessage() + ".",
                    e);
        }
    }

    String model() {
        return model;
    }

    /** The id of a token as the vocabulary writes it, or -1. */
    public long id(String token) {
        return words.id(token);
    }

    /** How many special tokens every text begins with. */
    public int leadingTokens() {
        return framed.leading();
    }

    /** How many special tokens every text ends with. */
    public int trailingTokens() {
        return specialTokens - framed.leading();
    }

    /**
     * How this tokenizer puts two texts together.
     *
     * @throws ModelException where it does so in a way that is not known here
     */
    public PairTemplate pairs() {
        return PairTemplate.of(
                model, encodePlain("a").ids(), encodePlain("b").ids(), tokenizer.encode("a", "b", true, false));
    }

    /** How many special tokens every text gets. */
    public int specialTokens() {
        return specialTokens;
    }

    /** The text as the model reads it, special tokens and all; lone surrogates count as U+FFFD. */
    public Tokens encode(String text) {
        return encode(text, true);
    }

    /** The text's own tokens only. */
    public Tokens encodePlain(String text) {
        return encode(text, false);
    }

    /** One more than the largest token id. */
    public long vocabulary() {
        return vocabulary;
    }

    /** The special tokens around tokens that come without; these where the special tokens are there. */
    public long[] framed(long[] ids) {
        long[] frame = framed.ids();
        int leading = framed.leading();
        int trailing = specialTokens - leading;
        boolean whole = ids.length >= leading + trailing
                && Arrays.equals(frame, 0, leading, ids, 0, leading)
                && Arrays.equals(frame, frame.length - trailing, frame.length, ids, ids.length - trailing, ids.length);
        if (whole) {
            return ids;
        }
        long[] result = new long[leading + ids.length + trailing];
        System.arraycopy(frame, 0, result, 0, leading);
        System.arraycopy(ids, 0, result, leading, ids.length);
        System.arraycopy(frame, frame.length - trailing, result, leading + ids.length, trailing);
        return result;
    }

    /** Token ids to text. */
    public String decode(long[] ids, boolean skipSpecialTokens) {
        return whileOpen(() -> tokenizer.decode(ids, skipSpecialTokens));
    }

    /** Each token as the vocabulary writes it, in the order of {@link Tokens#ids}. */
    public String[] names(String text, boolean special) {
        return whileOpen(() -> tokenizer.encode(CodeUnits.wellFormed(text), special, false))
                .getTokens();
    }

    private Tokens encode(String text, boolean special) {
        String wellFormed = CodeUnits.wellFormed(text);
        Encoding encoding = whileOpen(() -> tokenizer.encode(wellFormed, special, false));
        CodeUnits units = CodeUnits.of(wellFormed);
        CharSpan[] spans = encoding.getCharTokenSpans();
        int[] starts = new int[spans.length];
        int[] ends = new int[spans.length];
        Arrays.fill(starts, -1);
        Arrays.fill(ends, -1);
        for (int i = 0; i < spans.length; i++) {
            CharSpan span = spans[i];
            if (span != null) {
                starts[i] = units.at(span.getStart());
                ends[i] = units.at(span.getEnd());
            }
        }
        return new Tokens(encoding.getIds(), starts, ends);
    }

    private <T> T whileOpen(Supplier<T> call) {
        use.readLock().lock();
        try {
            if (closed) {
                throw new ModelClosedException();
            }
            return call.get();
        } finally {
            use.readLock().unlock();
        }
    }

    @Override
    public void close() {
        use.writeLock().lock();
        try {
            closed = true;
            tokenizer.close();
        } finally {
            use.writeLock().unlock();
        }
    }
}
