package io.vicinal.embedding.model;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.Flow;
import io.vicinal.onnx.session.OutputReader;
import io.vicinal.onnx.tokenize.TextTokenizer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A model, in this process or at another server. Thread-safe; after {@link #close} every call fails cleanly. */
public interface Model extends AutoCloseable {

    /** Empty while a remote model has not told its dimensions. */
    Optional<ModelCard> known();

    /** @throws io.vicinal.contracts.error.ProblemException 503 where it is not known yet */
    default ModelCard card() {
        return known().orElseThrow(() -> ProblemType.SERVICE_UNAVAILABLE.exception(
                "model", "The model \"%s\" cannot be reached yet; try again.".formatted(name())));
    }

    String name();

    /** The most tokens it reads, special tokens counted. */
    int maxTokens();

    /** What texts are counted and cut with; another model's where a remote server keeps its own. */
    TextTokenizer tokenizer();

    /** Put in front of a passage, or empty. */
    String passagePrefix();

    /** The encoder behind it, where it runs in this process: what gives more than one vector a text. */
    Optional<TextEncoder> local();

    /**
     * Reads the dense vector, {@code float[dimensions]}.
     *
     * @param dimensions the first so many of the vector (Matryoshka)
     * @param normalised whether to its L2 norm
     */
    OutputReader<float[]> dense(int dimensions, boolean normalised);

    /**
     * Encodes one text of a request.
     *
     * @param reader of this model
     * @return fails with what the API's errors know ({@code EncoderProblems}); cancelling it drops the text before its run
     * @throws io.vicinal.onnx.schedule.QueueFullException when there is no room
     */
    <T> CompletableFuture<T> encode(Flow flow, ModelText text, OutputReader<T> reader, Deadline deadline);

    /**
     * The dense vector of a passage from the log, L2-normalised; blocks while the lane of bulk work is full.
     *
     * @param flow of this model and of the log that the passage is of
     */
    CompletableFuture<float[]> encodeWhenRoom(Flow flow, ModelText text) throws InterruptedException;

    @Override
    void close();
}
